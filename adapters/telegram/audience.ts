/** Who is in a chat, and whether others can see it. Nothing here throws. */
import { type Audience, type Posting, type Retry, SOMEBODY } from "../../src/ports/chat.ts";
import { heldBack, Refused, standing, Unreached } from "./errors.ts";
import type { Timing } from "./limits.ts";
import { chatInfo, chatMember, count, isInside } from "./schema.ts";
import type { Transport } from "./transport.ts";

/** The two and the bot. */
const COMPLETE = 3;
const NO_SUCH_MEMBER = /user not found|member not found|PARTICIPANT_ID_INVALID|USER_ID_INVALID|invalid user_id/i;

/** Somebody waits for what these questions lead to, so only a limit of moments is waited for here, and not often. */
const LONGEST_LIMIT_MS = 2_000;
const TIMES = 3;

function isLimit(error: unknown): error is Refused {
  return error instanceof Refused && error.code === 429;
}

/** Runs `ask`, again after short limits. Throws what it throws otherwise. */
async function unhurried<T>(ask: () => Promise<T>): Promise<T> {
  for (let time = 1; ; time++) {
    try {
      return await ask();
    } catch (error) {
      const ms = isLimit(error) ? (error.retryAfterMs ?? LONGEST_LIMIT_MS) : Number.POSITIVE_INFINITY;
      if (ms > LONGEST_LIMIT_MS || time >= TIMES) throw error;
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }
}

export class Audiences {
  readonly #transport: Pick<Transport, "call">;
  readonly #timing: Timing;

  /** `transport`: follows groups that have become other chats. */
  constructor(transport: Pick<Transport, "call">, timing: Timing) {
    this.#transport = transport;
    this.#timing = timing;
  }

  /**
   * `only-two` when both are members, the chat counts the two and the bot, and it is not public. Asked a
   * second time when the connection broke: an idle one may have been closed just then, which says nothing.
   */
  async audience(chatId: string, two: readonly string[]): Promise<Audience | Retry> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await unhurried(() => this.#ask(chatId, two));
      } catch (error) {
        if (isLimit(error)) return heldBack(error);
        if (attempt > 1 || !(error instanceof Unreached)) return "unknown";
      }
    }
  }

  async #ask(chatId: string, two: readonly string[]): Promise<Audience> {
    const [isPublic, members, ...inside] = await Promise.all([
      this.#isPublic(chatId),
      this.#count(chatId),
      ...two.filter((userId) => userId !== SOMEBODY).map((userId) => this.#isMember(chatId, userId)),
    ]);
    if (new Set(two).size !== 2 || isPublic || members !== COMPLETE) return "others";
    return inside.every(Boolean) ? "only-two" : "others";
  }

  /** Null when it cannot be told. */
  async isMember(chatId: string, userId: string): Promise<boolean | null> {
    try {
      return await unhurried(() => this.#isMember(chatId, userId));
    } catch {
      return null;
    }
  }

  /** Whether the bot may serve the chat at all. */
  async inspect(chatId: string): Promise<"ok" | "public" | "too-many" | "unknown"> {
    try {
      const both = () => Promise.all([this.#isPublic(chatId), this.#count(chatId)]);
      const [isPublic, members] = await unhurried(both);
      if (isPublic) return "public";
      return members > COMPLETE ? "too-many" : "ok";
    } catch {
      return "unknown";
    }
  }

  /** Whether the bot could post there: by its own standing, or by what everybody may do. */
  async posting(chatId: string, botId: number | undefined): Promise<Posting> {
    if (botId === undefined) return "unknown";
    try {
      const options = { schema: chatMember, timeoutMs: this.#timing.callMs };
      const params = { chat_id: Number(chatId), user_id: botId };
      const [chat, self] = await unhurried(() =>
        Promise.all([this.#chat(chatId), this.#transport.call("getChatMember", params, options)]),
      );
      if (!isInside(self)) return "removed";
      if (self.status === "administrator" || self.status === "creator") return "yes";
      const may = self.status === "restricted" ? self.can_send_messages : chat.permissions?.can_send_messages;
      return may === false ? "no-access" : "yes";
    } catch (error) {
      return standing(error);
    }
  }

  async #isMember(chatId: string, userId: string): Promise<boolean> {
    const params = { chat_id: Number(chatId), user_id: Number(userId) };
    try {
      const options = { schema: chatMember, timeoutMs: this.#timing.callMs };
      return isInside(await this.#transport.call("getChatMember", params, options));
    } catch (error) {
      if (error instanceof Refused && error.says(NO_SUCH_MEMBER)) return false;
      throw error;
    }
  }

  #count(chatId: string): Promise<number> {
    const options = { schema: count, timeoutMs: this.#timing.callMs };
    return this.#transport.call("getChatMemberCount", { chat_id: Number(chatId) }, options);
  }

  /**
   * Whether people who are no members can read it: it has a public name, a place on the map, or a
   * channel whose discussion it is. Throws when it is no group.
   */
  async #isPublic(chatId: string): Promise<boolean> {
    const chat = await this.#chat(chatId);
    if (chat.type !== "group" && chat.type !== "supergroup") throw new Error("not a group");
    const names = [chat.username, ...(chat.active_usernames ?? [])].filter(Boolean);
    return names.length > 0 || chat.linked_chat_id !== undefined || Boolean(chat.location ?? chat.is_direct_messages);
  }

  #chat(chatId: string) {
    const options = { schema: chatInfo, timeoutMs: this.#timing.callMs };
    return this.#transport.call("getChat", { chat_id: Number(chatId) }, options);
  }
}
