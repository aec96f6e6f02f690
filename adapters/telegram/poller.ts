/** Takes updates from the platform and moves the offset only past those whose effect is committed. */
import type { Clock } from "../../src/ports/clock.ts";
import type { Log } from "../../src/ports/log.ts";
import { failureFields, Refused, TOKEN_REFUSED } from "./errors.ts";
import { Lanes } from "./lanes.ts";
import { Ledger } from "./ledger.ts";
import { ALLOWED_UPDATES, type Timing } from "./limits.ts";
import { type RawUpdate, updates } from "./schema.ts";
import type { Transport } from "./transport.ts";
import { backoff, wait } from "./wait.ts";

export interface PollerParts {
  readonly transport: Transport;
  readonly timing: Timing;
  readonly clock: Clock;
  readonly log: Log;
  /** One line: polling has ended for good. */
  readonly onFatal: (line: string) => void;
  /** Keys of the chats whose order the update belongs to. */
  readonly lanes: (update: RawUpdate) => readonly string[];
  /** Resolves when the update's effect is committed; rejects when it was not and never will be in this run. */
  readonly handle: (update: RawUpdate) => Promise<void>;
  /** Fires when no more is taken. */
  readonly stopping: AbortSignal;
}

/** So many polls in a row may bring nothing, be answered at once, and follow each other: one does after a failure. */
const AT_ONCE = 2;
/** The platform may number anew after a week without updates. */
const NUMBERS_HOLD_MS = 6 * 24 * 60 * 60 * 1000;
const WEBHOOK = "A webhook was set for this Telegram bot token: another program serves it";
const CONFLICT = "Another instance polls Telegram with the same bot token: stop it, or give this one a bot of its own";

interface Times {
  readonly wall: number;
  /** By a clock that nobody sets. */
  readonly steady: number;
}

export class Poller {
  readonly #parts: PollerParts;
  readonly #ledger = new Ledger();
  readonly #lanes = new Lanes();
  #confirmed = 0;
  #failures = 0;
  /** How long another instance has polled, from conflict to conflict; null while none does. */
  #conflictMs: number | null = null;
  #lastConflict = 0;
  #lastUpdate: Times;
  #ended = false;

  constructor(parts: PollerParts) {
    this.#parts = parts;
    this.#lastUpdate = this.#times();
  }

  /** Whether the last poll was answered. */
  get healthy(): boolean {
    return this.#failures === 0 && !this.#ended && !this.#parts.stopping.aborted;
  }

  /** Polls until `stopping` fires or the platform refuses for good. Never rejects. */
  async run(): Promise<void> {
    const { timing, stopping } = this.#parts;
    let idlePolls = 0;
    let early = 0;
    while (!stopping.aborted && !this.#ended) {
      const [began, wasIdle] = [performance.now(), this.#ledger.idle];
      const batch = await this.#poll();
      const fresh = batch.filter((update) => this.#ledger.take(update.update_id));
      for (const update of fresh) this.#dispatch(update);
      idlePolls = fresh.length > 0 ? 1 : idlePolls + 1;
      // Work in hand has waits of its own, and is followed at once.
      if (!this.#ledger.idle) await this.#progress(idlePolls);
      const rest = began + timing.pollFloorMs - performance.now();
      early = fresh.length > 0 || rest <= 0 ? 0 : early + (wasIdle ? 1 : 0);
      // Whoever answers holds no poll open, whatever it says: it must not be asked hundreds of times a second.
      if (wasIdle && early > AT_ONCE) await wait(rest, stopping);
    }
  }

  /** After `run` has ended: waits for what is in hand, then tells the platform how far we came. */
  async finish(): Promise<void> {
    await this.#lanes.settled();
    const { offset } = this.#ledger;
    if (this.#ended || offset === this.#confirmed || offset === 0) return;
    const { transport, timing, log } = this.#parts;
    const params = { offset, limit: 1, timeout: 0, allowed_updates: ALLOWED_UPDATES };
    try {
      await transport.call("getUpdates", params, { schema: updates, timeoutMs: timing.confirmMs });
    } catch (error) {
      // They come again after the start and are recognised by their ids.
      log.debug("telegram offset not confirmed", failureFields(error));
    }
  }

  #dispatch(update: RawUpdate): void {
    this.#lanes.run(this.#parts.lanes(update), async () => {
      if (this.#parts.stopping.aborted) return;
      try {
        await this.#parts.handle(update);
      } catch (error) {
        // Not committed, so the offset does not pass it: it comes again after the restart.
        if (this.#parts.stopping.aborted) return;
        const id = String(update.update_id);
        this.#parts.log.error("telegram update given up", { id, ...failureFields(error) });
      }
      this.#ledger.finish(update.update_id);
    });
  }

  /** One slow or failing update must not keep the others' new ones waiting: looks again after a moment. */
  async #progress(idlePolls: number): Promise<void> {
    const { timing, stopping } = this.#parts;
    const looking = new AbortController();
    const stop = () => looking.abort();
    if (stopping.aborted) return;
    stopping.addEventListener("abort", stop);
    const pause = wait(backoff(idlePolls, timing.busyFirstMs, timing.busyMaxMs), looking.signal);
    await Promise.race([this.#lanes.settled(), pause]);
    looking.abort();
    stopping.removeEventListener("abort", stop);
  }

  /** New and unconfirmed updates, in order; empty after a failure, when its wait is over. */
  async #poll(): Promise<readonly RawUpdate[]> {
    const { transport, timing, log, stopping } = this.#parts;
    if (this.#silence() > NUMBERS_HOLD_MS && this.#ledger.idle) this.#ledger.forget();
    const { offset } = this.#ledger;
    // After a failure at once, to know that the connection is back; with work in hand too.
    const seconds = this.#failures > 0 || !this.#ledger.idle ? 0 : timing.pollSeconds;
    const params = {
      ...(offset > 0 ? { offset } : {}),
      limit: 100,
      timeout: seconds,
      allowed_updates: ALLOWED_UPDATES,
    };
    const timeoutMs = seconds * 1000 + timing.pollGraceMs;
    try {
      const batch = await transport.call("getUpdates", params, { schema: updates, timeoutMs, signal: stopping });
      if (this.#failures > 0) log.info("telegram polling again", { attempt: this.#failures });
      this.#succeeded(offset, batch.length > 0);
      return batch.toSorted((a, b) => a.update_id - b.update_id);
    } catch (error) {
      if (!stopping.aborted) await this.#failed(error);
      return [];
    }
  }

  #succeeded(offset: number, hasUpdates: boolean): void {
    this.#failures = 0;
    this.#confirmed = offset;
    if (hasUpdates) this.#lastUpdate = this.#times();
    if (this.#sinceConflict() >= this.#parts.timing.conflictOverMs) this.#conflictMs = null;
  }

  #times(): Times {
    return { wall: this.#parts.clock.now(), steady: performance.now() };
  }

  /** Since the last update. By whichever clock says more: one stands still while the host sleeps, the other is set. */
  #silence(): number {
    const now = this.#times();
    return Math.max(now.wall - this.#lastUpdate.wall, now.steady - this.#lastUpdate.steady);
  }

  async #failed(error: unknown): Promise<void> {
    const { timing, log, stopping } = this.#parts;
    this.#failures++;
    if (error instanceof Refused && error.isToken) return this.#end(TOKEN_REFUSED);
    if (error instanceof Refused && error.code === 409) return this.#conflict(error);
    // Once at the beginning, then ever more rarely.
    if (Math.log2(this.#failures) % 1 === 0) {
      log.warn("telegram polling failed", { attempt: this.#failures, ...failureFields(error) });
    }
    const asked = error instanceof Refused ? (error.retryAfterMs ?? 0) : 0;
    const own = backoff(this.#failures, timing.backoffFirstMs, timing.backoffMaxMs);
    await wait(Math.max(asked, own), stopping);
  }

  /** At most the time after which it is over: a clock that leaps must not make a moment's conflict one for good. */
  #sinceConflict(): number {
    const { clock, timing } = this.#parts;
    return Math.min(timing.conflictOverMs, Math.max(0, clock.now() - this.#lastConflict));
  }

  /** During a rolling restart two instances poll for a moment; for longer, somebody must decide. */
  async #conflict(error: Refused): Promise<void> {
    const { timing, clock, log, stopping } = this.#parts;
    if (this.#conflictMs === null) {
      this.#conflictMs = 0;
      log.warn("another instance polls telegram with this token, trying again", { code: 409 });
    } else this.#conflictMs += this.#sinceConflict();
    this.#lastConflict = clock.now();
    if (this.#conflictMs > timing.conflictFatalMs) return this.#end(error.says(/webhook/i) ? WEBHOOK : CONFLICT);
    await wait(backoff(this.#failures, timing.backoffFirstMs, timing.conflictMaxMs), stopping);
  }

  #end(line: string): void {
    this.#ended = true;
    this.#parts.onFatal(line);
  }
}
