/** What a platform says of a shared chat: who sees it, and what the bot may do there. */
import type { Exposure } from "../domain/exposure.ts";

/**
 * `only-two`: the two and the bot, nobody else. An `Exposure` is known to be so, and is the one that matters most of
 * several. Any doubt is `unknown`, and nothing is shown there either.
 */
export type Audience = "only-two" | "unknown" | Exposure;

/** In place of an account that is not known any more, see `ChatAdapter.audience`. */
export const SOMEBODY = "";

/** Whether the bot could post in a shared chat. Any doubt is `unknown`. */
export type Posting = "yes" | "no-access" | "removed" | "gone" | "unknown";

/**
 * Whether the bot can serve a shared chat. A word: why it cannot, by the kind of place or who sees it. `missing`: what
 * it may not do there, by the platform's own names.
 */
export type Inspection =
  | "ok"
  | "unknown"
  | "public"
  | "too-many"
  | "audience"
  | "thread"
  | "voice"
  | "forum"
  | "news"
  | "outside"
  | { readonly missing: readonly string[] };

/**
 * Why nothing arrives in a chat for now. `blocked` and `closed`: a private chat. `chat-gone`: the bot is not in it, or
 * it is no more. `no-access`: it is there, but the bot may not see it or write in it now. `topic-closed`, `topic-gone`:
 * only the topic takes nothing, or is no more; the chat does.
 */
export type Unreachable = "blocked" | "closed" | "chat-gone" | "no-access" | "topic-closed" | "topic-gone";
