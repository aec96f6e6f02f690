/** Opens the database file with the settings that keep its promises. */
import { existsSync, statSync } from "node:fs";
import SqliteDatabase, { type Database } from "better-sqlite3";
import { KeyWrong } from "../vault/errors.ts";
import { DatabaseTooNew, DatabaseUnreadable, sqliteCode } from "./errors.ts";
import { createPrivate } from "./lock.ts";
import { MIGRATIONS } from "./migrations/index.ts";

export const FINGERPRINT = "master_fingerprint";
export const MASTER_VERSION = "master_version";

/** A file with something in it: an empty one is as good as none. */
export function databaseExists(file: string): boolean {
  return existsSync(file) && statSync(file).size > 0;
}

/**
 * Looks at an existing database without changing a byte of it.
 * @throws DatabaseTooNew, KeyWrong, DatabaseUnreadable
 */
export function inspectDatabase(file: string, fingerprint: string): void {
  try {
    const database = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
    try {
      inspect(database, file, fingerprint);
    } finally {
      database.close();
    }
  } catch (error) {
    const code = sqliteCode(error);
    if (code === null) throw error;
    throw new DatabaseUnreadable(`${file} cannot be read as a database (${code}).`);
  }
}

function inspect(database: Database, file: string, fingerprint: string): void {
  const names = database.prepare("select name from sqlite_schema where type = 'table'").pluck().all() as string[];
  if (names.length === 0) return;
  if (!names.includes("kysely_migration")) throw new DatabaseUnreadable(`${file} is not a database of Ampersand.`);
  const applied = database.prepare("select name from kysely_migration").pluck().all() as string[];
  if (applied.some((name) => !(name in MIGRATIONS))) {
    throw new DatabaseTooNew(
      `${file} was written by a newer version of Ampersand. Nothing was changed; run that version.`,
    );
  }
  const known =
    applied.length > 0 ? database.prepare("select value from meta where key = ?").pluck().get(FINGERPRINT) : undefined;
  if (known !== undefined && known !== fingerprint) {
    throw new KeyWrong(
      `The master key (AMPERSAND_MASTER_KEY or the key file) is not the one ${file} was made with. Nothing was changed.`,
    );
  }
}

/**
 * Opens for writing, made with mode 0600 if absent. Commits are durable: `synchronous` is set after
 * WAL, because this build lowers it then.
 */
export function connect(file: string, busyTimeoutMs: number): Database {
  createPrivate(file);
  const database = new SqliteDatabase(file, { timeout: busyTimeoutMs });
  try {
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("secure_delete = ON");
    database.pragma("foreign_keys = ON");
    database.pragma("trusted_schema = OFF");
    // The upper levels of every index stay in memory, however many couples there are; in KiB.
    database.pragma("cache_size = -32768");
    // Deleted words must not linger in temporary files either.
    database.pragma("temp_store = MEMORY");
    check(database, "journal_mode", "wal");
    check(database, "synchronous", 2);
    check(database, "secure_delete", 1);
    check(database, "foreign_keys", 1);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function check(database: Database, name: string, expected: string | number): void {
  const actual = database.pragma(name, { simple: true });
  if (actual !== expected)
    throw new DatabaseUnreadable(`SQLite did not accept ${name} = ${expected}: it is ${actual}.`);
}

/**
 * Moves the write-ahead log into the database and empties it, so that what was deleted is in neither.
 * False when a reader (a backup) is in the way; it is never waited for.
 */
export function emptyLog(database: Database, busyTimeoutMs: number): boolean {
  database.pragma("busy_timeout = 0");
  try {
    const [result] = database.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
    return result?.busy === 0;
  } catch {
    return false;
  } finally {
    database.pragma(`busy_timeout = ${busyTimeoutMs}`);
  }
}
