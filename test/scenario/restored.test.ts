import { afterEach, beforeEach, expect, test } from "vitest";
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
