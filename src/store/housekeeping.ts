/**
 * What follows a commit: erased people are listed beside the database, and the write-ahead log,
 * which still holds the ciphertext of words that are gone, is emptied. Neither can fail the
 * transaction, which is durable by then; what could not be done is tried again after the next one.
 */
import type { Kysely } from "kysely";
import type { Instant } from "../domain/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { AfterCommit } from "./context.ts";
import { appendErased, type Erasure, erasedListOf, readErased } from "./erased-list.ts";
import type { Schema } from "./schema.ts";

/** Replaced words stay in the log, encrypted, at most until the first commit after this long. */
const EMPTY_EVERY_MS = 10_000;

export class Housekeeping {
  readonly #list: string;
  readonly #clock: Clock;
  readonly #log: Log | undefined;
  readonly #emptyLog: () => boolean;
  #unlisted: Erasure[] = [];
  #due = false;
  #urgent = false;
  #emptiedAt: Instant = 0;

  constructor(options: { file: string; clock: Clock; log?: Log }, emptyLog: () => boolean) {
    this.#list = erasedListOf(options.file);
    this.#clock = options.clock;
    this.#log = options.log;
    this.#emptyLog = emptyLog;
  }

  /** Finishes what a crash may have cut off after an erasure. */
  async start(db: Kysely<Schema>): Promise<void> {
    const listed = new Set(readErased(this.#list).map((erasure) => erasure.person));
    const rows = await db.selectFrom("erasures").select(["person_id", "at", "successor"]).execute();
    this.#unlisted = rows
      .map((row) => ({ person: row.person_id, at: row.at, successor: row.successor }))
      .filter((row) => !listed.has(row.person));
    this.#urgent = true;
    this.#tidy();
  }

  after(done: AfterCommit): void {
    this.#unlisted.push(...done.erased);
    if (done.wordsGone) this.#due = true;
    if (done.erased.length > 0) this.#urgent = true;
    this.#tidy();
  }

  #tidy(): void {
    this.#listErased();
    const now = this.#clock.now();
    // Either way round: a clock that was set back must not keep the log full.
    const waited = Math.abs(now - this.#emptiedAt) >= EMPTY_EVERY_MS;
    if (!this.#urgent && !(this.#due && waited)) return;
    this.#emptiedAt = now;
    if (!this.#emptyLog()) return;
    this.#urgent = false;
    this.#due = false;
  }

  #listErased(): void {
    if (this.#unlisted.length === 0) return;
    try {
      appendErased(this.#list, this.#unlisted);
      this.#unlisted = [];
    } catch (error) {
      this.#log?.error("list of erasures not written", { code: (error as NodeJS.ErrnoException).code ?? "unknown" });
    }
  }
}
