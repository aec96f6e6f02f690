/** 4: what a million couples cost while nothing is due. 7: how long a start takes. */
import { join } from "node:path";
import { type Effort, type Figure, quantile, wait } from "./figures.ts";
import { onTelegram } from "./people.ts";
import { Program } from "./program.ts";
import { seedDatabase } from "./seed.ts";

const SETTLE = 10_000;

/** The same program with nothing in its database. */
async function idleWith(effort: Effort, couples: number) {
  const { fake, env } = await onTelegram(0);
  const folder = join(effort.folder, String(couples));
  const begun = performance.now();
  await seedDatabase({ folder, platform: "telegram", couples });
  effort.note(`${couples} couples made in ${Math.round((performance.now() - begun) / 1000)} s`);
  const program = await Program.start(folder, env);
  try {
    await wait(SETTLE);
    const before = await program.usage();
    const from = performance.now();
    await wait(effort.quick ? 20_000 : 60_000);
    const after = await program.usage();
    const share = (after.cpuSeconds - before.cpuSeconds) / ((performance.now() - from) / 1000);
    return { share, rssMb: after.rssMb, readyMs: program.readyMs };
  } finally {
    await program.stop();
    await fake.stop();
  }
}

export async function idle(effort: Effort): Promise<readonly Figure[]> {
  const plain = await idleWith(effort, 1);
  const full = await idleWith(effort, effort.quick ? 100_000 : 1_000_000);
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
  return [
    {
      name: "1,000,000 couples at rest: share of one core · memory",
      value: `${percent(full.share)} · ${Math.round(full.rssMb)} MB`,
      floor: `${percent(plain.share)} · ${Math.round(plain.rssMb)} MB (one couple)`,
      reach: "< 1 % · < 150 MB",
      reached: full.share < 0.01 && full.rssMb < 150,
      data: { share: full.share, rssMb: full.rssMb, floorShare: plain.share, floorRssMb: plain.rssMb },
    },
  ];
}

export async function starts(effort: Effort): Promise<readonly Figure[]> {
  const { fake, env } = await onTelegram(0);
  const [folder, empty] = [join(effort.folder, "full"), join(effort.folder, "empty")];
  await seedDatabase({ folder, platform: "telegram", couples: 100_000 });
  await seedDatabase({ folder: empty, platform: "telegram", couples: 1 });
  const [took, plain]: [number[], number[]] = [[], []];
  for (let n = 0; n < (effort.quick ? 3 : 7); n++) {
    for (const [where, list] of [[empty, plain] as const, [folder, took] as const]) {
      const program = await Program.start(where, env);
      list.push(program.readyMs);
      await program.stop();
    }
  }
  await fake.stop();
  const [median, worst, floorMedian] = [quantile(took, 0.5), quantile(took, 1), quantile(plain, 0.5)];
  const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`;
  return [
    {
      name: `start to ready with 100,000 couples: median (worst) of ${took.length}`,
      value: `${seconds(median)} (${seconds(worst)})`,
      floor: `${seconds(floorMedian)} (one couple)`,
      reach: "≤ 1.5 s",
      reached: median <= 1500,
      data: { median, worst, floorMedian },
    },
  ];
}
