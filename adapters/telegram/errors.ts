import type { Chat, DeliveryResult, Posting, Retry } from "../../src/ports/chat.ts";
import { meaningOf, NAMED_WAIT } from "./refusals.ts";
import { wording } from "./wording.ts";

/** Thrown by `start` when the platform refuses the bot itself. One line, fit for an operator. */
export class PlatformRefused extends Error {
  override readonly name = "PlatformRefused";
}

export const TOKEN_REFUSED = "Telegram refused the bot token: check TELEGRAM_BOT_TOKEN";

/** The platform's own words on why a call failed. */
export interface Refusal {
  readonly code: number;
  readonly description: string;
  readonly retryAfterSeconds?: number | undefined;
  readonly migrateToChatId?: number | undefined;
}

/**
 * The platform answered, with a no. The description is kept from enumeration, because it can echo
 * what was sent: only `reason` may leave this folder.
 */
export class Refused extends Error {
  override readonly name = "TelegramRefused";
  readonly code: number;
  readonly retryAfterMs: number | undefined;
  readonly #refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`Telegram refused with ${refusal.code}`);
    this.code = refusal.code;
    const seconds = refusal.retryAfterSeconds;
    this.retryAfterMs = seconds === undefined ? undefined : Math.max(1, seconds) * 1000;
    this.#refusal = refusal;
  }

  /** Code and description, with everything left out that could come from a person. */
  get reason(): string {
    return `${this.code} ${wording(this.#refusal.description)}`.trim();
  }

  get migratedTo(): string | undefined {
    const id = this.#refusal.migrateToChatId;
    return id === undefined ? undefined : String(id);
  }

  /** Milliseconds that a refusal by name asks to wait. */
  get namedWaitMs(): number | undefined {
    const named = NAMED_WAIT.exec(this.#refusal.description);
    return named ? Math.max(1, Number(named[1] ?? 10)) * 1000 : undefined;
  }

  /** Whether the description matches; the platform has no finer codes than its words. */
  says(pattern: RegExp): boolean {
    return pattern.test(this.#refusal.description);
  }

  /** The token is wrong or was revoked. An unknown method is a 404 as well, but says so. */
  get isToken(): boolean {
    return this.code === 401 || (this.code === 404 && !this.says(/method/i));
  }

  /** A 404 that says what was not found may be about one message: it must not hold up everybody else's. */
  get isSurelyToken(): boolean {
    return this.code === 401 || (this.code === 404 && this.says(/^(not found)?$/i));
  }
}

/** No answer: it is not known whether the platform did what was asked. `why`: a code such as ECONNRESET. */
export class Unreached extends Error {
  override readonly name = "TelegramUnreached";
  readonly why: string;

  constructor(why: string) {
    super(`Telegram was not reached: ${why}`);
    this.why = why;
  }
}

/** What a log line may carry about a failed call. */
export function failureFields(error: unknown): { code?: number; error?: string } {
  if (error instanceof Refused) return { code: error.code, error: error.reason };
  if (error instanceof Unreached) return { error: error.why };
  return { error: error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : "unknown" };
}

const GONE = /message to (edit|delete) not found|message not found|MESSAGE_ID_INVALID|MSG_ID_INVALID/i;
/** Deleting takes more than writing does: these say nothing about the chat. */
const MAY_NOT_DELETE = /message can't be deleted|MESSAGE_DELETE_FORBIDDEN|CHAT_ADMIN_REQUIRED|rights? to delete/i;
const STUCK = /message can't be edited|MESSAGE_EDIT_TIME_EXPIRED|MESSAGE_AUTHOR_REQUIRED|MESSAGE_NOT_EDITABLE/i;
/** There is no such chat any more; any other refusal that the bot is not in it may end when it is added again. */
const CHAT_GONE = /chat not found|group chat was deactivated|chat was deleted|group chat was upgraded/i;
const TOPIC_CLOSED = /TOPIC_CLOSED/i;
const TOPIC_GONE = /TOPIC_DELETED|TOPIC_ID_INVALID|message thread not found/i;

export const isNotModified = (e: unknown): boolean => e instanceof Refused && e.says(/message is not modified/i);
export const isGone = (e: unknown): boolean => e instanceof Refused && e.says(GONE);
export const isUndeletable = (e: unknown): boolean => e instanceof Refused && e.says(MAY_NOT_DELETE);
/** It is there, and shows what it shows. */
export const isStuck = (e: unknown): boolean => e instanceof Refused && e.says(STUCK);
export const isNotText = (e: unknown): boolean => e instanceof Refused && e.says(/there is no text in the message/i);

/** Milliseconds until a repeat where the platform names none. */
const AGAIN_MS = 1000;
/** While the token is refused; an operator has to act. */
const TOKEN_AGAIN_MS = 30_000;

/**
 * What a failed send, edit or delete means for the delivery. Errors that are none of ours are
 * rethrown: they are bugs or the database's.
 */
export function toResult(error: unknown, chat: Chat): DeliveryResult {
  // Without an answer the send may have happened; it is repeated, at least once is the promise. One large upload
  // may break off while all else is well: whether the platform is out of reach, several chats tell.
  if (error instanceof Unreached) return { type: "retry", afterMs: AGAIN_MS, scope: "chat", heldBack: false };
  if (!(error instanceof Refused)) throw error;
  // Parked rows must not be lost to a revoked token, so it counts as a limit.
  if (error.isSurelyToken) return { type: "retry", afterMs: TOKEN_AGAIN_MS, scope: "platform", heldBack: true };
  if (error.code === 429) return heldBack(error);
  if (error.code >= 500 || error.code === 409) {
    return { type: "retry", afterMs: AGAIN_MS, scope: "chat", heldBack: false };
  }
  if (error.migratedTo !== undefined) return { type: "migrated", toChatId: error.migratedTo };
  return named(error, chat) ?? byCode(error, chat);
}

/** It is not said which limit was met: this chat's, until another chat meets it too. */
export function heldBack(error: Refused): Retry {
  return { type: "retry", afterMs: error.retryAfterMs ?? AGAIN_MS, scope: "chat", heldBack: true };
}

/** A refusal whose words are known. */
function named(error: Refused, chat: Chat): DeliveryResult | null {
  if (error.namedWaitMs !== undefined) {
    return { type: "retry", afterMs: error.namedWaitMs, scope: "chat", heldBack: true };
  }
  const isPrivate = chat.kind === "private";
  if (!isPrivate && error.says(TOPIC_CLOSED)) return { type: "unreachable", why: "topic-closed" };
  if (!isPrivate && error.says(TOPIC_GONE)) return { type: "unreachable", why: "topic-gone" };
  const meaning = meaningOf((pattern) => error.says(pattern));
  switch (meaning) {
    case null:
      return null;
    case "stays":
    case "content":
    case "bug":
      return { type: "rejected", reason: error.reason, because: meaning };
    case "blocked":
      return { type: "unreachable", why: isPrivate ? "blocked" : "no-access" };
    // A private chat that was never opened is “not found” for the bot.
    case "gone":
      return { type: "unreachable", why: isPrivate ? "closed" : "chat-gone" };
    case "no-access":
      return { type: "unreachable", why: isPrivate ? "closed" : "no-access" };
  }
}

/** Words that are not known: a 403 is about the chat, a 413 about what is sent, and of the rest nothing is known. */
function byCode(error: Refused, chat: Chat): DeliveryResult {
  if (error.code === 403) return { type: "unreachable", why: chat.kind === "private" ? "blocked" : "no-access" };
  if (error.code === 413) return { type: "rejected", reason: error.reason, because: "content" };
  return { type: "rejected", reason: error.reason };
}

/** What cannot be removed or changed stays as it is; what else was to be done there is done. */
export function stays(error: Refused): DeliveryResult {
  return { type: "rejected", reason: error.reason, because: "stays" };
}

/** What a refused question about a shared chat says of the bot's standing there. */
export function standing(error: unknown): Posting {
  if (!(error instanceof Refused) || error.isToken) return "unknown";
  const result = toResult(error, { kind: "shared", platform: "telegram", chatId: "" });
  if (result.type !== "unreachable") return "unknown";
  if (result.why !== "chat-gone") return "no-access";
  return error.says(CHAT_GONE) ? "gone" : "removed";
}
