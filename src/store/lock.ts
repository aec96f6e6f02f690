/**
 * One process at a time: an exclusive transaction held open on a second file. The operating system
 * ends it with the process, however that ends, so that no stale lock is ever left behind.
 */
import { closeSync, openSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { DatabaseInUse, sqliteCode } from "./errors.ts";

export interface DatabaseLock {
  release(): void;
}

/** @throws DatabaseInUse when another process, or another store in this one, holds it. */
export function lockDatabase(file: string): DatabaseLock {
  const path = `${file}.lock`;
  createPrivate(path);
  const database = new SqliteDatabase(path, { timeout: 0 });
  try {
    database.exec("begin exclusive");
  } catch (error) {
    database.close();
    if (sqliteCode(error)?.startsWith("SQLITE_BUSY")) {
      throw new DatabaseInUse(`${file} is in use by another process. Stop that one first.`);
    }
    throw error;
  }
  return { release: () => void database.close() };
}

/**
 * Makes an empty file with mode 0600 unless there is one; SQLite gives its side files the same mode.
 * Never opens an existing file: closing it would drop the locks this process holds on it.
 */
export function createPrivate(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
