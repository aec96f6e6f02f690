/** A consistent copy of the database, also while the bot runs. It stays encrypted; the master key is not in it. */
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { databaseExists } from "./connect.ts";
import { BackupFailed, DatabaseUnreadable, sqliteCode } from "./errors.ts";
import { createPrivate } from "./lock.ts";

const PAGES_A_STEP = 1000;

export interface BackupOptions {
  /** The database. */
  readonly file: string;
  /** Where the copy goes. Never overwritten. */
  readonly to: string;
  /** Called now and then with pages copied so far and pages in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface BackupResult {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Writes one file with mode 0600 that holds the database as it was at one moment, checked for
 * integrity. Complete or absent under its name.
 * @throws DatabaseUnreadable when there is no database; BackupFailed when `to` exists or cannot be written, or the copy is damaged.
 */
export async function backup(options: BackupOptions): Promise<BackupResult> {
  const { file, to } = options;
  if (!databaseExists(file)) throw new DatabaseUnreadable(`There is no database at ${file}.`);
  if (existsSync(to)) throw new BackupFailed(`${to} is there already. Nothing was overwritten.`);
  const part = `${to}.${process.pid}.part`;
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    discard(part);
    createPrivate(part);
    await copy(file, part, options.onProgress ?? (() => {}));
    finish(part);
    place(part, to);
  } catch (error) {
    discard(part);
    throw backupError(error, to);
  }
  return { file: to, bytes: statSync(to).size };
}

async function copy(file: string, part: string, onProgress: (done: number, total: number) => void): Promise<void> {
  const source = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
  try {
    // Pins one moment: without it every commit of the running bot would start the copy anew.
    source.exec("begin");
    source.prepare("select count(*) from sqlite_schema").get();
    await source.backup(part, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress(totalPages - remainingPages, totalPages);
        return PAGES_A_STEP;
      },
    });
    const pages = source.pragma("page_count", { simple: true }) as number;
    onProgress(pages, pages);
  } finally {
    source.close();
  }
}

/** Makes it a single file without a log, checks it, and brings it to the disk. */
function finish(part: string): void {
  const copied = new SqliteDatabase(part);
  try {
    copied.pragma("journal_mode = DELETE");
    const result = copied.pragma("integrity_check", { simple: true });
    if (result !== "ok") throw new BackupFailed("The copy is damaged: the database itself may be. It was not kept.");
  } finally {
    copied.close();
  }
  syncPath(part);
}

function discard(part: string): void {
  for (const path of ["", "-journal", "-wal", "-shm"].map((suffix) => `${part}${suffix}`)) {
    if (existsSync(path)) rmSync(path);
  }
}

function place(part: string, to: string): void {
  try {
    // A link, unlike a rename, does not replace what appeared there meanwhile.
    linkSync(part, to);
    rmSync(part);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST" || existsSync(to)) throw error;
    renameSync(part, to);
  }
  syncPath(dirname(to));
}

/** Brings a file or a folder's entries to the disk. Folders cannot be synced everywhere. */
export function syncPath(path: string): void {
  try {
    const handle = openSync(path, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (!["EISDIR", "EPERM", "EINVAL", "EBADF"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

function backupError(error: unknown, to: string): unknown {
  const code = sqliteCode(error) ?? (error as NodeJS.ErrnoException).code;
  return typeof code === "string" ? new BackupFailed(`${to} could not be written (${code}).`) : error;
}
