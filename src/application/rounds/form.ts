/** A submitted form seals at once. */
import { isRefusal } from "../../domain/refusal.ts";
import type { Reply } from "../../ports/chat.ts";
import { type Ctx, homeOf } from "../context.ts";
import { line } from "../speak.ts";
import { notYours } from "../taps/tap.ts";
import { answerFromForm, fieldsOf } from "./fields.ts";
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
  const answer = answerFromForm(fieldsOf(ctx.deps.content, round, home.me.language), values);
  if (isRefusal(answer)) return refused(ctx, answer);
  if (round.state === "revealed") return line(ctx, "refused.round.revealed");
  await sealAnswer(ctx, home, round, answer);
}
