import type { Chat, DeliveryResult, Retry } from "../../src/ports/chat.ts";
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

  /** Whether the description matches; the platform has no finer codes than its words. */
  says(pattern: RegExp): boolean {
    return pattern.test(this.#refusal.description);
  }

  /** The token is wrong or was revoked. An unknown method is a 404 as well, but says so. */
  get isToken(): boolean {
    return this.code === 401 || (this.code === 404 && !this.says(/method/i));
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

const GONE = /message to (edit|delete) not found|MESSAGE_ID_INVALID/i;
const CANNOT_WRITE_FIRST = /can't initiate conversation|PEER_ID_INVALID|bots can't send messages to bots/i;
const CHAT_GONE =
  /chat not found|not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|need administrator rights|TOPIC_CLOSED|group chat was deactivated|chat was deleted/i;

export const isNotModified = (e: unknown): boolean => e instanceof Refused && e.says(/message is not modified/i);
export const isGone = (e: unknown): boolean => e instanceof Refused && e.says(GONE);
export const isUndeletable = (e: unknown): boolean => e instanceof Refused && e.says(/message can't be deleted/i);
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
  if (error.isToken) return { type: "retry", afterMs: TOKEN_AGAIN_MS, scope: "platform", heldBack: true };
  if (error.code === 429) return heldBack(error);
  if (error.code >= 500 || error.code === 409) {
    return { type: "retry", afterMs: AGAIN_MS, scope: "chat", heldBack: false };
  }
  if (error.migratedTo !== undefined) return { type: "migrated", toChatId: error.migratedTo };
  return unreachable(error, chat) ?? { type: "rejected", reason: error.reason };
}

/** It is not said which limit was met: this chat's, until another chat meets it too. */
export function heldBack(error: Refused): Retry {
  return { type: "retry", afterMs: error.retryAfterMs ?? AGAIN_MS, scope: "chat", heldBack: true };
}

function unreachable(error: Refused, chat: Chat): DeliveryResult | null {
  const isPrivate = chat.kind === "private";
  if (error.says(CANNOT_WRITE_FIRST)) return { type: "unreachable", why: isPrivate ? "closed" : "chat-gone" };
  // A private chat that was never opened is “not found” for the bot.
  if (error.says(CHAT_GONE)) return { type: "unreachable", why: isPrivate ? "closed" : "chat-gone" };
  if (error.code === 403) return { type: "unreachable", why: isPrivate ? "blocked" : "chat-gone" };
  return null;
}
