/** Which round a private message belongs to; `product.md` §2, *Decided*. */
import { DAY } from "../../domain/ids.ts";
import { collects } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Ctx, MyHome } from "../context.ts";

export type Belongs =
  | { readonly type: "round"; readonly round: Round }
  | { readonly type: "ask"; readonly rounds: readonly Round[] }
  | { readonly type: "nothing" };

/** A revealed card stays what one talks about for this long. */
const STILL_TALKING = DAY;

/** All rounds of the couple that still collect, newest last. */
export function openRounds(ctx: Pick<Ctx, "tx">, home: MyHome): Promise<readonly Round[]> {
  return ctx.tx.rounds.ofCouple(home.couple.id, ["open", "half", "ready"]);
}

/** The round a reply points at, if the bot or the author wrote that message about one. */
async function repliedTo(ctx: Ctx, home: MyHome, ref: string | undefined): Promise<Round | null> {
  if (ref === undefined) return null;
  const tracked = await ctx.tx.messages.byRef(ctx.chat, ref);
  const round = tracked?.roundId ? await ctx.tx.rounds.byId(tracked.roundId) : null;
  return round?.coupleId === home.couple.id ? round : null;
}

/**
 * The round it replies to; else the one last opened privately; else the only one open; else all that
 * are open, to be asked about. A revealed round that was opened last still counts for a day, unless
 * exactly one other could be meant: then both are offered.
 */
export async function belongsTo(ctx: Ctx, home: MyHome, replyTo: string | undefined): Promise<Belongs> {
  const replied = await repliedTo(ctx, home, replyTo);
  if (replied) return { type: "round", round: replied };
  const open = await openRounds(ctx, home);
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
