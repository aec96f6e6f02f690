/** A submitted form seals at once. */
import { isRefusal } from "../../domain/refusal.ts";
import type { Reply } from "../../ports/chat.ts";
import { type Ctx, homeOf } from "../context.ts";
import { notYours } from "../taps/tap.ts";
import { describeAnswer } from "./describe.ts";
import { answerFromForm, fieldsOf } from "./fields.ts";
import { offerBelow } from "./message.ts";
import { refused, sealAnswer } from "./sealing.ts";

export async function sealForm(
  ctx: Ctx,
  action: string,
  values: Readonly<Record<string, readonly string[]>>,
): Promise<Reply | void> {
  const [verb, roundId = ""] = action.split("_");
  const home = await homeOf(ctx.tx, ctx.me);
  const round = home && verb === "seal" ? await ctx.tx.rounds.byId(roundId) : null;
  if (!home || !round || round.coupleId !== home.couple.id) return notYours(ctx);
  const asked = fieldsOf(ctx.deps.content, round, home.me.language);
  const answer = answerFromForm(asked, values);
  if (isRefusal(answer)) return refused(ctx, answer);
  if (round.state === "revealed") {
    const say = (key: string, params?: Readonly<Record<string, string | number>>) =>
      ctx.deps.translate(home.me.language, key, params);
    const text = describeAnswer(asked, answer, say);
    return offerBelow(ctx, home, round, { text, messageId: ctx.deps.random.id(), sentAt: ctx.now });
  }
  await sealAnswer(ctx, home, round, answer);
}
