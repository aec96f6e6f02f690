/** Which events the application has handled: what a test waits for instead of a while. */
import type { ChatAdapter, Handle, Reply } from "../../src/ports/chat.ts";

const LONGEST = 8_000;

export class Heard {
  readonly #replies = new Map<string, Reply>();
  readonly #waiting = new Map<string, ((reply: Reply) => void)[]>();

  /** Notes every event that this adapter hands over, once it was handled. */
  listen(adapter: ChatAdapter): void {
    const start = adapter.start.bind(adapter);
    adapter.start = (handle, commands) => start(this.#noting(handle), commands);
  }

  #noting(handle: Handle): Handle {
    return async (event) => {
      const reply = await handle(event);
      const { eventId } = event;
      if (!this.#replies.has(eventId)) this.#replies.set(eventId, reply);
      for (const resolve of this.#waiting.get(eventId) ?? []) resolve(reply);
      this.#waiting.delete(eventId);
      return reply;
    };
  }

  /** What the application answered to an event, when it has. */
  about(eventId: string): Promise<Reply> {
    const known = this.#replies.get(eventId);
    if (known) return Promise.resolve(known);
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const timer = setTimeout(() => reject(new Error(`the application never heard of event ${eventId}`)), LONGEST);
    const done = (reply: Reply) => {
      clearTimeout(timer);
      resolve(reply);
    };
    this.#waiting.set(eventId, [...(this.#waiting.get(eventId) ?? []), done]);
    return promise;
  }
}
