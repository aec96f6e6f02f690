/**
 * `npm run bench`: measures the whole program against the fake servers and prints what it took, each
 * figure beside its floor. `--only 1,6` for parts, `--quick` for shorter windows, `--full` for whole ones.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { idle, starts } from "./at-rest.ts";
import { beats } from "./beats.ts";
import { durable } from "./durable.ts";
import type { Figure, Measurement } from "./figures.ts";
import { killAll } from "./program.ts";
import { reveals } from "./reveals.ts";
import { rushOnDiscord } from "./rush-discord.ts";
import { rushOnTelegram } from "./rush-telegram.ts";
import { usualWay } from "./usual.ts";

const MEASUREMENTS: Readonly<Record<string, Measurement>> = {
  1: reveals,
  2: rushOnTelegram,
  3: rushOnDiscord,
  4: idle,
  5: beats,
  6: durable,
  7: starts,
  8: usualWay,
};
/** Nothing runs longer than this, whatever hangs. */
const LONGEST_MINUTES = { usual: 45, full: 90 };

const { values: flags } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
  },
});

function machine() {
  const [first, ...more] = cpus();
  return {
    cpu: first?.model.trim() ?? "unknown",
    cores: more.length + 1,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function table(figures: readonly (Figure & { number: string })[]): void {
  const rows = [
    ["", "figure", "measured", "floor", "to reach", ""],
    ...figures.map(({ number, name, value, floor, reach, reached }) => [
      number,
      name,
      value,
      floor,
      reach,
      reached === null ? "" : reached ? "reached" : "MISSED",
    ]),
  ];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    say(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}

function note(number: string, line: string): void {
  say(`  ${number}: ${line}`);
}

async function run(): Promise<void> {
  const at = new Date().toISOString();
  const here = machine();
  say(`${here.cpu}, ${here.cores} cores, ${here.memoryGb} GB, Node ${here.node}, ${here.system}, ${at}`);
  const wanted = (flags.only ?? Object.keys(MEASUREMENTS).join(",")).split(",");
  const figures: (Figure & { number: string; load: number })[] = [];
  for (const number of wanted) {
    const measure = MEASUREMENTS[number];
    if (!measure) throw new Error(`There is no figure ${number}.`);
    // Of the minute before: what else this machine was doing.
    const load = Number(loadavg()[0]?.toFixed(2));
    note(number, `begins at a load of ${load}`);
    const folder = mkdtempSync(join(root, `${number}-`));
    const own = { quick: flags.quick, full: flags.full, folder };
    const measured = await measure({ ...own, note: (line) => note(number, line) });
    figures.push(...measured.map((figure) => ({ number, load, ...figure })));
    for (const { name, value, floor } of measured) note(number, `${name}: ${value}; floor ${floor}`);
    rmSync(folder, { recursive: true, force: true });
  }
  say("");
  table(figures);
  mkdirSync("var", { recursive: true });
  writeFileSync(join("var", "bench.json"), `${JSON.stringify({ at, machine: here, flags, figures }, null, 2)}\n`);
}

const root = mkdtempSync(join(tmpdir(), "ampersand-bench-"));
function end(code: number): never {
  killAll();
  rmSync(root, { recursive: true, force: true });
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => end(1));
const minutes = flags.full ? LONGEST_MINUTES.full : LONGEST_MINUTES.usual;
setTimeout(() => {
  process.stderr.write(`The bench took longer than ${minutes} minutes.\n`);
  end(1);
}, minutes * 60_000).unref();
run().then(
  () => end(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    end(1);
  },
);
