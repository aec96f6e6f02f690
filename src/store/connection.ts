/**
 * The one way to the open database. Statements are prepared once, and nothing goes on after a failure
 * in which SQLite ended the transaction by itself: what followed would be stored without one.
 */
import type { Database, Statement } from "better-sqlite3";
import { StoreUnavailable } from "../ports/store.ts";
import { storeError } from "./errors.ts";

/** Prepared statements kept. The application has some hundred different ones. */
const PREPARED = 300;

export type Values = readonly unknown[];

export class Connection {
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
    this.#now("begin immediate");
    this.#inTransaction = true;
  }

  commit(): void {
    if (this.#failure !== null) throw this.#failure;
    this.#now("commit");
    this.#inTransaction = false;
  }

  rollback(): void {
    this.#inTransaction = false;
    this.#failure = null;
    if (this.#database.inTransaction) this.#now("rollback");
  }

  /** Every row of a query. */
  all(text: string, values: Values = []): unknown[] {
    return this.#careful(text, (statement) => statement.all(values));
  }

  /** The first row of a query; undefined when there is none. */
  first(text: string, values: Values = []): unknown {
    return this.#careful(text, (statement) => statement.get(values));
  }

  /** Runs what gives no rows, and returns how many it changed. */
  run(text: string, values: Values = []): number {
    return this.#careful(text, (statement) => statement.run(values).changes);
  }

  /** Whether a statement gives rows. */
  reads(text: string): boolean {
    return this.#careful(text, (statement) => statement.reader);
  }

  #careful<T>(text: string, use: (statement: Statement) => T): T {
    if (this.#failure !== null) throw this.#failure;
    try {
      return use(this.#prepare(text));
    } catch (raw) {
      const error = storeError(raw);
      const ended = this.#inTransaction && !this.#database.inTransaction;
      if (ended || error instanceof StoreUnavailable) this.#failure = this.#inTransaction ? error : null;
      throw error;
    }
  }

  #now(text: string): void {
    try {
      this.#prepare(text).run();
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
