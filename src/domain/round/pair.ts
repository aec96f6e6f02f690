/** Two who came to the same thing alone: each has a round of their own, and the two are revealed as one. */
import type { Seat } from "../couple.ts";
import type { RoundId } from "../ids.ts";
import { sealOf } from "./decide.ts";
import type { Pair } from "./evolve.ts";
import type { Round } from "./state.ts";

/**
 * What the reveal of `one` takes from `other`: null unless both are half rounds that ask the same of one
 * person each, and each was sealed before the other's window ended.
 */
export function pairOf(one: Round, other: Round): Pair | null {
  const [mine, theirs] = [loneSeal(one), loneSeal(other)];
  if (!mine || !theirs || mine.seat === theirs.seat) return null;
  const same = one.kind === other.kind && one.cards.join() === other.cards.join();
  const inTime = mine.seal.at < other.windowEndsAt && theirs.seal.at < one.windowEndsAt;
  if (!same || !inTime) return null;
  const seals = mine.seat === "a" ? { a: mine.seal, b: theirs.seal } : { a: theirs.seal, b: mine.seal };
  return { round: other.id, seals };
}

/** The answer of a `match` round that was put to one person and waits. */
function loneSeal(round: Round) {
  const [seat, ...more] = round.asked;
  if (round.state !== "half" || round.disclosure !== "match" || !seat || more.length > 0) return null;
  const seal = sealOf(round, seat);
  return seal?.passed === false ? { seat, seal } : null;
}

/** The round under which the answer of this seat is stored. */
export function storedUnder(round: Round, seat: Seat): RoundId {
  const partners = round.state === "revealed" && !round.asked.includes(seat) ? round.pair : null;
  return partners ?? round.id;
}
