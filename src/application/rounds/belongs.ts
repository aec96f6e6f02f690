/** Which round a private message belongs to. */
import { DAY, HOUR } from "../../domain/ids.ts";
import { isAsked, isLateFor, isOpenTo, isRunning, sealOf } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Ctx, MyHome, Work } from "../context.ts";
import { isSpoken } from "./fields.ts";

export type Belongs =
  | { readonly type: "round"; readonly round: Round }
  | { readonly type: "ask"; readonly rounds: readonly Round[] }
  | { readonly type: "nothing" };

/** A card that was revealed, or closed while its question stood open, stays what one talks about for this long. */
const STILL_TALKING = DAY;
/** While other cards are open, words for one that has closed are expected for this long. */
const JUST_CLOSED = HOUR;

/** All rounds that are open to this person, oldest first; not what is only spoken. */
export async function openOnes(work: Pick<Work, "tx" | "deps" | "now">, home: MyHome): Promise<readonly Round[]> {
  const all = await work.tx.rounds.ofCouple(home.couple.id, ["open", "half", "ready"]);
  return all.filter((round) => isOpenTo(round, home.seat, work.now) && !isSpoken(work.deps.content, round));
}

/**
 * Of these the ones that come first: what this person has sealed and whose window is over is not in the way
 * of a card that they may still answer.
 */
export function firstOf(rounds: readonly Round[], home: MyHome, now: number): readonly Round[] {
  const running = rounds.filter((round) => isRunning(round, now));
  return running.some((round) => sealOf(round, home.seat) === null) ? running : rounds;
}

type Where = Pick<Ctx, "tx" | "deps" | "now" | "chat">;

/** The round a reply points at, if the bot or the author wrote that message about one. */
export async function repliedTo(ctx: Where, home: MyHome, ref: string | undefined): Promise<Round | null> {
  if (ref === undefined) return null;
  const tracked = await ctx.tx.messages.byRef(ctx.chat, ref);
  const round = tracked?.roundId ? await ctx.tx.rounds.byId(tracked.roundId) : null;
  return round?.coupleId === home.couple.id && isAsked(round, home.seat) ? round : null;
}

/** Of one's own beginnings one is for this round: then the next message is. */
async function hasBegun(work: Pick<Work, "tx">, home: MyHome, round: Round): Promise<boolean> {
  const drafts = await work.tx.drafts.ofPerson(home.me.id);
  return drafts.some(({ roundId, purpose }) => roundId === round.id && (purpose === "fields" || purpose === "add"));
}

/** The round last opened privately, while it may still be meant although its window is over, or it is revealed. */
export async function talkedAbout(work: Pick<Work, "tx" | "deps" | "now">, home: MyHome): Promise<Round | null> {
  const { now } = work;
  const focus = home.me.focus === null ? null : await work.tx.rounds.byId(home.me.focus);
  if (!focus || focus.coupleId !== home.couple.id || !isAsked(focus, home.seat)) return null;
  if (focus.state === "revealed") return now - focus.revealedAt < STILL_TALKING ? focus : null;
  if (!isLateFor(focus, home.seat, now)) return null;
  const over = focus.state === "closed" ? Math.min(focus.windowEndsAt, focus.closedAt) : focus.windowEndsAt;
  const others = (await openOnes(work, home)).some((round) => isRunning(round, now));
  return now - over < (others ? JUST_CLOSED : STILL_TALKING) ? focus : null;
}

/**
 * The round it replies to; else the one last opened privately; else the only one open; else all that
 * are open, to be asked about. A round that was opened last and is revealed, or has just closed, still counts,
 * unless another could be meant: then they are offered.
 */
export async function belongsTo(ctx: Where, home: MyHome, replyTo: string | undefined): Promise<Belongs> {
  const replied = await repliedTo(ctx, home, replyTo);
  if (replied) return { type: "round", round: replied };
  const open = await openOnes(ctx, home);
  const focus = open.find(({ id }) => id === home.me.focus);
  if (focus && (isRunning(focus, ctx.now) || (await hasBegun(ctx, home, focus))))
    return { type: "round", round: focus };
  const running = open.filter((round) => isRunning(round, ctx.now));
  const others = running.length > 0 ? running : open;
  const talking = await talkedAbout(ctx, home);
  if (talking) {
    const alone = others.length === 0 || (talking.state !== "revealed" && running.length === 0);
    return alone ? { type: "round", round: talking } : { type: "ask", rounds: [talking, ...others] };
  }
  const [only, ...more] = others;
  if (!only) return { type: "nothing" };
  return more.length === 0 ? { type: "round", round: only } : { type: "ask", rounds: others };
}
