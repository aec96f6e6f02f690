/** How often one chat may be written to, and all chats together. */
import type { Instant } from "../domain/ids.ts";
import type { Chat } from "../ports/chat.ts";
import { chatKey } from "../ports/outbox.ts";
import type { Pace } from "../ports/pace.ts";
import { type Leave, Leaves } from "./leaves.ts";

/** “Short bursts that go over this limit” are allowed by the platforms; this many in a row. */
const BURST = 3;

/** Remembers recent sends by chat; forgets a chat once its sends no longer matter. */
export class ChatPace {
  readonly #pace: Pace;
  readonly #sends = new Map<string, Instant[]>();

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** Earliest instant ≥ `now` at which this chat may be sent to. */
  allowedAt(chat: Chat, now: Instant): Instant {
    // A send in the future is from before the clock was set back, and says nothing.
    const sends = (this.#sends.get(chatKey(chat)) ?? []).filter((sent) => sent <= now);
    const burst = sends.at(-BURST);
    const spread = burst === undefined ? now : burst + BURST * this.#pace.perChatMs;
    const { count, perMs } = this.#pace.perShared;
    const oldest = chat.kind === "shared" ? sends.at(-count) : undefined;
    return Math.max(now, spread, oldest === undefined ? now : oldest + perMs);
  }

  sent(chat: Chat, now: Instant): void {
    const key = chatKey(chat);
    const keep = chat.kind === "shared" ? Math.max(this.#pace.perShared.count, BURST) : BURST;
    this.#sends.set(key, [...(this.#sends.get(key) ?? []), now].slice(-keep));
    if (this.#sends.size > 50_000) this.#forget(now);
  }

  #forget(now: Instant): void {
    const horizon = Math.max(this.#pace.perShared.perMs, BURST * this.#pace.perChatMs);
    for (const [key, sends] of this.#sends) {
      if ((sends.at(-1) ?? 0) + horizon < now) this.#sends.delete(key);
    }
  }
}

/** Turns are given a little more slowly than leave, which must not be what holds a long list back. */
const TURN_MARGIN = 1.02;

/** One place in so many that urgent passes took is kept free for the next one. */
const KEPT_FOR = 8;

/** Gives leave to one request after the other, never more than `count` in any `perMs`. */
class Turns {
  readonly #count: number;
  readonly #ms: number;
  /** Distance of one turn from the next. */
  readonly #step: number;
  readonly #left: { readonly at: number; readonly urgent: boolean }[] = [];
  /** Somebody urgent waits for a place: the next one is theirs. */
  #hurrying = false;
  /** When the turns so far are over. By the clock and not by the last turn, so that a late timer is made up for. */
  #taken = 0;
  /** The last of those that wait, apart for the urgent: they wait for the limit alone, and for nobody else. */
  readonly #last = { urgent: Promise.resolve(), other: Promise.resolve() };

  constructor({ count, perMs }: Pace["overall"]) {
    this.#count = count;
    this.#ms = perMs * TURN_MARGIN;
    // Evenly, so that what is urgent finds a turn soon; hardly slower than the window, which has the last word.
    this.#step = perMs / count;
  }

  /** Resolves, in order among the urgent and among the others, when it is the caller's turn. */
  pass(urgent: boolean): Promise<void> {
    const kind = urgent ? "urgent" : "other";
    this.#last[kind] = this.#last[kind].then(() => this.#next(urgent));
    return this.#last[kind];
  }

  async #next(urgent: boolean): Promise<void> {
    if (urgent) this.#hurrying = true;
    // Asked again after each wait: somebody urgent may have gone meanwhile.
    for (let ms = this.#waitOf(urgent); ms > 0; ms = this.#waitOf(urgent)) {
      await new Promise((resolve) => setTimeout(resolve, Math.ceil(ms)));
    }
    if (urgent) this.#hurrying = false;
    const at = performance.now();
    this.#left.push({ at, urgent });
    if (this.#left.length > this.#count) this.#left.shift();
    this.#taken = Math.max(this.#taken, at) + this.#step;
  }

  /** Milliseconds until the next one may go. */
  #waitOf(urgent: boolean): number {
    const now = performance.now();
    const places = urgent ? this.#count : this.#count - this.#kept(now);
    const before = this.#left.at(-places);
    const full = before === undefined ? 0 : before.at + this.#ms - now;
    return urgent ? full : Math.max(full, this.#taken - (BURST - 1) * this.#step - now);
  }

  /** Places that are left to the urgent: none while there are hardly any, so that a long list goes at full pace. */
  #kept(now: number): number {
    const waits = this.#hurrying ? 1 : 0;
    const recent = this.#left.filter(({ at, urgent }) => urgent && now - at < this.#ms).length;
    return Math.max(waits, Math.round(recent / KEPT_FOR));
  }
}

/**
 * The pace over all chats. It is kept twice: when a row's turn comes, before its words are put
 * together, and when its request leaves, because what lies between takes one row longer than another.
 */
export class OverallPace {
  readonly #turns: Turns;
  readonly #leaves: Leaves;

  constructor({ overall }: Pace) {
    this.#turns = new Turns(overall);
    this.#leaves = new Leaves(overall);
  }

  turn(urgent: boolean): Promise<void> {
    return this.#turns.pass(urgent);
  }

  /** `urgency`: who goes first when not everything can. */
  leave(urgency: number): Promise<Leave> {
    return this.#leaves.pass(urgency);
  }
}
