/** Sends the rows of one platform: interactive before scheduled, in order within a chat, at the platform's pace. */
import PQueue from "p-queue";
import type { ChatAdapter, DeliveryResult } from "../ports/chat.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { chatKey, type OutboxRow } from "../ports/outbox.ts";
import type { Outgoing } from "../ports/outgoing.ts";
import type { Draw } from "../ports/pictures.ts";
import type { Store } from "../ports/store.ts";
import { Bugs } from "./bugs.ts";
import { type Attempt, Holds, TRIAL_MS } from "./holds.ts";
import { InHand } from "./in-hand.ts";
import { LeapWatch } from "./leap-watch.ts";
import { UNCOUNTED } from "./leaves.ts";
import { ChatPace, OverallPace } from "./pace.ts";
import { type After, LONGEST_BACKOFF, sendRow } from "./send.ts";
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
/** Looks again at the latest after this long. */
const LONGEST_SLEEP = 30_000;

export class Lane {
  readonly #parts: LaneParts;
  /** One waits for its turn at a time: until then, what somebody waits for goes before it. */
  readonly #queue = new PQueue({ concurrency: 1 });
  readonly #pace: ChatPace;
  readonly #overall: OverallPace;
  readonly #busy = new Set<string>();
  readonly #sending = new InHand(() => this.wake());
  readonly #holds: Holds;
  readonly #bugs: Bugs;
  readonly #leaps: LeapWatch;
  readonly #timers = new Set<NodeJS.Timeout>();
  #idleWaiters: (() => void)[] = [];
  #looking = false;
  #lookAgain = false;
  #opened = false;
  #stopped = false;
  #sleep: NodeJS.Timeout | undefined;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#pace = new ChatPace(parts.adapter.pace);
    this.#overall = new OverallPace(parts.adapter.pace);
    this.#holds = new Holds(parts.adapter.pace.saysScope === true);
    this.#bugs = new Bugs(parts);
    this.#leaps = new LeapWatch(parts.clock);
  }

  /** The platform can be reached from now on: nothing is sent, and nobody asked who sees a chat, before. */
  open(): void {
    this.#opened = true;
    // What waits since before the start may do so by a clock that was wrong.
    void this.#hasten(0)
      .catch(() => undefined)
      .then(() => this.wake());
  }

  /** Rows may be waiting. Cheap to call often. */
  wake(): void {
    this.#lookAgain ||= this.#opened;
    if (this.#opened && !this.#looking && !this.#stopped) void this.#look();
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
    await this.#sending.settled();
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
    const back = this.#leaps.back();
    if (back > 0) this.#leaps.noted(await this.#hasten(back).then(() => back));
    const now = clock.now();
    const hand = Math.min(this.#sending.room, this.#holds.room);
    if (hand <= 0) return;
    const room = Math.min(AHEAD - this.#queue.size, hand);
    if (room <= 0) return this.#takeReveals(now, hand);
    const { rows, next } = await store.transaction(async (tx) => {
      const found = await tx.outbox.ready(adapter.platform, now, this.#waiting(now), room);
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
    const busy = this.#waiting(now);
    const rows = await store.transaction((tx) => tx.outbox.readyReveals(adapter.platform, now, busy, room));
    for (const row of rows) this.#enqueue(row, now);
    if (rows.length > 0) this.#lookAgain = true;
  }

  /** Chats that take nothing now. Where answers to what somebody did go another way, a limited chat takes those. */
  #waiting(now: number): ReadonlySet<string> {
    const limited = this.#parts.adapter.pace.repliesAreFree === true ? [] : this.#holds.chats(now);
    return limited.length === 0 ? this.#busy : new Set([...this.#busy, ...limited]);
  }

  /** What waits after a failure waits by a clock that has been set back since, by `back` ms. */
  #hasten(back: number): Promise<void> {
    const { store, clock, adapter } = this.#parts;
    return store.transaction((tx) => tx.outbox.hasten(adapter.platform, clock.now(), back, LONGEST_BACKOFF));
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
    this.#sending.add(turn.then(() => this.#send(row)).finally(() => this.#free(key)));
  }

  async #send(row: OutboxRow): Promise<void> {
    // A hold may have begun while it waited for its turn: it stays in the outbox.
    const attempt = this.#stopped ? null : this.#holds.begin();
    if (attempt === null) return;
    if (attempt.isTrial) this.#after(TRIAL_MS, () => this.wake());
    try {
      this.#learn(row, attempt, await this.#carryOut(row));
      this.#bugs.forget(row.id);
    } catch (error) {
      await this.#bugs.failed(row, error).catch(() => this.#holds.all(1000));
    } finally {
      this.#holds.end(attempt);
      if (this.#holds.ms > 0) this.#after(this.#holds.ms, () => this.wake());
    }
  }

  #carryOut(row: OutboxRow): Promise<After> {
    const { adapter, onResult } = this.#parts;
    return sendRow(
      {
        ...this.#parts,
        token: () => (isUrgent(row) ? this.#overall.turn(true) : this.#turn(GOES_ON)),
        leave: async () => (this.#isFree(row) ? UNCOUNTED : this.#overall.leave(urgency(row))),
        onResult: (result) => onResult(adapter.platform, result, row),
      },
      row.id,
    );
  }

  #learn(row: OutboxRow, attempt: Attempt, after: After): void {
    const { adapter, clock } = this.#parts;
    if (after.type === "answered") this.#holds.answered(attempt);
    if (after.type !== "retry") return;
    if (after.scope === "platform") this.#holds.all(after.afterMs);
    else if (after.heldBack) this.#holds.limited(attempt, chatKey(row.to), after.afterMs, clock.now());
    else this.#holds.failed(attempt, chatKey(row.to), after.afterMs, adapter.healthy());
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
    const quiet = !this.#looking && !this.#lookAgain && this.#busy.size === 0 && this.#holds.ms === 0;
    if (!force && !quiet) return;
    for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }
}
