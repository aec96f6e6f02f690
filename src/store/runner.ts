/**
 * Runs transactions one after the other. Those that wait while one runs are committed together with
 * it: each has a savepoint of its own and its own outcome, and none hears of it before the commit
 * that all of them share is on the disk.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Kysely, Transaction } from "kysely";
import type { Random } from "../ports/clock.ts";
import { StoreUnavailable } from "../ports/store.ts";
import type { Vault } from "../vault/vault.ts";
import type { Connection } from "./connection.ts";
import type { AfterCommit, Context } from "./context.ts";
import type { Housekeeping } from "./housekeeping.ts";
import { removeLoose } from "./media.ts";
import type { Schema } from "./schema.ts";

export interface RunnerParts {
  readonly db: Kysely<Schema>;
  readonly connection: Connection;
  readonly vault: Vault;
  readonly random: Random;
  readonly housekeeping: Housekeeping;
}

/** One transaction as its caller asked for it. */
interface Job {
  readonly run: (context: Context) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** How a job ended, to be told once it is durable. */
type Told = () => void;

/** No further job joins a commit after this long, in milliseconds: the first one has waited for it. */
const LONGEST_SHARE = 8;
/** Between commits the process looks after its sockets and timers, when it has not for this long. */
const LONGEST_BREATH = 10;

export class Runner {
  readonly #parts: RunnerParts;
  readonly #within = new AsyncLocalStorage<{ running: boolean }>();
  readonly #waiting: Job[] = [];
  #working: Promise<void> | null = null;
  #closing: Promise<void> | null = null;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  run<T>(work: (context: Context) => Promise<T>): Promise<T> {
    if (this.#closing !== null) return Promise.reject(new StoreUnavailable("The store is closed."));
    if (this.#within.getStore()?.running === true) {
      // It would wait for itself for ever.
      return Promise.reject(new Error("A transaction inside a transaction: use its `tx`."));
    }
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#waiting.push({ run: work, resolve: resolve as (value: unknown) => void, reject });
    // Outside of the caller's context: what runs here is not the caller's alone.
    this.#working ??= this.#within.exit(() => this.#work());
    return promise;
  }

  /** Takes nothing more; what was given before is done first. */
  close(finish: () => void): Promise<void> {
    this.#closing ??= Promise.resolve(this.#working).then(finish);
    return this.#closing;
  }

  async #work(): Promise<void> {
    let breath = performance.now();
    // Whoever asks in the same moment is part of the first commit too.
    await Promise.resolve();
    for (let first = this.#waiting.shift(); first !== undefined; first = this.#waiting.shift()) {
      await this.#commit(first);
      if (performance.now() - breath < LONGEST_BREATH) continue;
      await nextTurn();
      breath = performance.now();
    }
    this.#working = null;
  }

  /** One commit: the given job, and those that have come by the time it is done. */
  async #commit(first: Job): Promise<void> {
    const { db, housekeeping } = this.#parts;
    const afterCommit: AfterCommit = { erased: [], wordsGone: false };
    const members: Job[] = [first];
    const told: Told[] = [];
    try {
      await db.transaction().execute(async (trx) => {
        const until = performance.now() + LONGEST_SHARE;
        const value = await this.#inside(first, trx, afterCommit);
        told.push(() => first.resolve(value));
        while (performance.now() < until) {
          const next = this.#waiting.shift();
          if (next === undefined) break;
          members.push(next);
          told.push(await this.#join(next, trx, afterCommit));
        }
      });
    } catch (error) {
      // Nothing of this commit is stored: neither is what had succeeded by then.
      for (const member of members) member.reject(error);
      return;
    }
    housekeeping.after(afterCommit);
    for (const tell of told) tell();
  }

  /** A further job: when it fails, what it did is undone and the others' is not. */
  async #join(job: Job, trx: Transaction<Schema>, all: AfterCommit): Promise<Told> {
    const { connection } = this.#parts;
    const own: AfterCommit = { erased: [], wordsGone: false };
    connection.run("savepoint job");
    try {
      const value = await this.#inside(job, trx, own);
      connection.run("release job");
      all.erased.push(...own.erased);
      if (own.wordsGone) all.wordsGone = true;
      return () => job.resolve(value);
    } catch (error) {
      // Where SQLite has ended the whole transaction this throws too.
      connection.run("rollback to job");
      connection.run("release job");
      return () => job.reject(error);
    }
  }

  async #inside(job: Job, db: Transaction<Schema>, afterCommit: AfterCommit): Promise<unknown> {
    const { connection, vault, random } = this.#parts;
    const here = { running: true };
    const seen = { keys: new Map(), people: new Map() };
    try {
      return await this.#within.run(here, async () => {
        const context: Context = { db, connection, vault, random, afterCommit, loose: new Map(), seen };
        const value = await job.run(context);
        removeLoose(context);
        return value;
      });
    } finally {
      here.running = false;
    }
  }
}
