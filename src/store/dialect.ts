/**
 * Kysely's SQLite dialect with a driver of our own. Kysely's prepares every statement anew, rolls
 * back what SQLite has rolled back already, and goes on after a failure in which SQLite ended the
 * transaction by itself: what followed would then be stored without one.
 */
import type { Database, Statement } from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
} from "kysely";
import { StoreUnavailable } from "../ports/store.ts";
import { storeError } from "./errors.ts";

/** Prepared statements kept. The application has some hundred different ones. */
const PREPARED = 300;

/** SQLite rolls back `create table` like everything else; Kysely only does not rely on it. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** A dialect over one open database. Kysely's own mutex lets one transaction in at a time. */
export class CarefulSqliteDialect extends SqliteDialect {
  readonly #database: Database;

  constructor(database: Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new CarefulDriver(this.#database);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}

class CarefulDriver implements Driver {
  readonly #connection: CarefulConnection;

  constructor(database: Database) {
    this.#connection = new CarefulConnection(database);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
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

class CarefulConnection implements DatabaseConnection {
  readonly #database: Database;
  readonly #prepared = new Map<string, Statement>();
  #inTransaction = false;
  /** The failure that ended the transaction; everything after it fails the same way. */
  #failure: unknown = null;

  constructor(database: Database) {
    this.#database = database;
  }

  begin(): void {
    this.#failure = null;
    // Immediate: a second process that writes (the outbox command) is waited for here, with the
    // busy timeout, and not met half-way, where SQLite does not wait.
    this.#run(CompiledQuery.raw("begin immediate"));
    this.#inTransaction = true;
  }

  commit(): void {
    if (this.#failure !== null) throw this.#failure;
    this.#run(CompiledQuery.raw("commit"));
    this.#inTransaction = false;
  }

  rollback(): void {
    this.#inTransaction = false;
    this.#failure = null;
    if (this.#database.inTransaction) this.#run(CompiledQuery.raw("rollback"));
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#failure !== null) throw this.#failure;
    try {
      return this.#run<R>(query);
    } catch (error) {
      const ended = this.#inTransaction && !this.#database.inTransaction;
      if (ended || error instanceof StoreUnavailable) this.#failure = this.#inTransaction ? error : null;
      throw error;
    }
  }

  // biome-ignore lint/correctness/useYield: part of Kysely's interface; nothing here streams.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("The store reads whole results only.");
  }

  #run<R>(query: CompiledQuery): QueryResult<R> {
    try {
      const statement = this.#prepare(query.sql);
      if (statement.reader) return { rows: statement.all(query.parameters) as R[] };
      return { rows: [], numAffectedRows: BigInt(statement.run(query.parameters).changes) };
    } catch (error) {
      throw storeError(error);
    }
  }

  #prepare(text: string): Statement {
    const known = this.#prepared.get(text);
    if (known !== undefined) {
      this.#prepared.delete(text);
      this.#prepared.set(text, known);
      return known;
    }
    const statement = this.#database.prepare(text);
    this.#prepared.set(text, statement);
    const oldest = this.#prepared.keys().next();
    if (this.#prepared.size > PREPARED && !oldest.done) this.#prepared.delete(oldest.value);
    return statement;
  }
}
