import { tooManyRequests } from "./errors.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** At most `count` sends within any `ms` milliseconds. */
interface Window {
  count: number;
  ms: number;
}

/** Rates that the platform publishes (bots FAQ): overall, per group, and per chat with small bursts. */
const OVERALL: Window = { count: 30, ms: SECOND };
const PER_GROUP: Window = { count: 20, ms: MINUTE };
const BURST_PER_CHAT = 3;

function waitFor(sent: number[], window: Window, now: number, adding: number): number {
  const inside = sent.filter((at) => at > now - window.ms);
  const oldest = inside[inside.length + adding - window.count - 1];
  return inside.length + adding <= window.count || oldest === undefined ? 0 : oldest + window.ms - now;
}

/** Counts sends and edits against the published rates. Times are milliseconds since the epoch. */
export class RateLimits {
  /** Off by default: most tests are about something else. */
  enabled = false;
  /** How many requests were refused with 429 for their rate. */
  exceeded = 0;
  readonly #overall: number[] = [];
  readonly #chats = new Map<number, number[]>();
  /** Per chat, when its allowance of one a second would be full again. */
  readonly #fullAt = new Map<number, number>();

  /** Takes `messages` out of the chat's allowance, or throws 429. A refused request costs nothing. */
  take(chatId: number, isGroup: boolean, now: number, messages = 1): void {
    if (!this.enabled) return;
    const chat = this.#chats.get(chatId) ?? [];
    const full = Math.max(this.#fullAt.get(chatId) ?? 0, now);
    const overBurst = full + messages * SECOND - (now + Math.max(BURST_PER_CHAT, messages) * SECOND);
    const waits = [
      waitFor(this.#overall, OVERALL, now, messages),
      isGroup ? waitFor(chat, PER_GROUP, now, messages) : 0,
      overBurst,
    ];
    const wait = Math.max(...waits);
    if (wait > 0) {
      this.exceeded++;
      throw tooManyRequests(Math.max(1, Math.ceil(wait / SECOND)));
    }
    for (let i = 0; i < messages; i++) {
      this.#overall.push(now);
      chat.push(now);
    }
    this.#chats.set(
      chatId,
      chat.filter((at) => at > now - MINUTE),
    );
    this.#fullAt.set(chatId, full + messages * SECOND);
    this.#overall.splice(
      0,
      this.#overall.findIndex((at) => at > now - SECOND),
    );
  }
}
