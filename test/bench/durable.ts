/** 6: how many updates a second are taken in for good, while more of them wait than can be handled. */
import { join } from "node:path";
import { type Effort, type Figure, quantile, wait } from "./figures.ts";
import { type OnTelegram, onTelegram, TELEGRAM_TOKEN } from "./people.ts";
import { Program, startUntil, stopChild } from "./program.ts";
import { seedDatabase } from "./seed.ts";

const LONGEST = 120_000;
const WARM = 100;

/** Everybody answers at once; resolves with updates a second until the last of them was confirmed. */
async function flood({ fake, couples }: OnTelegram): Promise<number> {
  const answer = async (from: number, to: number) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const { ana, ben } of couples.slice(from, to)) {
      ana.sends("first");
      ben.sends("second");
    }
    const last = fake.updates.at(-1)?.update_id ?? 0;
    const end = fake.onRequest(({ method, params }) => {
      if (method === "getUpdates" && Number(params.offset) > last) resolve();
    });
    const late = setTimeout(resolve, LONGEST);
    const begun = performance.now();
    await promise;
    clearTimeout(late);
    end();
    return performance.now() - begun;
  };
  await answer(0, WARM);
  await wait(500);
  const took = await answer(WARM, couples.length);
  return (2 * (couples.length - WARM) * 1000) / took;
}

async function ours(effort: Effort, couples: number, round: number): Promise<number> {
  const world = await onTelegram(couples, { open: true });
  const folder = join(effort.folder, `ours-${round}`);
  await seedDatabase({ folder, platform: "telegram", couples, live: world.couples });
  const program = await Program.start(folder, world.env);
  try {
    return await flood(world);
  } finally {
    await program.stop();
    await world.fake.stop();
  }
}

async function floor(effort: Effort, couples: number, round: number): Promise<number> {
  const world = await onTelegram(couples);
  const args = ["durable", world.fake.apiRoot, TELEGRAM_TOKEN, join(effort.folder, `floor-${round}.db`)];
  const { child } = await startUntil("test/bench/floor.ts", args, "floor ready", { cwd: effort.folder });
  try {
    return await flood(world);
  } finally {
    await stopChild(child);
    await world.fake.stop();
  }
}

export async function durable(effort: Effort): Promise<readonly Figure[]> {
  const couples = WARM + (effort.quick ? 400 : 1000);
  const rounds = effort.quick ? 1 : 3;
  const [own, plain]: [number[], number[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    effort.note(`${2 * (couples - WARM)} answers at once, round ${round} of ${rounds}`);
    plain.push(await floor(effort, couples, round));
    own.push(await ours(effort, couples, round));
  }
  const [perSecond, floorPerSecond] = [quantile(own, 0.5), quantile(plain, 0.5)];
  const share = perSecond / floorPerSecond;
  return [
    {
      name: "answers sealed durably under a backlog: share of the floor",
      value: `${Math.round(share * 100)} % (${Math.round(perSecond)}/s)`,
      floor: `${Math.round(floorPerSecond)}/s`,
      reach: "≥ 60 %",
      reached: share >= 0.6,
      data: { share, perSecond, floorPerSecond },
    },
  ];
}
