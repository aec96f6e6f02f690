/** 5: a thousand rituals due in the same second, in a small and in a large database. */
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { type Effort, type Figure, ms, quantile, wait } from "./figures.ts";
import { onTelegram } from "./people.ts";
import { Program } from "./program.ts";
import { idOf, seedDatabase } from "./seed.ts";

const DUE = 1_000;
const LONGEST = 60_000;

interface Beat {
  readonly tookMs: number;
  readonly delayMs: number;
}

async function beatsOf(effort: Effort, couples: number, times: number): Promise<readonly Beat[]> {
  const live = times * DUE;
  const world = await onTelegram(live, { spread: Math.floor(couples / live) });
  const folder = join(effort.folder, String(couples));
  await seedDatabase({ folder, platform: "telegram", couples, live: world.couples, history: 7 });
  effort.note(`${couples} couples are there`);
  const program = await Program.start(folder, world.env);
  const database = new SqliteDatabase(join(folder, "bench.db"), { timeout: 5_000 });
  try {
    const beats: Beat[] = [];
    for (let time = 0; time < times; time++) {
      const due = world.couples.slice(time * DUE, (time + 1) * DUE).map(({ index }) => idOf("r", index));
      // What the beat before has put on its way is still being sent; at the platform's pace that costs little.
      await wait(3_000);
      beats.push(await beat(program, database, due));
    }
    return beats;
  } finally {
    database.close();
    await program.stop();
    await world.fake.stop();
  }
}

/** Makes the rituals due at a full second to come, and waits until all have had their turn. */
async function beat(program: Program, database: SqliteDatabase.Database, rituals: readonly string[]): Promise<Beat> {
  const at = Math.ceil(Date.now() / 1000) * 1000 + 2_000;
  const move = database.prepare("update timers set at = ? where kind = 'ritual' and ref = ?");
  database.transaction(() => {
    for (const ritual of rituals) move.run(at, ritual);
  })();
  const left = database.prepare("select count(*) from timers where kind = 'ritual' and at <= ?").pluck();
  await program.usage();
  await wait(at - Date.now() - 100);
  while (Date.now() < at + LONGEST && (left.get(at) as number) > 0) await wait(10);
  const tookMs = Date.now() - at;
  return { tookMs, delayMs: (await program.usage()).loopDelayMs };
}

export async function beats(effort: Effort): Promise<readonly Figure[]> {
  const times = effort.quick ? 1 : 3;
  const [few, many] = [10_000, effort.quick ? 100_000 : 1_000_000];
  const small = await beatsOf(effort, few, times);
  const large = await beatsOf(effort, many, times);
  const median = (list: readonly Beat[]) =>
    quantile(
      list.map(({ tookMs }) => tookMs),
      0.5,
    );
  const ratio = median(large) / median(small);
  const delay = Math.max(...[...small, ...large].map(({ delayMs }) => delayMs));
  return [
    {
      name: `1,000 rituals due at once among ${many.toLocaleString("en")} couples: time against 10,000 couples`,
      value: `${ratio.toFixed(2)} × (${ms(median(large))})`,
      floor: `${ms(median(small))} (10,000 couples)`,
      reach: "≤ 1.5 ×",
      reached: ratio <= 1.5,
      data: { ratio, largeMs: median(large), smallMs: median(small) },
    },
    {
      name: "… and the longest the event loop stood still",
      value: ms(delay),
      floor: "—",
      reach: "< 50 ms",
      reached: delay < 50,
      data: { delayMs: delay },
    },
  ];
}
