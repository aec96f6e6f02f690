/**
 * Kysely's SQLite dialect on a connection of ours. Kysely's own driver prepares every statement anew,
 * rolls back what SQLite has rolled back already, and goes on after failures (`connection.ts`).
 */
import type { Database } from "better-sqlite3";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
} from "kysely";
import type { Connection } from "./connection.ts";

/** SQLite rolls back `create table` like everything else; Kysely only does not rely on it. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** A dialect over one open database. Kysely's own mutex lets one transaction in at a time. */
export class CarefulSqliteDialect extends SqliteDialect {
  readonly #connection: Connection;

  constructor(database: Database, connection: Connection) {
    super({ database });
    this.#connection = connection;
  }

  override createDriver(): Driver {
    return new CarefulDriver(this.#connection);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}

class CarefulDriver implements Driver {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new KyselyConnection(this.#connection);
  }

  async beginTransaction(): Promise<void> {
    this.#connection.begin();
  }

  async commitTransaction(): Promise<void> {
    this.#connection.commit();
  }

  async rollbackTransaction(): Promise<void> {
    this.#connection.rollback();
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class KyselyConnection implements DatabaseConnection {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#connection.reads(sql)) return { rows: this.#connection.all(sql, parameters) as R[] };
    return { rows: [], numAffectedRows: BigInt(this.#connection.run(sql, parameters)) };
  }

  // biome-ignore lint/correctness/useYield: part of Kysely's interface; nothing here streams.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("The store reads whole results only.");
  }
}
