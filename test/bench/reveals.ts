/** 1: from the second answer being there for the bot to take, to the request that shows both. */
import { join } from "node:path";
import { type Effort, type Figure, ms, quantile, steadily, wait } from "./figures.ts";
import { type OnTelegram, onTelegram, TELEGRAM_TOKEN } from "./people.ts";
import { Program, startUntil, stopChild } from "./program.ts";
import { seedDatabase } from "./seed.ts";

/** Couples before the ones that count: both programs are compiled while they run. */
const WARM = 40;
/** So many couples lie between one's first answer and its second. */
const BETWEEN = 10;
const PATIENCE = 20_000;

/** Lets people answer at a rate, first and second answers in turn, and notes how long each reveal took. */
async function answer(world: OnTelegram, perSecond: number): Promise<readonly number[]> {
  const { fake, couples } = world;
  const since = new Map<number, number>();
  const took: number[] = [];
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const end = fake.onRequest(({ method, params }) => {
    const begun = method === "sendMessage" ? since.get(Number(params.chat_id)) : undefined;
    if (begun === undefined) return;
    since.delete(Number(params.chat_id));
    took.push(performance.now() - begun);
    if (took.length === couples.length) resolve();
  });
  await steadily(perSecond, 2 * (couples.length + BETWEEN), (n) => {
    const second = n % 2 === 1;
    const couple = couples[Math.floor(n / 2) - (second ? BETWEEN : 0)];
    if (!couple) return;
    if (!second) return void couple.ana.sends("first");
    since.set(couple.group.id, performance.now());
    couple.ben.sends(`second ${couple.group.id} ${couple.ana.id}`);
  });
  await Promise.race([all, wait(PATIENCE)]);
  end();
  // One that never came took at least as long as it was waited for.
  const never = Array.from({ length: couples.length - took.length }, () => PATIENCE);
  return [...took.slice(WARM), ...never];
}

async function ours(effort: Effort, couples: number, perSecond: number) {
  const world = await onTelegram(couples + WARM, { open: true });
  const folder = join(effort.folder, `ours-${perSecond}`);
  await seedDatabase({ folder, platform: "telegram", couples: couples + WARM, live: world.couples });
  const program = await Program.start(folder, world.env);
  try {
    return await answer(world, perSecond);
  } finally {
    await program.stop();
    await world.fake.stop();
  }
}

async function floor(effort: Effort, couples: number, perSecond: number) {
  const world = await onTelegram(couples + WARM);
  const file = join(effort.folder, `floor-${perSecond}.db`);
  const args = ["reveal", world.fake.apiRoot, TELEGRAM_TOKEN, file];
  const { child } = await startUntil("test/bench/floor.ts", args, "floor ready", { cwd: effort.folder });
  try {
    return await answer(world, perSecond);
  } finally {
    await stopChild(child);
    await world.fake.stop();
  }
}

async function at(effort: Effort, couples: number, perSecond: number): Promise<Figure> {
  effort.note(`${couples} couples at ${perSecond} answers/s, the floor first`);
  const plain = await floor(effort, couples, perSecond);
  const took = await ours(effort, couples, perSecond);
  const [median, p99] = [quantile(took, 0.5), quantile(took, 0.99)];
  const [floorMedian, floorP99] = [quantile(plain, 0.5), quantile(plain, 0.99)];
  return {
    name: `second answer → reveal leaves, ${couples} couples at ${perSecond} answers/s: median · p99`,
    value: `${ms(median)} · ${ms(p99)}`,
    floor: `${ms(floorMedian)} · ${ms(floorP99)}`,
    reach: "≤ 10 ms · ≤ 50 ms",
    reached: median <= 10 && p99 <= 50,
    data: { median, p99, floorMedian, floorP99, couples, perSecond },
  };
}

export async function reveals(effort: Effort): Promise<readonly Figure[]> {
  const couples = effort.quick ? 100 : 500;
  return [await at(effort, couples, 20), await at(effort, couples, 10)];
}
