/** What has to wait because the platform said so, or because it seems so. */
import { type Instant, MINUTE } from "../domain/ids.ts";

/** When a send began, and whether it was the one that tries whether the platform takes messages again. */
export interface Attempt {
  readonly at: number;
  readonly isTrial: boolean;
}

/** A second chat that is refused so soon after the first one's wait is still taken for the same limit. */
const SOON_MS = 10_000;
/** A limit of all that was only concluded is tried again after this, however long the chats have to wait. */
const CONCLUDED_MS = MINUTE;
/** And after this where something was sent elsewhere between the two refusals, which speaks against it. */
const DOUBTED_MS = 5_000;
/** So many chats in a row that fail are no chat's own trouble. */
const SEVERAL = 3;
/** While nothing gets through it is tried again at least this often. */
const LONGEST_OUTAGE_MS = 15_000;
/** A trial that has no answer after this holds nobody up any longer. */
export const TRIAL_MS = 3_000;

/** A chat that met a limit; times by `performance.now()`. */
interface Limited {
  readonly chat: string;
  readonly at: number;
  readonly until: number;
  /** Something sent after it was refused got through elsewhere. */
  isAlone: boolean;
}

/**
 * One chat's limit or trouble holds that chat. The whole platform is held when its answer says so,
 * when a second chat meets a limit while the first still waits, or when several chats fail in a row.
 * After a hold one message goes first, and the others when it was answered.
 */
export class Holds {
  /** Whether the platform says by itself which limits are for all: then nothing is concluded from two. */
  readonly #saysScope: boolean;
  /** By the clock of the outbox, with the wait as it was: one that is longer now was set by another clock. */
  readonly #chats = new Map<string, { readonly until: Instant; readonly ms: number }>();
  readonly #failing = new Set<string>();
  #limited: Limited | null = null;
  /** By `performance.now()`, which no correction of the clock moves. */
  #until = Number.NEGATIVE_INFINITY;
  #outages = 0;
  #trial: { inHand: number; last: number } | null = null;

  constructor(saysScope: boolean) {
    this.#saysScope = saysScope;
  }

  /** Milliseconds until something may be sent; 0 when it may now. */
  get ms(): number {
    return Math.max(0, this.#until - performance.now());
  }

  /** Chats that have to wait at `now`. */
  chats(now: Instant): readonly string[] {
    for (const [chat, { until, ms }] of this.#chats) {
      if (until <= now || until - now > ms) this.#chats.delete(chat);
    }
    return [...this.#chats.keys()];
  }

  /** How many more may be sent now. */
  get room(): number {
    if (this.ms > 0) return 0;
    if (this.#trial === null) return Number.POSITIVE_INFINITY;
    return this.#trial.inHand === 0 || performance.now() - this.#trial.last >= TRIAL_MS ? 1 : 0;
  }

  /** Null when it may not be sent now. Each attempt ends with `end`. */
  begin(): Attempt | null {
    if (this.room === 0) return null;
    const at = performance.now();
    if (this.#trial !== null) this.#trial = { inHand: this.#trial.inHand + 1, last: at };
    return { at, isTrial: this.#trial !== null };
  }

  end({ isTrial }: Attempt): void {
    if (isTrial && this.#trial !== null) this.#trial.inHand = Math.max(0, this.#trial.inHand - 1);
  }

  /** The platform took it, or refused it for what it was: there is no limit, and nothing is broken. */
  answered({ at }: Attempt): void {
    if (at >= this.#until) {
      this.#trial = null;
      this.#failing.clear();
      this.#outages = 0;
    }
    if (this.#limited !== null && at > this.#limited.at) this.#limited.isAlone = true;
  }

  /** The platform said that all have to wait. */
  all(ms: number): void {
    this.#hold(ms);
  }

  /** A chat met a limit at `now` and has to wait for `ms`. */
  limited({ isTrial }: Attempt, chat: string, ms: number, now: Instant): void {
    this.#chats.set(chat, { until: now + ms, ms });
    if (this.#saysScope) return;
    const at = performance.now();
    const first = this.#limited;
    const isSecond = first !== null && first.chat !== chat && at < first.until + SOON_MS;
    if (isSecond || isTrial) {
      const shorter = isSecond && first.until > at ? Math.min(ms, first.until - at) : ms;
      this.#hold(Math.min(shorter, isSecond && first.isAlone && !isTrial ? DOUBTED_MS : CONCLUDED_MS));
    }
    this.#limited = { chat, at, until: at + ms, isAlone: false };
  }

  /** It is not known whether a chat's message arrived, or the platform failed over it. */
  failed({ at, isTrial }: Attempt, chat: string, ms: number, isConnected: boolean): void {
    this.#failing.add(chat);
    // What was in hand when the hold began fails along with it, and is no further sign.
    if (at < this.#until || (isConnected && this.#failing.size < SEVERAL && !isTrial)) return;
    this.#hold(Math.min(LONGEST_OUTAGE_MS, ms * 2 ** Math.min(this.#outages, 10)));
    this.#outages += 1;
  }

  #hold(ms: number): void {
    this.#until = Math.max(this.#until, performance.now() + ms);
    this.#trial = { inHand: 0, last: Number.NEGATIVE_INFINITY };
  }
}
