/** The store on one SQLite file. */
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import { Kysely } from "kysely";
import type { Clock, Random } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { type Store, StoreUnavailable } from "../ports/store.ts";
import type { Vault } from "../vault/vault.ts";
import { connect, databaseExists, emptyLog, FINGERPRINT, inspectDatabase, MASTER_VERSION } from "./connect.ts";
import type { AfterCommit, Context } from "./context.ts";
import { CarefulSqliteDialect } from "./dialect.ts";
import { Housekeeping } from "./housekeeping.ts";
import { type DatabaseLock, lockDatabase } from "./lock.ts";
import { migrate } from "./migrate.ts";
import { systemRandom } from "./random.ts";
import type { Schema } from "./schema.ts";
import { txOf } from "./tx.ts";

export interface SqliteOptions {
  /** Path of the database; its folder is made if absent. */
  readonly file: string;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random?: Random;
  /** Told when housekeeping (the list of erasures) fails; the data itself is safe then. */
  readonly log?: Log;
  /** How long a statement waits for another process, in milliseconds. It holds up everything meanwhile. */
  readonly busyTimeoutMs?: number;
}

export interface SqliteStore extends Store {
  readonly file: string;
  /** For the transcript, the restore and tests of this folder: transactions with the repositories' context. */
  readonly internals: {
    readonly database: Database;
    readonly vault: Vault;
    within<T>(work: (context: Context) => Promise<T>): Promise<T>;
  };
}

/**
 * Opens the database, makes or migrates its tables, and keeps other processes out until `close`.
 * @throws DatabaseInUse, DatabaseTooNew, DatabaseUnreadable; KeyWrong when it was made with another
 * master key. None of them has changed the database.
 */
export async function openSqlite(options: SqliteOptions): Promise<SqliteStore> {
  const { file, vault } = options;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const lock = lockDatabase(file);
  try {
    if (databaseExists(file)) inspectDatabase(file, vault.fingerprint);
    const busyTimeoutMs = options.busyTimeoutMs ?? 2000;
    const database = connect(file, busyTimeoutMs);
    try {
      return await openOn(database, lock, { ...options, busyTimeoutMs });
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openOn(
  database: Database,
  lock: DatabaseLock,
  options: SqliteOptions & { readonly busyTimeoutMs: number },
): Promise<SqliteStore> {
  const db = new Kysely<Schema>({ dialect: new CarefulSqliteDialect(database) });
  await migrate(db);
  await claimDatabase(db, options.vault);
  const housekeeping = new Housekeeping(options, () => emptyLog(database, options.busyTimeoutMs));
  await housekeeping.start(db);
  const runner = new Runner(db, options, housekeeping);
  return {
    file: options.file,
    internals: { database, vault: options.vault, within: (work) => runner.run(work) },
    transaction: (work) => runner.run((context) => work(txOf(context))),
    close: () =>
      runner.close(() => {
        emptyLog(database, options.busyTimeoutMs);
        database.close();
        lock.release();
      }),
  };
}

/** Remembers which master key a new database belongs to. */
async function claimDatabase(db: Kysely<Schema>, vault: Vault): Promise<void> {
  await db
    .insertInto("meta")
    .values([
      { key: FINGERPRINT, value: vault.fingerprint },
      { key: MASTER_VERSION, value: String(vault.masterVersion) },
    ])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Runs transactions one after the other (Kysely's mutex queues them) and what follows a commit. */
class Runner {
  readonly #db: Kysely<Schema>;
  readonly #options: SqliteOptions;
  readonly #housekeeping: Housekeeping;
  readonly #within = new AsyncLocalStorage<{ running: boolean }>();
  readonly #running = new Set<Promise<unknown>>();
  #closing: Promise<void> | null = null;

  constructor(db: Kysely<Schema>, options: SqliteOptions, housekeeping: Housekeeping) {
    this.#db = db;
    this.#options = options;
    this.#housekeeping = housekeeping;
  }

  run<T>(work: (context: Context) => Promise<T>): Promise<T> {
    if (this.#closing !== null) return Promise.reject(new StoreUnavailable("The store is closed."));
    if (this.#within.getStore()?.running === true) {
      // It would wait for itself for ever.
      return Promise.reject(new Error("A transaction inside a transaction: use its `tx`."));
    }
    const result = this.#transact(work);
    this.#running.add(result);
    const done = () => void this.#running.delete(result);
    result.then(done, done);
    return result;
  }

  close(finish: () => void): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#running).then(finish);
    return this.#closing;
  }

  async #transact<T>(work: (context: Context) => Promise<T>): Promise<T> {
    const afterCommit: AfterCommit = { erased: [], wordsGone: false };
    const here = { running: true };
    const { vault, random = systemRandom } = this.#options;
    try {
      const result = await this.#db
        .transaction()
        .execute((db) => this.#within.run(here, () => work({ db, vault, random, afterCommit })));
      this.#housekeeping.after(afterCommit);
      return result;
    } finally {
      here.running = false;
    }
  }
}
