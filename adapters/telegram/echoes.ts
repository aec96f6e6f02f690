import type { Inbound } from "../../src/ports/chat.ts";

/** The platform tells some things twice: within this time it is the same news. Milliseconds. */
const SAME_NEWS_MS = 10_000;
const REMEMBERED = 1000;

/**
 * Leaves out the second telling of a migration (old and new chat both report it) and of somebody's
 * joining or leaving (service message and, for an administrator bot, `chat_member`). Kept in memory:
 * after a restart a second telling may come through, which the application bears.
 */
export class Echoes {
  readonly #known = new Map<string, { state: string; at: number }>();

  /** The event without what was told before; null when nothing new is left. `at`: milliseconds. */
  filter(event: Inbound, at: number): Inbound | null {
    if (event.type === "migrated") return this.#isNews(`m:${event.fromChatId}`, event.toChatId, at) ? event : null;
    if (event.type === "left") return this.#isNews(`${event.chatId}:${event.userId}`, "out", at) ? event : null;
    if (event.type !== "joined") return event;
    const userIds = event.userIds.filter((userId) => this.#isNews(`${event.chatId}:${userId}`, "in", at));
    return userIds.length > 0 ? { ...event, userIds } : null;
  }

  #isNews(key: string, state: string, at: number): boolean {
    const before = this.#known.get(key);
    if (before?.state === state && at - before.at <= SAME_NEWS_MS) return false;
    this.#known.delete(key);
    this.#known.set(key, { state, at });
    const oldest = this.#known.keys().next();
    if (this.#known.size > REMEMBERED && !oldest.done) this.#known.delete(oldest.value);
    return true;
  }
}
