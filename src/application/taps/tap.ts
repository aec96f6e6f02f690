/** What a tap is to the application: a verb and its arguments, from somebody who may have no right to it. */
import { isAsked } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Received, Reply, Way } from "../../ports/chat.ts";
import { type Ctx, homeOf, type MyHome } from "../context.ts";
import { line } from "../speak.ts";

/** What a form was handed in with: field id → text as one element or option ids, and field id → files. */
export interface Submitted {
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly files: Readonly<Record<string, readonly Received[]>>;
}

/** Handles one verb. Nothing returned means: whatever is to be said is in the outbox. `form`: only of a form. */
export type Tap = (ctx: Ctx, args: readonly string[], form?: Submitted) => Promise<Reply | void>;

/** What a verb may be used for, and by which ways it may come. */
export interface Action {
  /**
   * A link only opens, for whoever taps it: it never changes, shows to others, sends or erases, because anybody can
   * make one and send it. Everything else is a button or a form.
   */
  readonly by: readonly Way[];
  readonly run: Tap;
  /** Shows its confirmation. Those verbs have it that `confirm-states.ts` lists. */
  readonly asks?: Tap;
}

export type Actions = Readonly<Record<string, Action>>;

/** An ordinary button. */
export const BUTTON = ["button"] as const;
/** A button that is also a link, because it only opens. */
export const OPENS = ["button", "link"] as const;
/** Only a link: nothing shows a button for it. */
export const LINK = ["link"] as const;
/** Handed in with a form. */
export const FORM = ["form"] as const;

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
  handle: (ctx: Ctx, home: MyHome, round: Round, args: readonly string[], form?: Submitted) => Promise<Reply | void>,
): Tap {
  return async (ctx, [roundId = "", ...args], form) => {
    const home = await homeOf(ctx.tx, ctx.me);
    const round = home && (await ctx.tx.rounds.byId(roundId));
    if (!home || !round || round.coupleId !== home.couple.id || !isAsked(round, home.seat)) return notYours(ctx);
    return handle(ctx, home, round, args, form);
  };
}

/** A verb about the speaker's couple. */
export function onHome(
  handle: (ctx: Ctx, home: MyHome, args: readonly string[], form?: Submitted) => Promise<Reply | void>,
): Tap {
  return async (ctx, args, form) => {
    const home = await homeOf(ctx.tx, ctx.me);
    return home ? handle(ctx, home, args, form) : notYours(ctx);
  };
}
