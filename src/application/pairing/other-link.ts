/** A link whose payload opens nothing: a made-up one, one that would act, or one of an earlier version. */
import type { Reply } from "../../ports/chat.ts";
import { noCouple } from "../commands/cards.ts";
import { type Ctx, homeOf } from "../context.ts";
import { say } from "../speak.ts";
import { join } from "./place.ts";

/** To one of a couple a line with a way on; to everybody else what `/start` alone says. Changes nothing. */
export async function otherLink(ctx: Ctx): Promise<Reply | void> {
  if (await homeOf(ctx.tx, ctx.me)) return say(ctx, "link-nothing");
  const { waitingPlace } = ctx.facts;
  return waitingPlace !== undefined && ctx.chat.kind === "private" ? join(ctx, waitingPlace) : noCouple(ctx);
}
