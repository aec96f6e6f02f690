/** Sends the rows of one platform: interactive before scheduled, in order within a chat, at the platform's pace. */
import PQueue from "p-queue";
import type { ChatAdapter, DeliveryResult } from "../ports/chat.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { chatKey, type OutboxRow } from "../ports/outbox.ts";
import type { Outgoing } from "../ports/outgoing.ts";
import type { Draw } from "../ports/pictures.ts";
import type { Store } from "../ports/store.ts";
import { UNCOUNTED } from "./leaves.ts";
import { ChatPace, OverallPace } from "./pace.ts";
import { BUG_WAIT, sendRow } from "./send.ts";
import { GOES_ON, isUrgent, urgency } from "./urgency.ts";

export interface LaneParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly outgoing: Outgoing;
  readonly log: Log;
  readonly adapter: ChatAdapter;
  readonly draw: Draw;
  readonly onResult: (platform: string, result: DeliveryResult["type"], row: OutboxRow) => void;
}

/** Rows taken ahead of the pace; few, so that an interactive row never waits behind many scheduled ones. */
const AHEAD = 8;
/** Rows that are being sent at once: a platform that does not answer must not gather more. */
const IN_HAND = 32;
/** A bug in composing or storing is tried this often before the row is put aside. */
const ATTEMPTS = 3;
/** Looks again at the latest after this long. */
const LONGEST_SLEEP = 30_000;

export class Lane {
  readonly #parts: LaneParts;
  /** One waits for its turn at a time: until then, what somebody waits for goes before it. */
  readonly #queue = new PQueue({ concurrency: 1 });
  readonly #pace: ChatPace;
  readonly #overall: OverallPace;
  readonly #busy = new Set<string>();
  readonly #sending = new Set<Promise<void>>();
  readonly #failures = new Map<string, number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #idleWaiters: (() => void)[] = [];
  #looking = false;
  #lookAgain = false;
  #opened = false;
  #stopped = false;
  #heldUntil = 0;
  #sleep: NodeJS.Timeout | undefined;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#pace = new ChatPace(parts.adapter.pace);
    this.#overall = new OverallPace(parts.adapter.pace);
  }

  /** The platform can be reached from now on: nothing is sent, and nobody asked who sees a chat, before. */
  open(): void {
    this.#opened = true;
    this.wake();
  }

  /** Rows may be waiting. Cheap to call often. */
  wake(): void {
    if (!this.#opened) return;
    this.#lookAgain = true;
    if (!this.#looking && !this.#stopped) void this.#look();
  }

  /** Resolves when nothing can be sent now and nothing is in hand. */
  idle(): Promise<void> {
    this.wake();
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve);
      this.#settleIdle();
    });
  }

  /** Takes no further rows and waits for those in hand. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#sleep);
    for (const timer of this.#timers) clearTimeout(timer);
    // What has not begun ends by itself. Emptying the queue would leave a run of parts waiting for its turn for ever.
    await this.#queue.onIdle();
    await Promise.all(this.#sending);
    this.#looking = false;
    this.#settleIdle(true);
  }

  async #look(): Promise<void> {
    this.#looking = true;
    try {
      while (this.#lookAgain && !this.#stopped) {
        this.#lookAgain = false;
        await this.#take();
      }
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      this.#parts.log.warn("the outbox could not be read", { platform: this.#parts.adapter.platform, error: name });
      this.#after(1000, () => this.wake());
    } finally {
      this.#looking = false;
      this.#settleIdle();
    }
  }

  async #take(): Promise<void> {
    const { store, clock, adapter } = this.#parts;
    const now = clock.now();
    const hand = IN_HAND - this.#sending.size;
    if (hand <= 0 || Date.now() < this.#heldUntil) return;
    const room = Math.min(AHEAD - this.#queue.size, hand);
    if (room <= 0) return this.#takeReveals(now, hand);
    const { rows, next } = await store.transaction(async (tx) => {
      const found = await tx.outbox.ready(adapter.platform, now, this.#busy, room);
      return { rows: found, next: found.length < room ? await tx.outbox.nextAt(adapter.platform, now) : null };
    });
    for (const row of rows) this.#enqueue(row, now);
    // As many as were asked for: there may be more.
    if (rows.length >= room) this.#lookAgain = true;
    // Also when nothing waits: an operator may requeue a dead row from another process.
    else this.#sleepFor(next === null ? LONGEST_SLEEP : next - now);
  }

  /** However many wait for their turn already. */
  async #takeReveals(now: number, room: number): Promise<void> {
    const { store, adapter } = this.#parts;
    const rows = await store.transaction((tx) => tx.outbox.readyReveals(adapter.platform, now, this.#busy, room));
    for (const row of rows) this.#enqueue(row, now);
    if (rows.length > 0) this.#lookAgain = true;
  }

  #enqueue(row: OutboxRow, now: number): void {
    const key = chatKey(row.to);
    if (this.#busy.has(key)) return;
    this.#busy.add(key);
    const at = this.#pace.allowedAt(row.to, now);
    if (at > now) {
      this.#after(at - now, () => this.#free(key));
      return;
    }
    this.#pace.sent(row.to, now);
    if (this.#isFree(row)) this.#begin(row, key);
    else if (isUrgent(row)) this.#begin(row, key, this.#overall.turn(true));
    else void this.#turn(urgency(row)).then(() => this.#begin(row, key));
  }

  #turn(priority: number): Promise<void> {
    return this.#queue.add(() => this.#overall.turn(false), { priority });
  }

  #isFree(row: OutboxRow): boolean {
    return this.#parts.adapter.pace.repliesAreFree === true && row.origin !== null && row.to.kind === "private";
  }

  /** Takes no place in the queue while it runs: it may have to wait there for its further requests. */
  #begin(row: OutboxRow, key: string, turn = Promise.resolve()): void {
    const sending = turn
      .then(() => this.#send(row))
      .finally(() => {
        this.#sending.delete(sending);
        this.#free(key);
      });
    this.#sending.add(sending);
  }

  async #send(row: OutboxRow): Promise<void> {
    if (this.#stopped) return;
    const { adapter, onResult } = this.#parts;
    try {
      const after = await sendRow(
        {
          ...this.#parts,
          token: () => (isUrgent(row) ? this.#overall.turn(true) : this.#turn(GOES_ON)),
          leave: async () => (this.#isFree(row) ? UNCOUNTED : this.#overall.leave(urgency(row))),
          onResult: (result) => onResult(adapter.platform, result, row),
        },
        row.id,
      );
      this.#failures.delete(row.id);
      if (after.type === "hold") this.#hold(after.ms);
    } catch (error) {
      await this.#failed(row, error);
    }
  }

  /** A bug, or storage that is not there: the row is tried again, and put aside when it keeps failing. */
  async #failed(row: OutboxRow, error: unknown): Promise<void> {
    const { log, store, clock, outgoing } = this.#parts;
    const name = error instanceof Error ? error.name : "unknown";
    log.error("a row could not be sent", { view: row.content.view, id: row.id, error: name });
    const unavailable = name === "StoreUnavailable";
    const failures = unavailable ? 0 : (this.#failures.get(row.id) ?? 0) + 1;
    if (failures > 0) this.#failures.set(row.id, failures);
    const given = failures >= ATTEMPTS;
    if (given) this.#failures.delete(row.id);
    const retryAt = clock.now() + Math.min(BUG_WAIT, 1000 * 4 ** failures);
    await store
      .transaction(async (tx) => {
        // As it is now: parts may have been sent, and the chat moved, since it was taken.
        const now = await tx.outbox.byId(row.id);
        if (now?.state !== "waiting") return;
        if (given) await outgoing.lost(tx, now, `bug ${name}`, clock.now());
        else await tx.outbox.update({ ...now, retryAt });
      })
      .catch(() => this.#hold(1000));
  }

  #hold(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, Date.now() + ms);
    this.#after(ms, () => this.wake());
  }

  #free(key: string): void {
    this.#busy.delete(key);
    this.wake();
  }

  #after(ms: number, run: () => void): void {
    if (this.#stopped) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        run();
      },
      Math.max(1, ms),
    );
    this.#timers.add(timer);
  }

  #sleepFor(ms: number): void {
    clearTimeout(this.#sleep);
    this.#sleep = setTimeout(() => this.wake(), Math.min(LONGEST_SLEEP, Math.max(1, ms)));
    this.#sleep.unref();
  }

  #settleIdle(force = false): void {
    const quiet = !this.#looking && !this.#lookAgain && this.#busy.size === 0 && Date.now() >= this.#heldUntil;
    if (!force && !quiet) return;
    for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }
}
