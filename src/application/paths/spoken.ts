/** Spoken cards: nothing is collected, a tap goes on. What the two chose a length for ends by itself. */
import type { Card } from "../../domain/card.ts";
import { MINUTE } from "../../domain/ids.ts";
import { isRefusal } from "../../domain/refusal.ts";
import { isRunning, turn } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Home, Work } from "../context.ts";
import { change } from "../rounds/change.ts";
import { cardsOf } from "../rounds/fields.ts";
import { refresh } from "../speak.ts";
import { endSilence, keepSilent } from "./silence.ts";

/** How many taps a spoken card takes: one, or one of each. */
function turnsOf(card: Pick<Card, "step"> | undefined): number {
  return card?.step.turns ? 2 : 1;
}

/** The two chose how long: the bot is silent until then. False when they have chosen before, or cannot. */
export async function chooseLength(work: Work, home: Home, round: Round, minutes: number): Promise<boolean> {
  const [card] = cardsOf(work.deps.content, round, "en");
  if (!card?.step.lasts.includes(minutes) || round.lasts !== null || !isRunning(round, work.now)) return false;
  const chosen = await change(work, home, round, [{ type: "lasting", minutes }]);
  if (card.step.rest === "share") await goOnFrom(work, home, chosen);
  else {
    const at = work.now + minutes * MINUTE;
    await work.tx.timers.set({ kind: "silence", ref: round.id, at }, home.couple.id);
    await keepSilent(work, home, at);
  }
  await refresh(work, home, round.id, "card", "card");
  return true;
}

/** The rest of such a path is spread over the length: its first part is over once the length is known. */
async function goOnFrom(work: Work, home: Home, round: Round): Promise<void> {
  const decided = turn(round, round.turn, 1, work.now);
  if (!isRefusal(decided)) await change(work, home, round, decided);
}

/** A tap for the `tapped`-th time. False when that tap was taken already. */
export async function takeTurn(work: Work, home: Home, round: Round, tapped: number): Promise<boolean> {
  const [card] = cardsOf(work.deps.content, round, "en");
  if (card === undefined || card.fields.length > 0) return false;
  const decided = turn(round, tapped, turnsOf(card), work.now);
  if (isRefusal(decided) || decided.length === 0) return false;
  if (round.lasts !== null) await endSilence(work, home);
  await change(work, home, round, decided);
  await refresh(work, home, round.id, "card", "card");
  return true;
}

/** Its time is over. */
export async function endSpoken(work: Work, home: Home, round: Round): Promise<void> {
  if (!isRunning(round, work.now)) return;
  await endSilence(work, home);
  const decided = turn(round, round.turn, 1, work.now);
  if (!isRefusal(decided)) await change(work, home, round, decided);
  await refresh(work, home, round.id, "card", "card");
}
