/** What the commands share: the settings, the way they print, and how they end. */
import { realpathSync } from "node:fs";
import { type Config, parseConfig } from "../config.ts";
import type { Clock } from "../ports/clock.ts";

export interface Shell {
  readonly config: Config;
  /** What was typed after the command's name. */
  readonly args: readonly string[];
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/**
 * Runs `work` when `file` is what Node was started with. The exit code is 1 when it fails, with one
 * line that says why, or when it gives back false.
 */
export async function command(file: string, work: (shell: Shell) => Promise<boolean> | boolean): Promise<void> {
  const [, started, ...args] = process.argv;
  if (started === undefined || realpathSync(started) !== file) return;
  try {
    const print = (line: string) => void process.stdout.write(`${line}\n`);
    const done = await work({ config: parseConfig(process.env), args, clock: { now: () => Date.now() }, print });
    if (!done) process.exitCode = 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : "It failed."}\n`);
    process.exitCode = 1;
  }
}
