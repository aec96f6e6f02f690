/** Who was seen joining a group: members cannot be listed, but of somebody who is known it can be asked. */
import type { Inbound } from "../../src/ports/chat.ts";

const REMEMBERED_CHATS = 5_000;
/** Each is a question to the platform; with more in it, it is enough to know that there are many. */
const REMEMBERED_EACH = 5;

/** Kept in memory alone: after a restart it is only known that there are others, which is true as well. */
export class Strangers {
  readonly #joined = new Map<string, readonly string[]>();

  note(event: Inbound): void {
    if (event.type === "joined") this.#set(event.chatId, [...this.of(event.chatId), ...event.userIds]);
    if (event.type === "left")
      this.#set(
        event.chatId,
        this.of(event.chatId).filter((id) => id !== event.userId),
      );
    if (event.type === "migrated") this.#set(event.toChatId, this.of(event.fromChatId));
  }

  of(chatId: string): readonly string[] {
    return this.#joined.get(chatId) ?? [];
  }

  #set(chatId: string, ids: readonly string[]): void {
    this.#joined.delete(chatId);
    if (ids.length > 0) this.#joined.set(chatId, [...new Set(ids)].slice(-REMEMBERED_EACH));
    const oldest = this.#joined.keys().next();
    if (this.#joined.size > REMEMBERED_CHATS && !oldest.done) this.#joined.delete(oldest.value);
  }
}
