/** Putting a card on: a new round, its card on the way, its timers set. */
import type { Round } from "../../domain/round/state.ts";
import type { Home, Work } from "../context.ts";
import { hourOf, roundEnd } from "../rituals/runs.ts";
import { post, tell } from "../speak.ts";
import { startTimers } from "./change.ts";
import { chooseCards } from "./choose.ts";
import type { Opening } from "./opening.ts";

/** Opens a round; null when no card may be drawn. The card waits for quiet hours in the outbox. */
export async function openRound(work: Work, home: Home, opening: Opening): Promise<Round | null> {
  const chosen = await chooseCards(work, home, opening);
  if (!chosen) return null;
  const round: Round = {
    id: work.deps.random.id(),
    coupleId: home.couple.id,
    ritualId: opening.ritual?.id ?? null,
    kind: opening.kind,
    cards: chosen.map((card) => card.id),
    disclosure: chosen[0]?.disclosure ?? "both",
    date: opening.date,
    openedAt: work.now,
    deliveredAt: null,
    windowEndsAt: roundEnd(home, opening.ritual, opening.date, work.now),
    reminded: false,
    state: "open",
  };
  await work.tx.rounds.save(round);
  await startTimers(work, home, round, work.now);
  await showCard(work, home, round, opening);
  return round;
}

/**
 * Shows a round's card to the two: in their place, or privately, each at their own hour where they
 * chose so. Somebody who asks for it is not held back by their own quiet hours.
 */
export async function showCard(work: Work, home: Home, round: Round, opening: Pick<Opening, "ritual" | "date" | "by">) {
  const lane = opening.by === null ? "scheduled" : "interactive";
  const track = { purpose: "card", roundId: round.id };
  const params = { roundId: round.id, by: opening.by };
  const coupleId = home.couple.id;
  const privately = home.couple.cards === "each" || !home.place?.active;
  if (!privately) {
    return post(work, home, "card", params, { lane, track, dedupe: `card:${round.id}` });
  }
  const each = home.couple.cards === "each" && opening.by === null;
  for (const person of [home.people.a, home.people.b]) {
    const notBefore = each ? hourOf(opening.ritual, opening.date, person.zone) : 0;
    await tell(work, person, "card", params, {
      lane,
      track,
      coupleId,
      notBefore,
      dedupe: `card:${round.id}:${person.id}`,
    });
  }
}
