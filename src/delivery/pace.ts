/** How often one chat may be written to. The pace over all chats is the queue's business. */
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
