/**
 * What may happen to a round: one small function per command. Each gives events, or a refusal that is
 * put into the user's language at the edge. Nothing here knows the words of an answer.
 */
import { otherSeat, type Seat } from "../couple.ts";
import type { Instant } from "../ids.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Pair, RoundEvent } from "./evolve.ts";
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

/**
 * Neither revealed nor closed. Says nothing that anybody may see: whether the round is still open to
 * somebody is a matter of time, see `isRunning` and `isOpenTo`.
 */
export function collects(round: Pick<Round, "state">): boolean {
  return round.state === "open" || round.state === "half" || round.state === "ready";
}

function notCollecting(round: Round): Refusal {
  return refuse(round.state === "revealed" ? "round.revealed" : "round.closed");
}

/** Whether a round was put to this person; of what is not, they learn nothing. */
export function isAsked(round: Pick<Round, "asked">, seat: Seat): boolean {
  return round.asked.includes(seat);
}

/** Its window runs: the round is open to both and to their shared chat, whatever was sealed. */
export function isRunning(round: Pick<Round, "state" | "windowEndsAt">, now: Instant): boolean {
  return collects(round) && now < round.windowEndsAt;
}

/**
 * Whether somebody may still answer, change or take back: while the window runs, and after it only whoever
 * has an answer sealed. It depends on the time and on this person's own seal, never on the other's.
 */
export function isOpenTo(round: Round, seat: Seat, now: Instant): boolean {
  if (!collects(round) || !isAsked(round, seat)) return false;
  return now < round.windowEndsAt || sealOf(round, seat)?.passed === false;
}

/** Whether somebody who came too late for this round has nothing in it: what they send now is their own to keep. */
export function isLateFor(round: Round, seat: Seat, now: Instant): boolean {
  const over = round.state === "closed" || (collects(round) && now >= round.windowEndsAt);
  return over && isAsked(round, seat) && sealOf(round, seat) === null;
}

/** Sets or replaces one partner's seal (rule 5), as long as the round is open to them. A pass after the window stays one. */
export function seal(round: Round, seat: Seat, sealed: Seal): Decision {
  if (!isOpenTo(round, seat, sealed.at)) return notCollecting(round);
  const before = sealOf(round, seat);
  const flag = sealed.flag ?? before?.flag ?? null;
  return [{ type: "sealed", seat, seal: { ...sealed, flag } }];
}

/** Rule 5: until the reveal. A pass is taken back the same way, while the window runs. */
export function takeBack(round: Round, seat: Seat, now: Instant): Decision {
  if (!isOpenTo(round, seat, now)) return notCollecting(round);
  if (!sealOf(round, seat)) return refuse("round.nothing-sealed");
  return [{ type: "taken-back", seat }];
}

/** The author says how the answer should be received. */
export function setFlag(round: Round, seat: Seat, flag: ReceptionFlag | null, now: Instant): Decision {
  if (!isOpenTo(round, seat, now)) return notCollecting(round);
  const current = sealOf(round, seat);
  if (!current || current.passed) return refuse("round.nothing-sealed");
  return [{ type: "sealed", seat, seal: { ...current, flag } }];
}

/** Rule 2: decided once. Anything but `ready`, or a half round with the `pair` it makes, has nothing to reveal. */
export function reveal(round: Round, at: Instant, pair: Pair | null = null): readonly RoundEvent[] {
  if (pair && round.state === "half") return [{ type: "revealed", at, pair }];
  return round.state === "ready" ? [{ type: "revealed", at }] : [];
}

/** What one person alone was asked is over with their seal: there is nobody to wait for. */
export function kept(round: Round, at: Instant): Decision {
  const alone = round.disclosure === "own" || round.disclosure === "gift";
  return alone && round.state === "half" ? [{ type: "closed", at }] : [];
}

/** A spoken card goes on by either's tap; `turn` is the one the tap was made for, so that two taps count once. */
export function turn(round: Round, tapped: number, turns: number, at: Instant): Decision {
  if (!isRunning(round, at)) return notCollecting(round);
  if (round.turn !== tapped) return [];
  const last = tapped + 1 >= turns;
  return last ? [{ type: "turned" }, { type: "closed", at }] : [{ type: "turned" }];
}

/** Ends a round before its window does: somebody stopped what it is a part of. */
export function close(round: Round, at: Instant): Decision {
  return isRunning(round, at) ? [{ type: "closed", at }] : [];
}

/** After its window's end, with answers that nothing let be revealed. */
export function end(round: Round, at: Instant): Decision {
  return collects(round) && at >= round.windowEndsAt ? [{ type: "ended", at }] : [];
}

/** One tap after the reveal; a second tap changes it, the same tap again takes it away. */
export function respond(round: Round, seat: Seat, response: Response): Decision {
  if (round.state !== "revealed") return refuse("round.not-revealed");
  if (round.blanked.includes(otherSeat(seat))) return refuse("round.half-taken");
  const same = round.responses[seat] === response;
  return [{ type: "responded", seat, response: same ? null : response }];
}

/**
 * Blanks one's own half after the reveal; while a copy of the reveal is still `onTheWay`, after that one was
 * delivered: nobody reads the other's half and then has theirs arrive blank (rule 5).
 */
export function blank(round: Round, seat: Seat, onTheWay: boolean): Decision {
  if (round.state !== "revealed") return refuse("round.not-revealed");
  if (round.blanked.includes(seat)) return [];
  if (!onTheWay) return [{ type: "blanked", seat }];
  return round.toBlank.includes(seat) ? [] : [{ type: "blank-asked", seat }];
}

/** Whether somebody's half is blanked as soon as every copy of the reveal was delivered. */
export function isToBeBlanked(round: Round, seat: Seat): boolean {
  return round.state === "revealed" && round.toBlank.includes(seat);
}

/** Whether somebody has taken their half back, carried out or not. */
export function hasTakenBack(round: Round, seat: Seat): boolean {
  return isToBeBlanked(round, seat) || (round.state === "revealed" && round.blanked.includes(seat));
}

/**
 * The card reached the couple: its window counts from the first delivery, and never ends before `earliest`,
 * which a later copy may ask for (rule 6; each partner's copy may come at another hour). A window that is
 * over stays over.
 */
export function delivered(round: Round, at: Instant, windowEndsAt: Instant, earliest: Instant): Decision {
  if (!isRunning(round, at)) return [];
  const first = round.deliveredAt === null;
  const end = Math.max(round.windowEndsAt, first ? windowEndsAt : earliest);
  if (!first && end === round.windowEndsAt) return [];
  return [{ type: "delivered", at: round.deliveredAt ?? at, windowEndsAt: end }];
}

/** Whether somebody is due the one reminder (rule 8): has not sealed, and the round still collects. */
export function wantsReminder(round: Round, seat: Seat): boolean {
  const waits = round.state === "open" || round.state === "half";
  return !round.reminded && waits && isAsked(round, seat) && !sealOf(round, seat);
}
