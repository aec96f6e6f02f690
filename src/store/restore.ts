/** Puts a backup in the database's place, without bringing back what was erased or sending anything twice. */
import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { sql } from "kysely";
import type { Clock } from "../ports/clock.ts";
import type { Vault } from "../vault/vault.ts";
import { backup, syncPath } from "./backup.ts";
import { beginAnew } from "./begin-anew.ts";
import { databaseExists, inspectDatabase } from "./connect.ts";
import type { Context } from "./context.ts";
import { erasePerson } from "./erase.ts";
import { type Erasure, erasedListOf, readErased } from "./erased-list.ts";
import { DatabaseUnreadable } from "./errors.ts";
import { settings } from "./events.ts";
import { lockDatabase } from "./lock.ts";
import { openSqlite } from "./open.ts";

/** The setting that holds the instant of the last restore. */
export const RESTORED_AT = "restored_at";
/** `deadReason` of rows that were waiting in the backup: they may have been sent since. */
const RESTORE_REASON = "restore";

export interface RestoreOptions {
  readonly file: string;
  /** The backup. It is only read. */
  readonly from: string;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Further lists of erasures, such as one kept with the backups; `<file>.erased` and `<from>.erased` are read anyhow. */
  readonly erasedLists?: readonly string[];
  readonly onProgress?: (done: number, total: number) => void;
}

export interface RestoreResult {
  /** Where the former database is kept, null when there was none. */
  readonly aside: string | null;
  /** How many people of the backup were erased again. */
  readonly erased: number;
  /** How many unsent messages wait for an operator now, as dead letters. */
  readonly held: number;
}

/**
 * Checks and prepares a copy of the backup, then swaps it in. Erasures since the backup are replayed,
 * and nothing that waited to be sent is sent by itself. Until the swap the database is untouched.
 * @throws DatabaseInUse, DatabaseTooNew, DatabaseUnreadable, KeyWrong, BackupFailed
 */
export async function restore(options: RestoreOptions): Promise<RestoreResult> {
  const { file, from, vault } = options;
  if (!databaseExists(from)) throw new DatabaseUnreadable(`There is no backup at ${from}.`);
  inspectDatabase(from, vault.fingerprint);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const lock = lockDatabase(file);
  const fresh = `${file}.restoring`;
  try {
    removeDatabase(fresh);
    const { onProgress } = options;
    await backup({ file: from, to: fresh, ...(onProgress === undefined ? {} : { onProgress }) });
    const counts = await prepare(fresh, allErasures(options), options);
    const aside = swap(file, fresh, options.clock.now());
    return { aside, ...counts };
  } finally {
    removeDatabase(fresh);
    lock.release();
  }
}

/** From every list, and from the database that is there, if it can still be read. */
function allErasures(options: RestoreOptions): readonly Erasure[] {
  const lists = [erasedListOf(options.file), erasedListOf(options.from), ...(options.erasedLists ?? [])];
  return [...lists.flatMap(readErased), ...erasuresIn(options.file)];
}

function erasuresIn(file: string): readonly Erasure[] {
  if (!databaseExists(file)) return [];
  try {
    const database = new SqliteDatabase(file, { readonly: true });
    try {
      const columns = database.prepare("select name from pragma_table_info('erasures')").pluck().all();
      // One of an earlier version knows of nobody who began anew.
      const successor = columns.includes("successor") ? "successor" : "null as successor";
      return database.prepare(`select person_id as person, at, ${successor} from erasures`).all() as Erasure[];
    } finally {
      database.close();
    }
  } catch {
    // A damaged database is what restores are for: its list beside it has to do.
    return [];
  }
}

async function prepare(fresh: string, erasures: readonly Erasure[], options: RestoreOptions) {
  const store = await openSqlite({ file: fresh, vault: options.vault, clock: options.clock });
  try {
    return await store.internals.within(async (context) => {
      const erased = await replay(context, erasures);
      const held = await holdBack(context);
      await holdLetters(context);
      await settings(context).set(RESTORED_AT, String(options.clock.now()));
      return { erased, held };
    });
  } finally {
    await store.close();
  }
}

async function replay(context: Context, erasures: readonly Erasure[]): Promise<number> {
  let count = 0;
  for (const { person, at, successor } of erasures) {
    const found = await context.db.selectFrom("people").select("id").where("id", "=", person).executeTakeFirst();
    if (found !== undefined) count += 1;
    if (successor === null) await erasePerson(context, person, at);
    else await beginAnew(context, person, successor, at);
  }
  return count;
}

/** Parked ones too: they would be sent as soon as their chat says a word. */
async function holdBack({ db }: Context): Promise<number> {
  const result = await sql`
    update outbox set state = 'dead', dead_reason = ${RESTORE_REASON}, wake_at = null
    where state in ('waiting', 'parked')`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}

/** A letter may have been sent or withdrawn since the backup: its author is asked when its date comes. */
async function holdLetters({ db }: Context): Promise<void> {
  await db.updateTable("timers").set({ kind: "letter-held" }).where("kind", "in", ["letter", "letter-soon"]).execute();
}

/** At every moment either database is complete under its name. */
function swap(file: string, fresh: string, now: number): string | null {
  const aside = existsSync(file) ? asideName(file, now) : null;
  if (aside !== null) {
    foldLog(file);
    for (const suffix of ["-wal", "-shm"]) {
      if (existsSync(`${file}${suffix}`)) copyFileSync(`${file}${suffix}`, `${aside}${suffix}`);
    }
    keepUnder(file, aside);
  }
  // A log of the former database must not be applied to the restored one.
  rmSync(`${file}-wal`, { force: true });
  rmSync(`${file}-shm`, { force: true });
  renameSync(fresh, file);
  syncPath(dirname(file));
  return aside;
}

function asideName(file: string, now: number): string {
  const time = new Date(now).toISOString().replace(/[:.]/g, "-");
  let name = `${file}.before-restore-${time}`;
  while (existsSync(name)) name += "x";
  return name;
}

/** Brings the log into the file. Not possible when it is damaged; then the log is kept beside it. */
function foldLog(file: string): void {
  try {
    const database = new SqliteDatabase(file);
    database.pragma("wal_checkpoint(TRUNCATE)");
    database.close();
  } catch {
    // Kept as it is.
  }
}

function keepUnder(file: string, aside: string): void {
  try {
    linkSync(file, aside);
  } catch {
    copyFileSync(file, aside);
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ["", "-wal", "-shm", "-journal", ".lock", ".erased"])
    rmSync(`${file}${suffix}`, { force: true });
}
