/** The whole story: couples, a program that keeps dying, and the reckoning. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { dice } from "./actor.ts";
import { apart, type Couple, inChannel, inGroup } from "./couples.ts";
import { killAgainAndAgain } from "./killer.ts";
import { epilogue, live } from "./life.ts";
import { Program } from "./program.ts";
import { openScene, type Scene } from "./scene.ts";
import { judge, type Verdict } from "./verdict.ts";

export interface StoryOptions {
  readonly kills: number;
  readonly seed: number;
  readonly groups: number;
  readonly channels: number;
  /** Couples without a shared chat, half of them across platforms. */
  readonly apart: number;
  readonly progress?: (line: string) => void;
}

export interface Outcome {
  readonly verdict: Verdict;
  readonly kills: number;
  readonly starts: number;
  readonly couples: number;
  readonly acts: number;
  /** What the platforms or the program complained of. */
  readonly complaints: readonly string[];
}

/** Every couple of the story, ready for cards that are asked for. */
export async function comeTogether(
  scene: Scene,
  options: Pick<StoryOptions, "groups" | "channels" | "apart">,
): Promise<readonly Couple[]> {
  const many = (count: number, make: (n: number) => Promise<Couple>) =>
    Array.from({ length: count }, (_, n) => make(n));
  const couples = await Promise.all([
    ...many(options.groups, (n) => inGroup(scene, `group${n}`)),
    ...many(options.channels, (n) => inChannel(scene, `channel${n}`)),
    ...many(options.apart, (n) => apart(scene, `apart${n}`, n % 2 === 0 ? "telegram" : "discord")),
  ]);
  await Promise.all(couples.flatMap(({ a, b }) => [a.settlesIn(), b.settlesIn()]));
  return couples;
}

/** Waits until the program has nothing left to say. */
async function comesToRest(program: Program): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if ((await program.backlog()) === 0) return;
    await pause(100);
  }
}

/** What the platforms, the program or its users complain of. */
export function complaintsOf(scene: Scene, program: Program): readonly string[] {
  return [
    ...scene.telegram.violations,
    ...scene.discord.violations.map((each) => JSON.stringify(each)),
    ...program.complaints,
    ...scene.complaints,
  ];
}

export async function tell(options: StoryOptions): Promise<Outcome> {
  const { seed, kills, progress = () => {} } = options;
  const scene = await openScene();
  const folder = mkdtempSync(join(tmpdir(), "ampersand-crash-"));
  const env = {
    TELEGRAM_BOT_TOKEN: scene.telegram.token,
    TELEGRAM_API_ROOT: scene.telegram.apiRoot,
    DISCORD_BOT_TOKEN: scene.discord.token,
    DISCORD_API_ROOT: `${scene.discord.url}/api`,
  };
  const program = new Program({ folder, env });
  try {
    await program.start();
    await program.ready();
    const couples = await comeTogether(scene, options);
    progress(`${couples.length} couples have come together`);
    let isOver = false;
    const lives = couples.map((couple, n) => live(couple, seed * 1000 + n, () => isOver));
    const onKill = (n: number) => n % 10 === 0 && progress(`${n} kills, ${scene.rounds.size} rounds`);
    await killAgainAndAgain(scene, program, { kills, random: dice(seed), onKill });
    isOver = true;
    await Promise.all(lives);
    progress("the last rounds");
    await Promise.all(couples.map((couple, n) => epilogue(couple, seed + n)));
    await comesToRest(program);
    await program.stop();
    const verdict = judge(scene.ledger());
    const complaints = complaintsOf(scene, program);
    const acts = scene.acts.length;
    return { verdict, kills, starts: program.starts, couples: couples.length, acts, complaints };
  } finally {
    await program.kill();
    await scene.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
