/** What went wrong between Discord and us, without a word of what was sent. */
import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import type { DeliveryResult, Retry } from "../../src/ports/chat.ts";
import { meaningOf, TOO_MUCH, waitFor } from "./refusals.ts";
import { placed, wording } from "./wording.ts";

/** Discord does not accept the bot at all; `message` is one line for the operator. */
export class PlatformRefused extends Error {
  override readonly name = "PlatformRefused";
}

/**
 * A request that failed. `refused`: Discord understood and said no. `limited`: too many requests.
 * `server`: it failed over there. `network`: nobody knows whether it took effect.
 * Carries neither address nor body: both hold what nobody else may read.
 */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly kind: "refused" | "limited" | "server" | "network";
  readonly status: number;
  /** Discord's own code, 0 where it gave none. */
  readonly code: number;
  /** Milliseconds, for `limited`. */
  readonly retryAfterMs: number;
  /** The limit is one of the whole bot, not of one place. */
  readonly isGlobal: boolean;

  constructor(
    kind: ApiFailure["kind"],
    facts: { status?: number; code?: number; text?: string; retryAfterMs?: number; isGlobal?: boolean },
  ) {
    super([facts.status, facts.code, facts.text].filter((part) => part !== undefined).join(" ") || kind);
    this.kind = kind;
    this.status = facts.status ?? 0;
    this.code = facts.code ?? 0;
    this.retryAfterMs = facts.retryAfterMs ?? 0;
    this.isGlobal = facts.isGlobal ?? false;
  }
}

/** The least that is waited where Discord does not say how long. */
const UNSAID_MS = 1_000;

/** Paths and codes of a refused body. The descriptions beside them may repeat what was sent. */
function faults(errors: unknown, path: string): string[] {
  if (typeof errors !== "object" || errors === null) return [];
  return Object.entries(errors).flatMap(([key, value]: [string, unknown]) => {
    if (key !== "_errors" || !Array.isArray(value)) return faults(value, path === "" ? key : `${path}.${key}`);
    return value.map((each: { code?: unknown } | null) => placed(path, each?.code));
  });
}

function refused(error: DiscordAPIError): ApiFailure {
  const raw = error.rawError as { message?: unknown; errors?: unknown };
  const said = typeof raw.message === "string" ? raw.message : "";
  const text = [wording(said), ...faults(raw.errors, "")].join(" ").slice(0, 200);
  return new ApiFailure("refused", { status: error.status, code: Number(error.code) || 0, text });
}

/** Without `Retry-After` discord.js would say 50 ms. */
function limited(error: RateLimitError): ApiFailure {
  const said = error.retryAfter > 0 ? Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout) : UNSAID_MS;
  const isGlobal = error.global || error.scope === "global";
  return new ApiFailure("limited", { status: 429, retryAfterMs: Math.ceil(said), isGlobal });
}

/** Whatever a request threw, as a failure that is safe to log. */
export function toFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  if (error instanceof DiscordAPIError) return refused(error);
  if (error instanceof HTTPError) return new ApiFailure("server", { status: error.status });
  if (error instanceof RateLimitError) return limited(error);
  return new ApiFailure("network", { text: causeOf(error) });
}

/** The system's code of a failed connection (`ECONNRESET`), or the name of the error. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : error.name;
}

export const UNKNOWN_CHANNEL = 10003;
export const UNKNOWN_GUILD = 10004;
export const UNKNOWN_MEMBER = 10007;
export const UNKNOWN_MESSAGE = 10008;
export const UNKNOWN_USER = 10013;
export const MISSING_ACCESS = 50001;
export const MISSING_PERMISSIONS = 50013;
export const ALREADY_ACKNOWLEDGED = 40060;
/** A webhook token that has run out; comes with 401, which is no word about the bot's own token. */
const INVALID_WEBHOOK_TOKEN = 50027;
/** Editing messages older than an hour is limited, by the hour. */
export const TOO_MANY_OLD_EDITS = 30046;

const SERVER_WAIT_MS = 2_000;
const NETWORK_WAIT_MS = 2_000;
const REFUSED_TOKEN_WAIT_MS = 60_000;
/** The status of a body that is too large. */
const TOO_LARGE = 413;

/** The bot's own token was refused. */
export function isTokenRefusal(failure: ApiFailure): boolean {
  return failure.kind === "refused" && failure.status === 401 && failure.code !== INVALID_WEBHOOK_TOKEN;
}

/** No more answers to one interaction: the most there may be are given. */
const TOO_MANY_FOLLOW_UPS = 40094;

/** An answer to an interaction can no longer be given; the person may still be reached otherwise. */
export function isInteractionOver(failure: ApiFailure): boolean {
  if (failure.kind !== "refused" || failure.code === TOO_MANY_OLD_EDITS) return false;
  if (failure.code === TOO_MANY_FOLLOW_UPS) return true;
  return failure.status !== 400 && meaningOf(failure.code) !== "content" && failure.status !== TOO_LARGE;
}

/** Discord says which limits are for the whole bot; those of a route or of a shared resource are one chat's. */
export function limitOf(failure: ApiFailure): Retry {
  const scope = failure.isGlobal ? "platform" : "chat";
  return { type: "retry", afterMs: failure.retryAfterMs, scope, heldBack: true };
}

/** What a failed send means to the dispatcher. */
export function toResult(failure: ApiFailure): DeliveryResult {
  if (failure.kind === "limited") return limitOf(failure);
  if (failure.kind === "server") return { type: "retry", afterMs: SERVER_WAIT_MS, scope: "chat", heldBack: false };
  // One upload may break off while all else is well: whether Discord is out of reach, several chats tell.
  if (failure.kind === "network") return { type: "retry", afterMs: NETWORK_WAIT_MS, scope: "chat", heldBack: false };
  if (isTokenRefusal(failure)) {
    return { type: "retry", afterMs: REFUSED_TOKEN_WAIT_MS, scope: "platform", heldBack: true };
  }
  return refusal(failure);
}

/** Discord said no. A code that is not known: with 403 it is about the place, with 413 about the size. */
function refusal(failure: ApiFailure): DeliveryResult {
  const reason = failure.message;
  const meaning = meaningOf(failure.code);
  switch (meaning) {
    case "wait":
      return { type: "retry", afterMs: waitFor(failure.code), scope: "chat", heldBack: true };
    case "gone":
      return { type: "unreachable", why: "chat-gone" };
    case "no-access":
    case "closed":
      return { type: "unreachable", why: meaning };
    case "bug":
      return { type: "rejected", reason, because: TOO_MUCH.test(reason) ? "content" : "bug" };
    case "content":
    case "stays":
      return { type: "rejected", reason, because: meaning };
    case null:
      if (failure.status === 403) return { type: "unreachable", why: "no-access" };
      return failure.status === TOO_LARGE
        ? { type: "rejected", reason, because: "content" }
        : { type: "rejected", reason };
  }
}
