/**
 * What a delivery needs to answer an interaction. It stands in the outbox, so that the answer is
 * given after a restart, too; it is worth nothing after 15 minutes.
 */
import { z } from "zod";
import type { Chat, Delivery } from "../../src/ports/chat.ts";
import { TOKEN_LIVES_MS } from "./limits.ts";

/** How an interaction is acknowledged: with a new message to come, on the tapped message, or by a form. */
export type Plan = "reply" | "update" | "form";
/** Who sees the messages around it: one person in a channel, a direct chat, or a channel. */
export type Sight = "ephemeral" | "direct" | "shared";

const schema = z.object({
  app: z.string(),
  id: z.string(),
  token: z.string(),
  user: z.string(),
  channel: z.string(),
  plan: z.enum(["reply", "update", "form"]),
  /** Of the message that carried the button; where there is none, of the place. */
  sight: z.enum(["ephemeral", "direct", "shared"]),
  /** The message that carried the button. */
  message: z.string().optional(),
  /** Milliseconds since 1970. */
  until: z.number(),
});

export type Origin = z.infer<typeof schema>;

export function encodeOrigin(origin: Origin): string {
  return JSON.stringify(origin);
}

/** Null for anything that is none of ours. */
export function decodeOrigin(text: string | undefined): Origin | null {
  if (text === undefined) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** When the token of an interaction that came at `now` is no longer used. */
export function originEnds(now: number): number {
  return now + TOKEN_LIVES_MS;
}

/** An interaction answers its own person, or changes the shared message that was tapped. */
export function mayAnswer(origin: Origin, delivery: Delivery): boolean {
  if (delivery.to.kind === "private") return delivery.to.userId === origin.user;
  return delivery.replace === true && delivery.to.chatId === origin.channel;
}

/** Whether the tapped message stands where the new one belongs: a private one never takes a shared one's place. */
export function fitsPlace(origin: Origin, to: Chat): boolean {
  return to.kind === "shared" ? origin.sight === "shared" : origin.sight !== "shared";
}
