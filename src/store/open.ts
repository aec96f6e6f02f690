/** The store on one SQLite file. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import { Kysely } from "kysely";
import type { Clock, Random } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { Vault } from "../vault/vault.ts";
import { connect, databaseExists, emptyLog, FINGERPRINT, inspectDatabase, MASTER_VERSION } from "./connect.ts";
import { Connection } from "./connection.ts";
import type { Context } from "./context.ts";
import { CarefulSqliteDialect } from "./dialect.ts";
import { Housekeeping } from "./housekeeping.ts";
import { type DatabaseLock, lockDatabase } from "./lock.ts";
import { migrate } from "./migrate.ts";
import { systemRandom } from "./random.ts";
import { Runner } from "./runner.ts";
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
  const connection = new Connection(database);
  const db = new Kysely<Schema>({ dialect: new CarefulSqliteDialect(database, connection) });
  await migrate(db, connection);
  await claimDatabase(db, options.vault);
  const housekeeping = new Housekeeping(options, () => emptyLog(database, options.busyTimeoutMs));
  await housekeeping.start(db);
  const { vault, random = systemRandom } = options;
  const runner = new Runner({ db, connection, vault, random, housekeeping });
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
