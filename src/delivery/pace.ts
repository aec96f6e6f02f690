/** How often one chat may be written to, and the last look at the pace over all chats, which the queue keeps. */
import type { Instant } from "../domain/ids.ts";
import type { Chat, Pace } from "../ports/chat.ts";
import { chatKey } from "../ports/outbox.ts";

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

/**
 * Between a row's turn in the queue and its request lie a transaction and perhaps a question to the
 * platform, which take one row longer than another: requests would leave closer together than their
 * turns were. This holds them to the pace at the moment they leave, over two of its intervals.
 */
export class Gate {
  readonly #count: number;
  readonly #ms: number;
  readonly #left: number[] = [];
  #last: Promise<void> = Promise.resolve();

  constructor({ count, perMs }: Pace["overall"]) {
    this.#count = 2 * count;
    this.#ms = 2 * perMs;
  }

  /** Resolves, one after the other, when a request may leave. */
  pass(): Promise<void> {
    this.#last = this.#last.then(() => this.#next());
    return this.#last;
  }

  async #next(): Promise<void> {
    const oldest = this.#left.length < this.#count ? undefined : this.#left.shift();
    const left = oldest === undefined ? 0 : oldest + this.#ms - performance.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(left)));
    this.#left.push(performance.now());
  }
}
