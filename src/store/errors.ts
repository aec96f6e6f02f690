/** What can go wrong with the database as a whole. Messages say what to do and never carry content. */
import { StoreUnavailable } from "../ports/store.ts";

/** The database was written by a newer version of Ampersand. It was not touched. */
export class DatabaseTooNew extends Error {
  override readonly name = "DatabaseTooNew";
}

/** Another process uses this database. */
export class DatabaseInUse extends Error {
  override readonly name = "DatabaseInUse";
}

/** The file is no database of Ampersand, or it is damaged. */
export class DatabaseUnreadable extends Error {
  override readonly name = "DatabaseUnreadable";
}

/** A backup would overwrite a file, or could not be written. */
export class BackupFailed extends Error {
  override readonly name = "BackupFailed";
}

const PASSING = [
  "SQLITE_BUSY",
  "SQLITE_LOCKED",
  "SQLITE_FULL",
  "SQLITE_READONLY",
  "SQLITE_IOERR",
  "SQLITE_CANTOPEN",
  "SQLITE_NOMEM",
];

/** The code of an error that SQLite raised, else null. */
export function sqliteCode(error: unknown): string | null {
  const code = error instanceof Error ? (error as { code?: unknown }).code : null;
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : null;
}

/** Locked, full, read-only and the like become `StoreUnavailable` with the code alone; the rest stays as it is. */
export function storeError(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === null || !PASSING.some((known) => code === known || code.startsWith(`${known}_`))) return error;
  return new StoreUnavailable(`Nothing can be stored now (${code}).`);
}
