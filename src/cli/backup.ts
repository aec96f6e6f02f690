/** `npm run backup [-- <to>]`: a consistent copy of the database, also while the bot runs. */
import { dirname, join } from "node:path";
import type { Clock } from "../ports/clock.ts";
import { backup } from "../store/index.ts";
import { command } from "./command.ts";

export interface BackupCommand {
  readonly file: string;
  /** Default: `backups/ampersand-<time>.db` beside the database. */
  readonly to?: string;
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/** Says how far it is at every tenth. @throws as `backup` */
export async function runBackup(command: BackupCommand): Promise<void> {
  const { file, clock, print } = command;
  const time = new Date(clock.now()).toISOString().replace(/[:.]/g, "-");
  const to = command.to ?? join(dirname(file), "backups", `ampersand-${time}.db`);
  const result = await backup({ file, to, onProgress: tenths(print) });
  print(`Saved ${result.file} (${Math.ceil(result.bytes / 1024)} KiB).`);
  print(`It is encrypted and does not hold the master key: keep that, and ${file}.erased, safe apart from it.`);
}

/** Prints a percentage whenever a further tenth is done. */
export function tenths(print: (line: string) => void): (done: number, total: number) => void {
  let shown = 0;
  return (done, total) => {
    const percent = total === 0 ? 100 : Math.floor((done / total) * 10) * 10;
    if (percent <= shown) return;
    shown = percent;
    print(`${percent} %`);
  };
}

await command(import.meta.filename, async ({ config, args, clock, print }) => {
  const [to] = args;
  await runBackup({ file: config.database, clock, print, ...(to === undefined ? {} : { to }) });
  return true;
});
