/** `npm run outbox`, as an operator runs it beside the bot. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const CLI = join(import.meta.dirname, "../../src/cli/outbox.ts");

export function outbox(folder: string, ...args: string[]): string {
  const env = { DATABASE_URL: `file:${join(folder, "test.db")}`, PATH: process.env.PATH ?? "" };
  const ended = spawnSync(process.execPath, [CLI, ...args], { cwd: folder, env, encoding: "utf8" });
  return ended.stdout + ended.stderr;
}
