/** Private messages that are no answers: a question for the jar, a letter's day, the rest of a letter. */
import { MAX_ANSWER } from "../domain/answer.ts";
import { joinWords } from "../domain/words.ts";
import type { Ctx, MyHome } from "./context.ts";
import { putQuestion } from "./jar/put.ts";
import { dated, sendOnTyped } from "./letters/when.ts";
import { takeName } from "./names.ts";
import { awaitedOf, stopAwaiting } from "./rounds/awaited.ts";
import { MAY_CONTINUE } from "./rounds/fields.ts";
import { withdrawLetter } from "./rounds/giving.ts";
import { BURST, refused } from "./rounds/sealing.ts";
import { type TextEvent, track } from "./rounds/tracked.ts";

/** Takes the message as what the bot has just asked for. False when it asked for nothing of the kind. */
export async function takeAwaited(ctx: Ctx, home: MyHome, event: TextEvent): Promise<boolean> {
  const awaited = await awaitedOf(ctx, home.me.id);
  if (awaited?.purpose === "jar") {
    const put = await putQuestion(ctx, home, event, event.messageId);
    await track(ctx, put ? "jar" : "refused", null, event);
    if (put) await stopAwaiting(ctx, home.me.id);
    return true;
  }
  if (awaited?.purpose === "name") return takeName(ctx, event.text);
  const letter = awaited && (await dated(ctx, home, awaited));
  if (!letter) return false;
  await sendOnTyped(ctx, home, letter, event.text);
  return true;
}

/** The rest of a letter that a client split: it is all of it, or none. */
export async function continuesLetter(ctx: Ctx, home: MyHome, event: TextEvent): Promise<boolean> {
  const last = await ctx.tx.messages.latest(ctx.chat, "typed");
  const letter = last?.roundId ? await ctx.tx.writings.byId(last.roundId) : null;
  if (!last || letter?.kind !== "letter" || letter.author !== home.me.id || letter.sentAt !== null) return false;
  const soon = event.sentAt >= last.at && event.sentAt - last.at <= BURST;
  if (!soon || letter.text.length < MAY_CONTINUE) return false;
  const count = letter.text.length + event.text.length;
  if (count <= MAX_ANSWER) {
    await track(ctx, "typed", last.roundId, event);
    await ctx.tx.writings.save({ ...letter, ...joinWords([letter, event], "\n\n") });
    return true;
  }
  await track(ctx, "refused", null, event);
  await withdrawLetter(ctx, letter);
  await refused(ctx, { refused: "answer.too-long", params: { count, max: MAX_ANSWER } });
  return true;
}
