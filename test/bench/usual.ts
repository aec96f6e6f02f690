/** 8: one node-cron task for each couple, which is the usual way, beside one beat and an index. */
import { createInterface } from "node:readline";
import { type Effort, type Figure, wait } from "./figures.ts";
import { startUntil } from "./program.ts";
import { seedDatabase } from "./seed.ts";

const COUPLES = 100_000;
const LONGEST_SCHEDULING = 30_000;

interface Outcome {
  readonly ran: number;
  readonly rssMb: number;
  readonly longest: number;
}

async function run(effort: Effort, mode: "cron" | "index", minute: number): Promise<Outcome> {
  const args = [mode, effort.folder, String(minute)];
  const { child } = await startUntil("test/bench/usual-run.ts", args, "scheduled", { cwd: effort.folder });
  if (!child.stderr) throw new Error("no standard error");
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.startsWith("{")) return JSON.parse(line) as Outcome;
  }
  throw new Error("ended without an outcome");
}

/** The next minute that begins after there was time to set everything up. */
function comingMinute(): number {
  return Math.ceil((Date.now() + LONGEST_SCHEDULING) / 60_000) * 60_000;
}

export async function usualWay(effort: Effort): Promise<readonly Figure[]> {
  const cronMinute = comingMinute();
  effort.note("one task each; this takes two to four minutes");
  const usual = await run(effort, "cron", cronMinute);
  const minute = comingMinute();
  await seedDatabase({ folder: effort.folder, platform: "telegram", couples: COUPLES, spreadOver: minute });
  effort.note("one index");
  const ours = await run(effort, "index", minute);
  await wait(100);
  const dropped = (outcome: Outcome) => COUPLES - outcome.ran;
  const words = (outcome: Outcome) =>
    `${Math.round(outcome.rssMb)} MB · ${dropped(outcome).toLocaleString("en")} · ${Math.round(outcome.longest)} ms`;
  return [
    {
      name: "100,000 couples in one minute: memory · runs dropped · longest standstill",
      value: words(ours),
      floor: `${words(usual)} (a task each)`,
      reach: "0 dropped",
      reached: dropped(ours) === 0,
      data: {
        rssMb: ours.rssMb,
        dropped: dropped(ours),
        longest: ours.longest,
        usualRssMb: usual.rssMb,
        usualDropped: dropped(usual),
        usualLongest: usual.longest,
      },
    },
  ];
}
