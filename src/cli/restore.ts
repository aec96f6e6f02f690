/** `npm run restore -- <backup>`: puts a backup in the database's place. Stop the bot first. */
import type { Clock } from "../ports/clock.ts";
import { restore } from "../store/index.ts";
import { loadMasterKey, type MasterKeySource, openVault } from "../vault/index.ts";
import { tenths } from "./backup.ts";
import { command } from "./command.ts";

export interface RestoreCommand {
  readonly file: string;
  readonly from: string;
  /** Further lists of erasures. */
  readonly erasedLists?: readonly string[];
  readonly env: MasterKeySource["env"];
  readonly keyFile: string;
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/** @throws as `restore` and `loadMasterKey`; the database is untouched then */
export async function runRestore(command: RestoreCommand): Promise<void> {
  const { file, from, env, keyFile, clock, print, erasedLists = [] } = command;
  // A backup exists: its key is never made anew.
  const vault = openVault(loadMasterKey({ env, keyFile, databaseExists: true }));
  const result = await restore({ file, from, vault, clock, erasedLists, onProgress: tenths(print) });
  print(`Restored ${from} to ${file}.`);
  if (result.aside !== null) print(`The former database is kept at ${result.aside}. Delete it when you are sure.`);
  print(`People erased since the backup and erased again: ${result.erased}.`);
  print(`Unsent messages held back, because they may have been sent since: ${result.held}.`);
  if (result.held > 0) print("See `npm run outbox -- list`, and `npm run outbox -- retry <id>` to send one after all.");
}

await command(import.meta.filename, async ({ config, args, clock, print }) => {
  const [from, ...erasedLists] = args;
  if (from === undefined) {
    print("Usage: restore <backup> [<list of erasures>…]");
    return false;
  }
  const env = { AMPERSAND_MASTER_KEY: config.masterKey ?? undefined };
  await runRestore({ file: config.database, from, erasedLists, env, keyFile: config.keyFile, clock, print });
  return true;
});
