import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backup, restore } from "../../src/store/index.ts";
import { loadMasterKey, openVault } from "../../src/vault/index.ts";
import { couple } from "./actor.ts";
import { firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ at: "2026-03-11T20:00:00Z" });
});
afterEach(() => stage.end());

/** Both have sealed; the reveal waits for a morning. */
async function heldBack() {
  const { ana, ben, home } = await couple(stage);
  await ben.types("/settings quiet 21:30-07:30");
  await firstCard({ ana, ben }, home);
  await ben.types("/answer");
  await ben.says("the otter");
  await stage.until("2026-03-12T05:00:00Z");
  await ana.types("/settings quiet off");
  await ben.types("/settings quiet 05:30-10:00");
  await ana.types("/answer");
  await ana.says("the heron");
  ana.neverSaw(/otter/, home);
  return { ana, home };
}

test("without a restore the reveal comes when quiet hours are over", async () => {
  const { ana, home } = await heldBack();
  await stage.until("2026-03-12T09:05:00Z");
  ana.sees(/both answered[\s\S]*otter/, home);
});

test("a restore never reveals again: what may have been shown since the backup waits for the operator", async () => {
  const { ana, home } = await heldBack();
  await stage.store.transaction((tx) => tx.settings.set("restored_at", String(stage.now)));
  await stage.until("2026-03-12T09:05:00Z");
  ana.neverSaw(/otter/, home);
  const dead = await stage.store.transaction((tx) => tx.outbox.dead(10));
  expect(dead.map(({ content, deadReason }) => [content.view, deadReason])).toEqual([["reveal", "restore"]]);
});

test("what is sealed after a restore is revealed as ever", async () => {
  const { ana, ben, home } = await couple(stage);
  await firstCard({ ana, ben }, home);
  await ana.types("/answer");
  await ana.says("the heron");
  await stage.store.transaction((tx) => tx.settings.set("restored_at", String(stage.now)));
  await stage.later(60_000);
  await ben.types("/answer");
  await ben.says("the otter");
  ana.sees(/heron[\s\S]*otter/, home);
});

/** Takes a backup, lets `meanwhile` happen, and puts the backup back. */
async function restoredAfter(meanwhile: () => Promise<void>): Promise<void> {
  const [file, from] = [join(stage.folder, "test.db"), join(stage.folder, "backup.db")];
  await backup({ file, to: from });
  await meanwhile();
  await stage.close();
  const key = loadMasterKey({ env: {}, keyFile: join(stage.folder, "key"), databaseExists: true });
  await restore({ file, from, vault: openVault(key), clock: { now: () => stage.now } });
  await stage.open();
}

test("a letter that was withdrawn since the backup is not sent: its author is asked when its day comes", async () => {
  const { ana, ben } = await couple(stage);
  await ana.types("/letter");
  await ana.says("about the heron");
  await ana.taps("Tomorrow morning");
  await restoredAfter(async () => {
    await ana.taps("Withdraw it");
    await ana.taps("Yes, delete it");
  });
  await stage.until("2026-03-12T08:00:00Z");
  ben.neverSaw(/heron/);
  ana.sees(/restored from a backup[\s\S]*heron/);
  await ana.taps("Another time");
  await ana.taps("In a week");
  await stage.until("2026-03-19T08:00:00Z");
  ben.hasSeen(/heron/);
});
