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

/** The program on a database of one size. */
class Household {
  readonly #folder: string;
  readonly #rituals: readonly string[];
  readonly #database: SqliteDatabase.Database;
  readonly #program: Program;
  readonly #end: () => Promise<void>;
  #begun = 0;

  private constructor(parts: {
    folder: string;
    rituals: readonly string[];
    program: Program;
    end: () => Promise<void>;
  }) {
    this.#folder = parts.folder;
    this.#rituals = parts.rituals;
    this.#program = parts.program;
    this.#end = parts.end;
    this.#database = new SqliteDatabase(join(this.#folder, "bench.db"), { timeout: 5_000 });
  }

  static async open(effort: Effort, couples: number, times: number): Promise<Household> {
    const live = times * DUE;
    const world = await onTelegram(live, { spread: Math.floor(couples / live) });
    const folder = join(effort.folder, String(couples));
    await seedDatabase({ folder, platform: "telegram", couples, live: world.couples, history: 7 });
    effort.note(`${couples} couples are there`);
    const rituals = world.couples.map(({ index }) => idOf("r", index));
    const program = await Program.start(folder, world.env);
    return new Household({ folder, rituals, program, end: () => world.fake.stop() });
  }

  /** The next thousand. */
  async beat(): Promise<Beat> {
    const due = this.#rituals.slice(this.#begun, this.#begun + DUE);
    this.#begun += DUE;
    const still = await Still.start(this.#folder);
    try {
      return await beat(this.#program, still, this.#database, due);
    } finally {
      await still.stop();
    }
  }

  async close(): Promise<void> {
    this.#database.close();
    await this.#program.stop();
    await this.#end();
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
  const times = effort.quick ? 2 : 5;
  const [few, many] = [10_000, effort.quick ? 100_000 : 1_000_000];
  const [smallOne, largeOne] = [await Household.open(effort, few, times), await Household.open(effort, many, times)];
  const [small, large]: [Beat[], Beat[]] = [[], []];
  try {
    for (let time = 0; time < times; time++) {
      // In turns, so that whatever else this machine does falls on both. What a beat has put on its
      // way is still being sent during the next one; at the platform's pace that costs little.
      small.push(await smallOne.beat());
      large.push(await largeOne.beat());
    }
  } finally {
    await smallOne.close();
    await largeOne.close();
  }
  const median = (list: readonly Beat[], what: keyof Beat) =>
    quantile(
      list.map((each) => each[what]),
      0.5,
    );
  const longest = (what: keyof Beat) => Math.max(...[...small, ...large].map((each) => each[what]));
  const [smallMs, largeMs] = [median(small, "tookMs"), median(large, "tookMs")];
  const ratio = largeMs / smallMs;
  const [delayMs, floorDelayMs] = [longest("delayMs"), longest("floorDelayMs")];
  return [
    {
      name: `1,000 rituals due at once among ${many.toLocaleString("en")} couples: time against 10,000 couples`,
      value: `${ratio.toFixed(2)} × (${ms(largeMs)})`,
      floor: `${ms(smallMs)} (10,000 couples)`,
      reach: "≤ 1.5 ×",
      reached: ratio <= 1.5,
      data: { ratio, largeMs, smallMs },
    },
    {
      name: `… and the longest the event loop stood still, in ${2 * times} such seconds`,
      value: ms(delayMs),
      floor: `${ms(floorDelayMs)} (a process that commits a row now and then)`,
      reach: "< 50 ms",
      reached: delayMs < 50,
      data: { delayMs, floorDelayMs },
    },
  ];
}
