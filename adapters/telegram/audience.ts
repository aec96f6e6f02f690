/** Who is in a chat, and whether others can see it. Nothing here throws. */
import type { z } from "zod";
import { ofStrangers } from "../../src/domain/exposure.ts";
import type { Audience, Inspection, Posting, Retry } from "../../src/ports/chat.ts";
import { SOMEBODY } from "../../src/ports/standing.ts";
import { heldBack, Refused, standing, Unreached } from "./errors.ts";
import type { Timing } from "./limits.ts";
import { chatInfo, chatMember, count, isInside } from "./schema.ts";
import type { Strangers } from "./strangers.ts";
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

/** An idle connection may have been closed just then, and one server of many may fail. */
function isPassing(error: unknown): boolean {
  return error instanceof Unreached || (error instanceof Refused && error.code >= 500);
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

type ChatInfo = z.infer<typeof chatInfo>;

function isGroup({ type }: ChatInfo): boolean {
  return type === "group" || type === "supergroup";
}

function isPublic({ username, active_usernames: names = [], linked_chat_id: linked, location }: ChatInfo): boolean {
  return [username, ...names].some(Boolean) || linked !== undefined || Boolean(location);
}

export class Audiences {
  readonly #transport: Pick<Transport, "call">;
  readonly #timing: Timing;
  readonly #strangers: Pick<Strangers, "of">;

  /** `transport`: follows groups that have become other chats. */
  constructor(transport: Pick<Transport, "call">, timing: Timing, strangers: Pick<Strangers, "of">) {
    this.#strangers = strangers;
    this.#transport = transport;
    this.#timing = timing;
  }

  /**
   * `only-two` when both are members, the chat counts the two and the bot, and it is not public; else the cause that
   * matters most: that strangers can see it comes before that one of the two is missing. Asked a
   * second time when the connection broke or the platform stumbled: one such failure says nothing.
   */
  async audience(chatId: string, two: readonly string[]): Promise<Audience | Retry> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await unhurried(() => this.#ask(chatId, two));
      } catch (error) {
        if (isLimit(error)) return heldBack(error);
        if (attempt > 1 || !isPassing(error)) return "unknown";
      }
    }
  }

  async #ask(chatId: string, two: readonly string[]): Promise<Audience> {
    if (new Set(two).size !== 2) return "unknown";
    const [isPublic, members, ...inside] = await Promise.all([
      this.#isPublic(chatId),
      this.#count(chatId),
      ...two.filter((userId) => userId !== SOMEBODY).map((userId) => this.#isMember(chatId, userId)),
    ]);
    if (isPublic) return "public";
    const known = 1 + inside.filter(Boolean).length;
    // One whose account is not known any more is there if anybody is.
    const ours = two.includes(SOMEBODY) && members > known ? known + 1 : known;
    if (members > ours) return this.#whoElse(chatId, members - ours, two);
    // Fewer than are known to be there: one of the answers is out of date.
    if (members < ours) return "unknown";
    return ours === COMPLETE ? "only-two" : "left";
  }

  /** What is known of `extras` others: of those who were seen joining it can be asked who they are. */
  async #whoElse(chatId: string, extras: number, two: readonly string[]): Promise<Audience> {
    const seen = this.#strangers.of(chatId).filter((userId) => !two.includes(userId));
    const found = await Promise.all(seen.map((userId) => this.#member(chatId, userId).catch(() => null)));
    const there = found.filter((member) => member !== null && isInside(member));
    const bots = there.filter((member) => member?.user?.is_bot === true).length;
    return ofStrangers(extras, { people: there.length - bots, bots });
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
  async inspect(chatId: string, botId: number | undefined): Promise<Inspection> {
    try {
      const both = () => Promise.all([this.#chat(chatId), this.#count(chatId)]);
      const [chat, members] = await unhurried(both);
      if (chat.is_direct_messages === true || !isGroup(chat)) return "audience";
      if (isPublic(chat)) return "public";
      if (members > COMPLETE) return "too-many";
      // Only where not everybody may write is it asked what the bot may.
      const isOpen = chat.permissions?.can_send_messages !== false;
      if (isOpen || (await this.posting(chatId, botId)) !== "no-access") return "ok";
      return { missing: ["Send Messages"] };
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
    try {
      return isInside(await this.#member(chatId, userId));
    } catch (error) {
      if (error instanceof Refused && error.says(NO_SUCH_MEMBER)) return false;
      throw error;
    }
  }

  #member(chatId: string, userId: string) {
    const options = { schema: chatMember, timeoutMs: this.#timing.callMs };
    return this.#transport.call("getChatMember", { chat_id: Number(chatId), user_id: Number(userId) }, options);
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
    if (!isGroup(chat)) throw new Error("not a group");
    return isPublic(chat) || chat.is_direct_messages === true;
  }

  #chat(chatId: string) {
    const options = { schema: chatInfo, timeoutMs: this.#timing.callMs };
    return this.#transport.call("getChat", { chat_id: Number(chatId) }, options);
  }
}
