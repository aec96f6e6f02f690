import type { TelegramUpdate } from "@gramio/types";
import { pollingConflict } from "./errors.ts";

/** The kinds of update, as `allowed_updates` names them. */
export type UpdateKind = Exclude<keyof TelegramUpdate, "update_id">;

/** Parameters of getUpdates, typed. */
export interface PollParams {
  offset?: number;
  limit?: number;
  /** Seconds. */
  timeout?: number;
  allowed_updates?: UpdateKind[];
}

/** Not delivered unless asked for by name, as documented for `allowed_updates`. */
const ONLY_ON_REQUEST = new Set<UpdateKind>(["chat_member", "message_reaction", "message_reaction_count"]);
const KEPT_MS = 24 * 60 * 60 * 1000;
const MAX_BATCH = 100;
const FIRST_ID = 870_000_001;

interface Waiting {
  params: PollParams;
  timer: NodeJS.Timeout;
  resolve: (updates: TelegramUpdate[]) => void;
  reject: (error: Error) => void;
}

/** The bot's queue of updates: kept for a day, confirmed by offset, read by one poller at a time. */
export class UpdateQueue {
  /** Every update ever made, for `redeliver` and assertions. */
  readonly history: TelegramUpdate[] = [];
  readonly #now: () => number;
  readonly #onChange: () => void;
  #pending: { update: TelegramUpdate; at: number }[] = [];
  #again: TelegramUpdate[] = [];
  #permute: ((batch: TelegramUpdate[]) => TelegramUpdate[]) | undefined;
  #held = false;
  #allowed: UpdateKind[] = [];
  #waiting: Waiting | undefined;
  #nextId = FIRST_ID;

  constructor(now: () => number, onChange: () => void) {
    this.#now = now;
    this.#onChange = onChange;
  }

  /** Whether updates of this kind are made at all, after the last `allowed_updates`. */
  wants(kind: UpdateKind): boolean {
    return this.#allowed.length > 0 ? this.#allowed.includes(kind) : !ONLY_ON_REQUEST.has(kind);
  }

  /** Sets `allowed_updates`; undefined leaves the former setting, an empty list means the default. */
  allow(kinds: UpdateKind[] | undefined): void {
    if (kinds) this.#allowed = kinds;
  }

  /** Queues an update and returns its id; undefined when the bot does not want its kind. */
  push<K extends UpdateKind>(kind: K, payload: NonNullable<TelegramUpdate[K]>): number | undefined {
    if (!this.wants(kind)) return undefined;
    const update = { update_id: this.#nextId++, [kind]: payload } as TelegramUpdate;
    this.history.push(update);
    this.#pending.push({ update, at: this.#now() });
    this.#wake();
    return update.update_id;
  }

  /** How many updates wait to be confirmed. */
  get pendingCount(): number {
    this.#forgetOld();
    return this.#pending.length;
  }

  /** True while a long poll is open. */
  get polled(): boolean {
    return this.#waiting !== undefined;
  }

  /** Forgets everything that was not confirmed (`drop_pending_updates`). */
  drop(): void {
    this.#pending = [];
    this.#onChange();
  }

  /** Delivers an update again, whatever the offset, as after a confirmation that got lost. */
  redeliver(updateId: number): void {
    const update = this.history.find((u) => u.update_id === updateId);
    if (!update) throw new Error(`There was no update ${updateId}`);
    this.#again.push(update);
    this.#wake();
  }

  /** Keeps updates back until `release`. */
  hold(): void {
    this.#held = true;
  }

  /** Ends `hold`; the first batch is delivered as `permute` orders it. */
  release(permute?: (batch: TelegramUpdate[]) => TelegramUpdate[]): void {
    this.#held = false;
    this.#permute = permute;
    this.#wake();
  }

  /** One getUpdates call. Rejects with 409 when another call takes over; `signal` ends it unanswered. */
  poll(params: PollParams, signal: AbortSignal): Promise<TelegramUpdate[]> {
    this.#end((w) => w.reject(pollingConflict()));
    this.allow(params.allowed_updates);
    this.#confirm(params.offset ?? 0);
    const ready = this.#batch(params);
    if (ready.length > 0 || !params.timeout || signal.aborted) return Promise.resolve(ready);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#end((w) => w.resolve([])), Number(params.timeout) * 1000);
      const waiting = { params, timer, resolve, reject };
      this.#waiting = waiting;
      signal.addEventListener("abort", () => this.#waiting === waiting && this.#end((w) => w.resolve([])));
      this.#onChange();
    });
  }

  /** Answers an open poll with nothing. */
  close(): void {
    this.#end((w) => w.resolve([]));
  }

  #end(settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.#waiting = undefined;
    settle(waiting);
    this.#onChange();
  }

  #forgetOld(): void {
    this.#pending = this.#pending.filter((p) => p.at > this.#now() - KEPT_MS);
  }

  #confirm(offset: number): void {
    // A negative offset counts from the end and forgets what came before.
    const from = offset < 0 ? (this.#pending.at(offset)?.update.update_id ?? 0) : offset;
    const before = this.#pending.length;
    this.#pending = this.#pending.filter((p) => p.update.update_id >= from);
    if (this.#pending.length !== before) this.#onChange();
  }

  #batch(params: PollParams): TelegramUpdate[] {
    if (this.#held) return [];
    this.#forgetOld();
    const limit = Math.min(Math.max(params.limit ?? MAX_BATCH, 1), MAX_BATCH);
    const fresh = this.#pending.map((p) => p.update).filter((u) => u.update_id >= (params.offset ?? 0));
    const again = this.#again.splice(0, limit);
    const batch = [...again, ...fresh].slice(0, limit);
    const permute = batch.length > 0 ? this.#permute : undefined;
    if (permute) this.#permute = undefined;
    return permute ? permute(batch) : batch;
  }

  #wake(): void {
    const waiting = this.#waiting;
    const batch = waiting ? this.#batch(waiting.params) : [];
    if (batch.length > 0) this.#end((w) => w.resolve(batch));
    this.#onChange();
  }
}
