/** `/letter [date]` and `/jar [question]`: words of one's own that wait. */
import type { Words } from "../../domain/words.ts";
import type { Reply } from "../../ports/chat.ts";
import { type Ctx, homeOf } from "../context.ts";
import { putQuestion } from "../jar/put.ts";
import { typedDay } from "../letters/when.ts";
import { say } from "../speak.ts";
import { checkin, noCouple } from "./cards.ts";
import type { Command } from "./command.ts";

/** Letters that wait; without one, a new one is begun. A typed day is for one that waits. */
async function letter(ctx: Ctx, args: string): Promise<Reply | void> {
  const home = await homeOf(ctx.tx, ctx.me);
  if (!home) return noCouple(ctx);
  if (args !== "") return typedDay(ctx, home, args);
  const waiting = await ctx.tx.writings.waiting([home.me.id], "letter");
  return waiting.length === 0 ? checkin(ctx, home, "letter") : say(ctx, "letters");
}

async function jar(ctx: Ctx, typed: string, said: Words): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  if (!home) return noCouple(ctx);
  if (typed === "") return say(ctx, "jar");
  if (/^withdraw$/i.test(typed)) return say(ctx, "jar-mine");
  await putQuestion(ctx, home, said, ctx.messageId);
}

export const giftCommands: readonly Command[] = [
  { name: "letter", options: [{ name: "date" }], secretWords: true, run: letter },
  { name: "jar", options: [{ name: "question" }], secretWords: true, run: jar },
];
