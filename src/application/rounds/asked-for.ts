/** A card that somebody asks for comes to them at once; where both see cards it may have to wait for the other one. */
import { isAsked, isRunning } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Reply } from "../../ports/chat.ts";
import type { Ctx, MyHome } from "../context.ts";
import { PASSED_ON, passes } from "../gate.ts";
import { line, postsLater, say } from "../speak.ts";
import { isSpoken } from "./fields.ts";
import { showCard } from "./open.ts";
import { openPrompt } from "./prompt.ts";

/** Confirms a card for both that was opened just now, and shows it to the speaker where the shared chat has to wait. */
export async function confirmOpened(ctx: Ctx, home: MyHome, rounds: readonly Round[]): Promise<void> {
  const shared = rounds.find(({ asked }) => asked.length === 2);
  if (!shared || !home.place?.active) return;
  const later = postsLater(ctx, home);
  if (later) await say(ctx, "card", { roundId: shared.id });
  if (later || ctx.origin !== null || ctx.chat.kind === "private") await line(ctx, PASSED_ON);
}

/**
 * Shows an open card again instead of a new one (*Decided*): where both see it when asked there, in the words of a card
 * that was opened just now, because the other may have opened it unseen. Posted again a few times a day, then shown to
 * the speaker alone.
 */
export async function showAgain(ctx: Ctx, home: MyHome, round: Round): Promise<Reply | void> {
  const alone = ctx.chat.kind === "private" || !home.place?.active || round.asked.length === 1;
  if (alone || !(await passes(ctx, home, "again")))
    return ctx.can.forms || isSpoken(ctx.deps.content, round)
      ? say(ctx, "card", { roundId: round.id })
      : openPrompt(ctx, home, round);
  const ritual = round.ritualId === null ? null : await ctx.tx.rituals.byId(round.ritualId);
  await showCard(ctx, home, round, { ritual, date: round.date, by: home.me.id });
  await confirmOpened(ctx, home, [round]);
}

/** The newest open round that fits and that this person may be shown again. */
export async function openOne(ctx: Ctx, home: MyHome, fits: (round: Round) => boolean): Promise<Round | undefined> {
  const all = await ctx.tx.rounds.ofCouple(home.couple.id, ["open", "half", "ready"]);
  return all.findLast((round) => fits(round) && isAsked(round, home.seat) && isRunning(round, ctx.now));
}
