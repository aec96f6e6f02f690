/** What a tap is to the application: a verb and its arguments, from somebody who may have no right to it. */
import { isAsked } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Reply } from "../../ports/chat.ts";
import { type Ctx, homeOf, type MyHome } from "../context.ts";
import { line } from "../speak.ts";

/** Handles one verb. Nothing returned means: whatever is to be said is in the outbox. */
export type Tap = (ctx: Ctx, args: readonly string[]) => Promise<Reply | void>;

/**
 * Rule 4: the same generic answer for a stranger, a former partner, a stale and a made-up id. It
 * says nothing about any couple.
 */
export async function notYours(ctx: Ctx): Promise<Reply> {
  const key = ctx.me ? "stale" : "not-yours";
  if (ctx.origin !== null) return { type: "toast", text: ctx.deps.translate(languageOf(ctx), key) };
  await line(ctx, key);
  return { type: "none" };
}

function languageOf(ctx: Ctx): string {
  return ctx.me?.language ?? ctx.from.language ?? "en";
}

/** A verb about one round: runs only for one of the two whose round it is. */
export function onRound(
  handle: (ctx: Ctx, home: MyHome, round: Round, args: readonly string[]) => Promise<Reply | void>,
): Tap {
  return async (ctx, [roundId = "", ...args]) => {
    const home = await homeOf(ctx.tx, ctx.me);
    const round = home && (await ctx.tx.rounds.byId(roundId));
    if (!home || !round || round.coupleId !== home.couple.id || !isAsked(round, home.seat)) return notYours(ctx);
    return handle(ctx, home, round, args);
  };
}

/** A verb about the speaker's couple. */
export function onHome(handle: (ctx: Ctx, home: MyHome, args: readonly string[]) => Promise<Reply | void>): Tap {
  return async (ctx, args) => {
    const home = await homeOf(ctx.tx, ctx.me);
    return home ? handle(ctx, home, args) : notYours(ctx);
  };
}
