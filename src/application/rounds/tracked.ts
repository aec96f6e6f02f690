/** Messages that came in, remembered for edits, replies and split texts. */
import type { Inbound } from "../../ports/chat.ts";
import type { Ctx } from "../context.ts";

export type TextEvent = Pick<Extract<Inbound, { type: "text" }>, "text" | "spans" | "messageId" | "replyTo" | "sentAt">;

/** Remembers what a typed message was, and which round it went to. */
export async function track(
  ctx: Ctx,
  purpose: string,
  roundId: string | null,
  event: Pick<TextEvent, "messageId" | "sentAt">,
): Promise<void> {
  const { messageId: ref, sentAt: at } = event;
  await ctx.tx.messages.add({ chat: ctx.chat, ref, purpose, roundId, personId: ctx.me?.id ?? null, part: 0, at });
}
