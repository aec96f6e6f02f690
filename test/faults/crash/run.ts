/**
 * `npm run test:crash [-- <kills> [<seed>]]`: kills the real program again and again, and reckons up.
 * The exit code is 1 when a promise was broken.
 */
import { type Outcome, tell } from "./story.ts";

const [kills = "200", seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function table({ verdict, kills: killed, starts, couples, acts }: Outcome): void {
  const rows: readonly (readonly [string, string | number])[] = [
    ["seed", seed],
    ["kills (SIGKILL)", killed],
    ["starts", starts],
    ["couples", couples],
    ["rounds", verdict.rounds],
    ["reveals", verdict.reveals],
    ["answers, edits, take-backs", acts],
    ["  of these acknowledged", verdict.acknowledged],
    ["acknowledged seals lost", verdict.sealsLost.length],
    ["reveals lost", verdict.revealsLost.length],
    ["early reveals", verdict.early.length],
    ["half reveals", verdict.half.length],
    ["posted twice without a cause", verdict.twice.length],
    ["repeats a kill explains (Telegram)", verdict.repeats],
  ];
  for (const [name, value] of rows) print(`${name.padEnd(38)}${value}`);
}

const begun = Date.now();
const progress = (line: string) => print(`${Math.round((Date.now() - begun) / 1000)} s: ${line}`);
const outcome = await tell({ kills: Number(kills), seed: Number(seed), groups: 30, channels: 14, apart: 8, progress });
const { sealsLost, revealsLost, early, half, twice } = outcome.verdict;
const broken = [...sealsLost, ...revealsLost, ...early, ...half, ...twice, ...outcome.complaints];
for (const line of broken.slice(0, 100)) print(`! ${line}`);
table(outcome);
process.exitCode = broken.length > 0 ? 1 : 0;
