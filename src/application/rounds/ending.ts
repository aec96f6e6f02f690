/**
 * What time does to a round: its window ends, and later the round itself, if answers are left. What the two can see
 * of the first is the same whatever was sealed; of the second only the authors learn, each of their own.
 */
import { isRefusal } from "../../domain/refusal.ts";
import { answered, collects, end } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Home, Work } from "../context.ts";
import { afterUnrevealed, change } from "./change.ts";
import { decideReveal } from "./reveal.ts";

/** The window's timer ran out. A card that was delivered late may have moved the end. */
export async function windowEnds(work: Work, home: Home, round: Round): Promise<void> {
  if (!collects(round)) return;
  if (work.now < round.windowEndsAt) {
    return work.tx.timers.set({ kind: "window", ref: round.id, at: round.windowEndsAt }, home.couple.id);
  }
  if (!answered(round)) return void (await change(work, home, round, [{ type: "closed", at: work.now }]));
  const left = await change(work, home, round, await decideReveal(work, home, round, round.windowEndsAt));
  if (left.state !== "revealed") await afterUnrevealed(work, home, left);
}

/** A round with answers was tried again. */
export async function revealDue(work: Work, home: Home, round: Round): Promise<void> {
  await change(work, home, round, await decideReveal(work, home, round));
}

/** The time in which its answers might have been revealed is over: their authors have them back. */
export async function roundEnds(work: Work, home: Home, round: Round): Promise<void> {
  const decided = end(round, work.now);
  if (!isRefusal(decided)) await change(work, home, round, decided);
}
