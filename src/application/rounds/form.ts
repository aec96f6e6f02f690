/** A submitted form seals at once, or leads to the next where a card has more fields than a form. */
import type { Answer } from "../../domain/answer.ts";
import { isRefusal } from "../../domain/refusal.ts";
import { collects, isAsked } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Reply } from "../../ports/chat.ts";
import { type Ctx, homeOf, type MyHome } from "../context.ts";
import { line, say } from "../speak.ts";
import { notYours } from "../taps/tap.ts";
import { describeAnswer } from "./describe.ts";
import { answerFromForm, fieldsOf, nextField } from "./fields.ts";
import { offerBelow } from "./message.ts";
import { fieldsDraft, refused, sealAnswer } from "./sealing.ts";
import { saveSteps } from "./steps.ts";

/** A card with more fields than a form has: what is answered is kept, and a button opens the rest. */
async function askFurther(ctx: Ctx, home: MyHome, round: Round, answer: Answer): Promise<void> {
  if (!collects(round)) return line(ctx, `refused.round.${round.state === "revealed" ? "revealed" : "closed"}`);
  await saveSteps(ctx, home, round, answer);
  await say(ctx, "form-more", { roundId: round.id });
}

export async function sealForm(
  ctx: Ctx,
  action: string,
  values: Readonly<Record<string, readonly string[]>>,
): Promise<Reply | void> {
  const [verb, roundId = "", page = "0"] = action.split("_");
  const home = await homeOf(ctx.tx, ctx.me);
  const round = home && verb === "seal" ? await ctx.tx.rounds.byId(roundId) : null;
  if (!home || !round || round.coupleId !== home.couple.id || !isAsked(round, home.seat)) return notYours(ctx);
  const asked = fieldsOf(ctx.deps.content, round, home.me.language);
  const from = Number(page);
  const submitted = answerFromForm(asked, values, from);
  if (isRefusal(submitted)) return refused(ctx, submitted);
  const before = from === 0 ? {} : ((await fieldsDraft(ctx, home.me.id, round.id))?.answer ?? {});
  const answer = { ...before, ...submitted };
  if (nextField(asked, answer) !== null) return askFurther(ctx, home, round, answer);
  if (round.state === "revealed") {
    const say = (key: string, params?: Readonly<Record<string, string | number>>) =>
      ctx.deps.translate(home.me.language, key, params);
    const text = describeAnswer(asked, answer, say);
    return offerBelow(ctx, home, round, { text, messageId: ctx.deps.random.id(), sentAt: ctx.now });
  }
  await sealAnswer(ctx, home, round, answer);
}
