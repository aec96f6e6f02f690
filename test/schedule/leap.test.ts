/** A clock that leaps, against the real node-cron in a process of its own. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { DAY, HOUR } from "../../src/domain/ids.ts";

const CHILD = join(import.meta.dirname, "leap-child.ts");

interface Seen {
  readonly longest: number;
  readonly first: number;
  readonly count: number;
}

async function leaping(ms: number): Promise<Seen> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, String(ms)]);
  return JSON.parse(stdout) as Seen;
}

test.concurrent.each([
  ["8 hours forwards", 8 * HOUR],
  ["72 hours forwards", 72 * HOUR],
  ["400 days forwards", 400 * DAY],
  ["five years forwards", 5 * 365 * DAY],
  ["8 hours back", -8 * HOUR],
  ["72 hours back", -72 * HOUR],
  ["400 days back", -400 * DAY],
])(
  "a clock that leaps %s stops nothing: the next beat comes soon, and then one a second",
  async (_, ms) => {
    const { longest, first, count } = await leaping(ms);
    expect(longest).toBeLessThan(1_000);
    expect(first).toBeLessThan(3_500);
    expect(count).toBeGreaterThanOrEqual(2);
    expect(count).toBeLessThanOrEqual(5);
  },
  20_000,
);
