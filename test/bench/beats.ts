/** 5: a thousand rituals due in the same second, in a small and in a large database. */
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import SqliteDatabase from "better-sqlite3";
import { type Effort, type Figure, ms, quantile, wait } from "./figures.ts";
import { onTelegram } from "./people.ts";
import { Program, startUntil, stopChild } from "./program.ts";
import { idOf, seedDatabase } from "./seed.ts";

const DUE = 1_000;
const LONGEST = 60_000;

interface Beat {
  readonly tookMs: number;
  readonly delayMs: number;
  /** The same of a process that does next to nothing, in the same seconds. */
  readonly floorDelayMs: number;
}

/** A process beside the program, to tell its own standstills from the machine's. */
class Still {
  readonly #child: ChildProcess;
  #tell: (ms: number) => void = () => {};

  private constructor(child: ChildProcess) {
    this.#child = child;
    if (!child.stderr) throw new Error("no standard error");
    createInterface({ input: child.stderr }).on("line", (line) => this.#tell(Number(line.split(" ")[1])));
  }

  static async start(folder: string): Promise<Still> {
    const args = [join(folder, "still.db")];
    return new Still((await startUntil("test/bench/still.ts", args, "still ready", { cwd: folder })).child);
  }

  /** The longest since the last call, in milliseconds. */
  longest(): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#tell = resolve;
    this.#child.kill("SIGUSR2");
    return promise;
  }

  stop(): Promise<void> {
    return stopChild(this.#child);
  }
}

async function beatsOf(effort: Effort, couples: number, times: number): Promise<readonly Beat[]> {
  const live = times * DUE;
  const world = await onTelegram(live, { spread: Math.floor(couples / live) });
  const folder = join(effort.folder, String(couples));
  await seedDatabase({ folder, platform: "telegram", couples, live: world.couples, history: 7 });
  effort.note(`${couples} couples are there`);
  const program = await Program.start(folder, world.env);
  const still = await Still.start(folder);
  const database = new SqliteDatabase(join(folder, "bench.db"), { timeout: 5_000 });
  try {
    const beats: Beat[] = [];
    for (let time = 0; time < times; time++) {
      const due = world.couples.slice(time * DUE, (time + 1) * DUE).map(({ index }) => idOf("r", index));
      // What the beat before has put on its way is still being sent; at the platform's pace that costs little.
      await wait(3_000);
      beats.push(await beat(program, still, database, due));
    }
    return beats;
  } finally {
    database.close();
    await still.stop();
    await program.stop();
    await world.fake.stop();
  }
}

/** Makes the rituals due at a full second to come, and waits until all have had their turn. */
async function beat(
  program: Program,
  still: Still,
  database: SqliteDatabase.Database,
  rituals: readonly string[],
): Promise<Beat> {
  const at = Math.ceil(Date.now() / 1000) * 1000 + 2_000;
  const move = database.prepare("update timers set at = ? where kind = 'ritual' and ref = ?");
  database.transaction(() => {
    for (const ritual of rituals) move.run(at, ritual);
  })();
  const left = database.prepare("select count(*) from timers where kind = 'ritual' and at <= ?").pluck();
  await program.usage();
  await still.longest();
  await wait(at - Date.now() - 100);
  while (Date.now() < at + LONGEST && (left.get(at) as number) > 0) await wait(10);
  const tookMs = Date.now() - at;
  const floorDelayMs = await still.longest();
  return { tookMs, delayMs: (await program.usage()).loopDelayMs, floorDelayMs };
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
  const floorDelay = Math.max(...[...small, ...large].map(({ floorDelayMs }) => floorDelayMs));
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
      floor: `${ms(floorDelay)} (a process that commits a row now and then)`,
      reach: "< 50 ms",
      reached: delay < 50,
      data: { delayMs: delay, floorDelayMs: floorDelay },
    },
  ];
}
