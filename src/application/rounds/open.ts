/** Putting a card on: a new round, its card on the way, its timers set. */
import type { Card, Disclosure } from "../../domain/card.ts";
import { type Seat, seatOf } from "../../domain/couple.ts";
import type { RoundId } from "../../domain/ids.ts";
import { isOnes } from "../../domain/path.ts";
import { runs } from "../../domain/ritual-kind.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Home, Work } from "../context.ts";
import { hourOf, roundEnd } from "../rituals/runs.ts";
import { post, tell } from "../speak.ts";
import { chooseCards } from "./choose.ts";
import { startTimers } from "./clocks.ts";
import type { Opening } from "./opening.ts";

/** From what opens most to what opens least. */
const OPENNESS: readonly Disclosure[] = ["both", "match", "gift", "own"];

/**
 * Opens what is due: one round for the two, or one for each of those asked where it is everybody's own.
 * The cards wait for quiet hours in the outbox. Empty when no card may be drawn.
 */
export async function openRounds(work: Work, home: Home, opening: Opening): Promise<readonly Round[]> {
  const chosen = await chooseCards(work, home, opening);
  if (!chosen) return [];
  const alone = work.deps.content.ritualKind(opening.kind)?.opens === "alone";
  const disclosure = OPENNESS.find((one) => chosen.some((card) => card.disclosure === one)) ?? "both";
  const asker = opening.by === null ? null : seatOf(home.couple, opening.by);
  const asked = opening.asked ?? (alone && asker ? [asker] : (["a", "b"] as const));
  const groups: (readonly Seat[])[] = isOnes(disclosure) ? asked.map((seat) => [seat]) : [asked];
  const ids = groups.map(() => work.deps.random.id());
  const rounds: Round[] = [];
  for (const [index, seats] of groups.entries()) {
    const put = { id: ids[index] ?? "", first: ids[0] ?? "", seats, chosen, disclosure };
    rounds.push(await openOne(work, home, opening, put));
  }
  return rounds;
}

interface Put {
  readonly id: RoundId;
  /** The first of those opened at once: a path is named after it. */
  readonly first: RoundId;
  readonly seats: readonly Seat[];
  readonly chosen: readonly Card[];
  readonly disclosure: Disclosure;
}

async function openOne(work: Work, home: Home, opening: Opening, put: Put): Promise<Round> {
  const isPath = runs(work.deps.content.ritualKind(opening.kind));
  const round: Round = {
    id: put.id,
    coupleId: home.couple.id,
    ritualId: opening.ritual?.id ?? null,
    kind: opening.kind,
    cards: put.chosen.map((card) => card.id),
    disclosure: put.disclosure,
    asked: put.seats,
    path: opening.path ?? (isPath ? put.first : null),
    about: opening.about ?? null,
    turn: 0,
    lasts: null,
    swapped: opening.swapped ?? [],
    date: opening.date,
    openedAt: work.now,
    deliveredAt: null,
    windowEndsAt: roundEnd(home, opening.ritual, opening.date, work.now),
    reminded: false,
    state: "open",
  };
  await work.tx.rounds.save(round);
  await startTimers(work, home, round, work.now);
  if (!opening.quietly) await showCard(work, home, round, opening);
  return round;
}

/**
 * Shows a round's card to those it is put to: in their place, or privately, each at their own hour where
 * they chose so. Somebody who asks for it is not held back by their own quiet hours.
 */
export async function showCard(
  work: Work,
  home: Home,
  round: Round,
  opening: Pick<Opening, "ritual" | "date" | "by" | "live">,
): Promise<void> {
  const lane = opening.by === null && !opening.live ? "scheduled" : "interactive";
  const track = { purpose: "card", roundId: round.id };
  const params = { roundId: round.id, by: opening.by };
  const coupleId = home.couple.id;
  const one = round.asked.length === 1;
  if (!one && home.couple.cards === "shared" && home.place?.active) {
    return post(work, home, "card", params, { lane, track, dedupe: `card:${round.id}` });
  }
  const each = home.couple.cards === "each" && opening.by === null;
  for (const seat of round.asked) {
    const person = home.people[seat];
    const notBefore = each ? hourOf(opening.ritual, opening.date, person.zone) : 0;
    const dedupe = `card:${round.id}:${person.id}`;
    await tell(work, person, "card", params, { lane, track, coupleId, notBefore, dedupe });
  }
}
