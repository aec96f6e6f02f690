/**
 * What may happen to a round: one small function per command. Each gives events, or a refusal that is
 * put into the user's language at the edge. Nothing here knows the words of an answer.
 */
import { otherSeat, type Seat } from "../couple.ts";
import type { Instant } from "../ids.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { RoundEvent } from "./evolve.ts";
import type { ReceptionFlag, Response, Round, Seal, Seals } from "./state.ts";

export type Decision = readonly RoundEvent[] | Refusal;

export function sealsOf(round: Round): Seals {
  return round.state === "open" ? {} : round.seals;
}

export function sealOf(round: Round, seat: Seat): Seal | null {
  return sealsOf(round)[seat] ?? null;
}

/** Whether there is at least one answer; a pass is none. */
export function answered(round: Round): boolean {
  const { a, b } = sealsOf(round);
  return a?.passed === false || b?.passed === false;
}

/** Collecting: a seal may still be set, changed or taken back. */
export function collects(round: Round): boolean {
  return round.state === "open" || round.state === "half" || round.state === "ready";
}

function notCollecting(round: Round): Refusal {
  return refuse(round.state === "revealed" ? "round.revealed" : "round.closed");
}

/** Whether a round was put to this person; of what is not, they learn nothing. */
export function isAsked(round: Pick<Round, "asked">, seat: Seat): boolean {
  return round.asked.includes(seat);
}

/**
 * Sets or replaces one partner's seal (rule 5). At the window's end a round closes, also when its
 * timer is late, so that a late submit is told so instead of being kept silently.
 */
export function seal(round: Round, seat: Seat, sealed: Seal): Decision {
  if (!collects(round) || !isAsked(round, seat)) return notCollecting(round);
  if (round.state !== "ready" && sealed.at >= round.windowEndsAt) return refuse("round.closed");
  const before = sealOf(round, seat);
  const flag = sealed.flag ?? before?.flag ?? null;
  return [{ type: "sealed", seat, seal: { ...sealed, flag } }];
}

/** Rule 5: until the reveal. A pass is taken back the same way. */
export function takeBack(round: Round, seat: Seat): Decision {
  if (!collects(round)) return notCollecting(round);
  if (!sealOf(round, seat)) return refuse("round.nothing-sealed");
  return [{ type: "taken-back", seat }];
}

/** The author says how the answer should be received. */
export function setFlag(round: Round, seat: Seat, flag: ReceptionFlag | null): Decision {
  if (!collects(round)) return notCollecting(round);
  const current = sealOf(round, seat);
  if (!current || current.passed) return refuse("round.nothing-sealed");
  return [{ type: "sealed", seat, seal: { ...current, flag } }];
}

/** Rule 2: decided once. Anything but `ready` has nothing to reveal. */
export function reveal(round: Round, at: Instant): Decision {
  return round.state === "ready" ? [{ type: "revealed", at }] : [];
}

/** What one person alone was asked is over with their seal: there is nobody to wait for. */
export function kept(round: Round, at: Instant): Decision {
  const alone = round.disclosure === "own" || round.disclosure === "gift";
  return alone && round.state === "half" ? [{ type: "closed", at }] : [];
}

/** A spoken card goes on by either's tap; `turn` is the one the tap was made for, so that two taps count once. */
export function turn(round: Round, tapped: number, turns: number, at: Instant): Decision {
  if (!collects(round)) return notCollecting(round);
  if (round.turn !== tapped) return [];
  const last = tapped + 1 >= turns;
  return last ? [{ type: "turned" }, { type: "closed", at }] : [{ type: "turned" }];
}

/** The window's end: closes unless both answered (rule 6: what both have sealed never expires). */
export function expire(round: Round, at: Instant): Decision {
  const waits = round.state === "open" || round.state === "half";
  return waits && at >= round.windowEndsAt ? [{ type: "closed", at }] : [];
}

/** Ends a round whatever its window says: a pause outlasted it. */
export function close(round: Round, at: Instant): Decision {
  return collects(round) ? [{ type: "closed", at }] : [];
}

/** One tap after the reveal; a second tap changes it, the same tap again takes it away. */
export function respond(round: Round, seat: Seat, response: Response): Decision {
  if (round.state !== "revealed") return refuse("round.not-revealed");
  if (round.blanked.includes(otherSeat(seat))) return refuse("round.half-taken");
  const same = round.responses[seat] === response;
  return [{ type: "responded", seat, response: same ? null : response }];
}

/** Blanks one's own half after the reveal. */
export function blank(round: Round, seat: Seat): Decision {
  if (round.state !== "revealed") return refuse("round.not-revealed");
  return round.blanked.includes(seat) ? [] : [{ type: "blanked", seat }];
}

/**
 * The card reached the couple: its window counts from the first delivery, and is never shorter than
 * `shortest` after a later one (rule 6; each partner's copy may come at another hour).
 */
export function delivered(round: Round, at: Instant, windowEndsAt: Instant, shortest: Instant): Decision {
  const first = round.deliveredAt === null;
  const end = Math.max(round.windowEndsAt, first ? windowEndsAt : at + shortest);
  if (!first && end === round.windowEndsAt) return [];
  return [{ type: "delivered", at: round.deliveredAt ?? at, windowEndsAt: end }];
}

/** Whether somebody is due the one reminder (rule 8): has not sealed, and the round still collects. */
export function wantsReminder(round: Round, seat: Seat): boolean {
  const waits = round.state === "open" || round.state === "half";
  return !round.reminded && waits && isAsked(round, seat) && !sealOf(round, seat);
}
