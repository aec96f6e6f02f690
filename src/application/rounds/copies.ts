/** What follows when a message about a round has reached its chat, or is not going to. */
import { seatOf } from "../../domain/couple.ts";
import { isRefusal } from "../../domain/refusal.ts";
import { delivered, isRunning, sealOf } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import { SHORTEST_WINDOW } from "../../domain/round/window.ts";
import type { OutboxRow } from "../../ports/outbox.ts";
import { capabilitiesOf, type Home, loadHome, seenBy, type Work } from "../context.ts";
import { roundEnd } from "../rituals/runs.ts";
import { stopAwaiting } from "./awaited.ts";
import { change } from "./change.ts";
import { isSpoken } from "./fields.ts";
import { isLeftOver, setLeftoverTimer } from "./leftovers.ts";
import { revealsOnTheWay } from "./reveal.ts";

/** A row about a round has left the outbox: delivered, or dropped because there is nothing to say any more. */
export async function rowIsOut(work: Work, row: OutboxRow, wasDelivered: boolean): Promise<void> {
  const { view, params } = row.content;
  if (!["card", "reminder", "leftover", "reveal"].includes(view) || row.operation !== "send") return;
  const round = typeof params.roundId === "string" ? await work.tx.rounds.byId(params.roundId) : null;
  if (!round || (view === "reveal" && !isAwaited(round))) return;
  const home = await loadHome(work.tx, round.coupleId);
  if (!home) return;
  if (view === "reveal") return revealIsOut(work, home, round, row);
  if (wasDelivered && view === "leftover") return leftoverIsOut(work, home, round, row);
  if (wasDelivered && view !== "leftover") await focusOnShown(work, home, row, round);
  // A shared card that is dropped goes on as two private ones.
  if (view === "card" && (wasDelivered || row.to.kind === "private")) await cardIsOut(work, home, round, row);
}

/**
 * A card that came privately counts as opened there: the next message belongs to it. While the one
 * opened before still waits for words, it could be either, and the bot asks.
 */
async function focusOnShown(work: Work, home: Home, row: OutboxRow, round: Round): Promise<void> {
  const mine = row.personId === null ? null : seenBy(home, row.personId);
  if (isSpoken(work.deps.content, round) || !isRunning(round, work.now)) return;
  if (!mine || !capabilitiesOf(work.deps, row.to.platform).answersByMessage) return;
  const before = mine.me.focus === null ? null : await work.tx.rounds.byId(mine.me.focus);
  const waits = before !== null && before.id !== round.id && isRunning(before, work.now) && !sealOf(before, mine.seat);
  await work.tx.people.save({ ...mine.me, focus: waits ? null : round.id });
  await stopAwaiting(work, mine.me.id);
}

/**
 * A copy of a card is out of the outbox: the window counts from the first one (rule 6). A later one counts from
 * when it was due, so that a chat which could not be reached does not move the end for the other; and one that was
 * dropped because its reader has answered already counts like one that was delivered, or the end would tell.
 * A card that somebody asked to see again moves nothing.
 */
async function cardIsOut(work: Work, home: Home, round: Round, row: OutboxRow): Promise<void> {
  if (row.track?.purpose !== "card" || (row.to.kind === "shared" && round.deliveredAt !== null)) return;
  const ritual = round.ritualId === null ? null : await work.tx.rituals.byId(round.ritualId);
  const end = roundEnd(home, ritual, round.date, work.now);
  const due = Math.max(row.createdAt, row.notBefore);
  const decided = delivered(round, work.now, end, due + SHORTEST_WINDOW);
  if (!isRefusal(decided)) await change(work, home, round, decided);
}

/** The question what becomes of an answer was delivered: seven days to choose begin now. */
async function leftoverIsOut(work: Work, home: Home, round: Round, row: OutboxRow): Promise<void> {
  const seat = row.personId === null ? null : seatOf(home.couple, row.personId);
  if (!seat) return;
  const answer = await work.tx.answers.get(round.id, home.couple.people[seat]);
  if (answer && isLeftOver(round, seat, work.now)) await setLeftoverTimer(work, home, round, seat);
}

/** Whether a half that was taken back waits for the last copy of its reveal. */
function isAwaited(round: Round): boolean {
  return round.state === "revealed" && round.toBlank.length > 0;
}

/** A copy of the reveal is out of the outbox: after the last one, halves that were taken back meanwhile go. */
async function revealIsOut(work: Work, home: Home, round: Round, row: OutboxRow): Promise<void> {
  const others = (await revealsOnTheWay(work, home, round)).filter(({ id }) => id !== row.id);
  if (others.length === 0) await blankAll(work, home, round);
}

/** Blanks every half that was taken back while a copy of the reveal was on its way. */
export async function blankAll(work: Work, home: Home, round: Round): Promise<void> {
  if (round.state !== "revealed") return;
  await work.tx.timers.clear("blank", round.id);
  if (round.pair) await work.tx.timers.clear("blank", round.pair);
  const events = round.toBlank.map((seat) => ({ type: "blanked", seat }) as const);
  await change(work, home, round, events);
}
