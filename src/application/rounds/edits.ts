/** Editing one's own message edits the seal, until the reveal (rule 5). */
import { MAX_ANSWER } from "../../domain/answer.ts";
import { collects, sealOf } from "../../domain/round/decide.ts";
import { type Ctx, homeOf } from "../context.ts";
import { line } from "../speak.ts";
import { withEdited } from "./fields.ts";
import { handleText } from "./message.ts";
import { fieldsDraft, refused, sealAnswer } from "./sealing.ts";
import { saveSteps } from "./steps.ts";

/** A message of the private chat was edited. One the bot did not take changes nothing. */
export async function handleEdit(ctx: Ctx, ref: string, text: string): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  const tracked = home && (await ctx.tx.messages.byRef(ctx.chat, ref));
  const round = tracked?.roundId ? await ctx.tx.rounds.byId(tracked.roundId) : null;
  if (!home || !tracked || !round || round.coupleId !== home.couple.id) return;
  if (tracked.purpose === "refused") return retry(ctx, ref, text);
  if (tracked.purpose !== "typed") return;
  if (round.state === "revealed") return line(ctx, "edit.after-reveal");
  const sealed = collects(round) && sealOf(round, home.seat) !== null;
  const draft = await fieldsDraft(ctx, home.me.id, round.id);
  const before = (await ctx.tx.answers.get(round.id, home.me.id)) ?? draft?.answer ?? {};
  const after = withEdited(before, ref, text);
  if (!after || JSON.stringify(after) === JSON.stringify(before)) return;
  if (text.trim() === "") return line(ctx, "refused.answer.empty");
  if (text.length > MAX_ANSWER)
    return refused(ctx, { refused: "answer.too-long", params: { count: text.length, max: MAX_ANSWER } });
  if (sealed || round.state === "closed") {
    await sealAnswer(ctx, home, round, after);
    return;
  }
  await saveSteps(ctx, home, round, after);
}

/** It was too long before: the edited text is tried as if it had just been sent. */
async function retry(ctx: Ctx, ref: string, text: string): Promise<void> {
  const replied = await ctx.tx.messages.byRef(ctx.chat, ref);
  await ctx.tx.messages.remove(ctx.chat, ref);
  await handleText(ctx, { text, messageId: ref, sentAt: Math.max(ctx.now, (replied?.at ?? 0) + 60_000) });
}

/** A sticker, a location, a picture: nothing here can keep it yet. */
export async function handleUnsupported(ctx: Ctx): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  await line(ctx, home ? "unsupported" : ctx.me ? "talk.no-couple" : "talk.stranger");
}
