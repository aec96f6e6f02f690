/** Which round a private message belongs to; `product.md` §2, *Decided*. */
import { DAY } from "../../domain/ids.ts";
import { collects, isAsked } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Ctx, MyHome, Work } from "../context.ts";
import { isSpoken } from "./fields.ts";

export type Belongs =
  | { readonly type: "round"; readonly round: Round }
  | { readonly type: "ask"; readonly rounds: readonly Round[] }
  | { readonly type: "nothing" };

/** A revealed card stays what one talks about for this long. */
const STILL_TALKING = DAY;

/** All rounds that still collect and were put to this person, newest last; not what is only spoken. */
export async function openOnes(work: Pick<Work, "tx" | "deps">, home: MyHome): Promise<readonly Round[]> {
  const all = await work.tx.rounds.ofCouple(home.couple.id, ["open", "half", "ready"]);
  return all.filter((round) => isAsked(round, home.seat) && !isSpoken(work.deps.content, round));
}

type Where = Pick<Ctx, "tx" | "deps" | "now" | "chat">;

/** The round a reply points at, if the bot or the author wrote that message about one. */
export async function repliedTo(ctx: Where, home: MyHome, ref: string | undefined): Promise<Round | null> {
  if (ref === undefined) return null;
  const tracked = await ctx.tx.messages.byRef(ctx.chat, ref);
  const round = tracked?.roundId ? await ctx.tx.rounds.byId(tracked.roundId) : null;
  return round?.coupleId === home.couple.id && isAsked(round, home.seat) ? round : null;
}

/**
 * The round it replies to; else the one last opened privately; else the only one open; else all that
 * are open, to be asked about. A revealed round that was opened last still counts for a day, unless
 * exactly one other could be meant: then both are offered.
 */
export async function belongsTo(ctx: Where, home: MyHome, replyTo: string | undefined): Promise<Belongs> {
  const replied = await repliedTo(ctx, home, replyTo);
  if (replied) return { type: "round", round: replied };
  const open = await openOnes(ctx, home);
  const focus = home.me.focus === null ? null : await ctx.tx.rounds.byId(home.me.focus);
  if (focus && focus.coupleId === home.couple.id) {
    if (collects(focus)) return { type: "round", round: focus };
    const talking = focus.state === "revealed" && ctx.now - focus.revealedAt < STILL_TALKING;
    if (talking && open.length === 0) return { type: "round", round: focus };
    if (talking) return { type: "ask", rounds: [focus, ...open] };
  }
  const [only, ...more] = open;
  if (!only) return { type: "nothing" };
  return more.length === 0 ? { type: "round", round: only } : { type: "ask", rounds: open };
}
