/** Backups while people write: complete, restorable, and without a second reveal of anything. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Backup, damage, missing, restored, takeBackup } from "./backups.ts";
import { live } from "./crash/life.ts";
import { Program } from "./crash/program.ts";
import { openScene, type Scene } from "./crash/scene.ts";
import { comeTogether, complaintsOf } from "./crash/story.ts";

const BACKUPS = 3;
/** The program looks for what is due every second. Nothing is to come of it, so there is nothing to wait for. */
const THREE_BEATS = 3_000;

const envOf = (scene: Scene) => ({
  TELEGRAM_BOT_TOKEN: scene.telegram.token,
  TELEGRAM_API_ROOT: scene.telegram.apiRoot,
  DISCORD_BOT_TOKEN: scene.discord.token,
  DISCORD_API_ROOT: `${scene.discord.url}/api`,
});

/** Waits until so many more answers were acknowledged. */
async function moreAnswers(scene: Scene, count: number): Promise<void> {
  const acked = () => scene.acts.filter(({ outcome }) => outcome === "acked").length;
  const before = acked();
  if ((await scene.until(() => acked() >= before + count, 60_000)) === null) throw new Error("nobody answers any more");
}

/** Every chat of the couples, as it reads now. */
function chats(scene: Scene): readonly string[] {
  return scene
    .ledger()
    .posts.map(({ chat, order, texts, deleted }) => `${chat} ${order} ${deleted} ${texts.join("|")}`);
}

/** A bot on the restored database that somebody new talks to on both platforms. */
async function wakesUp(scene: Scene, folder: string, n: number): Promise<readonly string[]> {
  const program = new Program({ folder, env: envOf(scene) });
  await program.start();
  try {
    await program.ready();
    const eve = scene.telegram.user({ first_name: `Eve ${n}` });
    const zoe = scene.discord.user({ username: `zoe${n}` });
    scene.discord.guild({ owner: zoe });
    eve.start();
    await eve.chat.waitForMessage(/Hello, I’m Ampersand/);
    expect((await zoe.runs("/help").reply).text).toContain("How it works");
    await pause(THREE_BEATS);
    return program.complaints;
  } finally {
    await program.stop();
  }
}

test(`${BACKUPS} backups under load, each restored and woken`, { timeout: 300_000 }, async () => {
  const scene = await openScene();
  const folder = mkdtempSync(join(tmpdir(), "ampersand-backups-"));
  const program = new Program({ folder, env: envOf(scene) });
  const copies: string[] = [];
  try {
    await program.start();
    await program.ready();
    const couples = await comeTogether(scene, { groups: 4, channels: 3, apart: 2 });
    let isOver = false;
    const lives = couples.map((couple, n) => live(couple, 77_000 + n, () => isOver));
    const backups: Backup[] = [];
    while (backups.length < BACKUPS) {
      await moreAnswers(scene, 4);
      backups.push(await takeBackup(scene, program, join(folder, `${backups.length}.backup`)));
    }
    isOver = true;
    await Promise.all(lives);
    await program.stop();
    expect(complaintsOf(scene, program)).toEqual([]);
    expect(backups.map(({ acked }) => acked.size)).toEqual(
      backups.map(({ acked }) => acked.size).toSorted((a, b) => a - b),
    );

    const before = chats(scene);
    for (const [n, backup] of backups.entries()) {
      const copy = restored(program, backup);
      copies.push(copy);
      expect(damage(copy)).toEqual([]);
      expect(await missing(scene, backup, copy)).toEqual([]);
      expect(await wakesUp(scene, copy, n)).toEqual([]);
      expect(chats(scene)).toEqual(before);
    }
    // The comparison itself: the oldest copy lacks what the newest had to have.
    const newest = backups.at(-1);
    expect(newest && (await missing(scene, newest, copies[0] ?? ""))).not.toEqual([]);
  } finally {
    await program.kill();
    await scene.end();
    for (const each of [folder, ...copies]) rmSync(each, { recursive: true, force: true });
  }
});
