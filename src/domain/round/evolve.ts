import type { Seat } from "../couple.ts";
import type { Instant, RoundId } from "../ids.ts";
import type { Response, Round, RoundBase, Seal, Seals } from "./state.ts";

/** Of two rounds asked alone: the other one, and the seals of both. */
export interface Pair {
  readonly round: RoundId;
  readonly seals: Readonly<Record<Seat, Seal>>;
}

export type RoundEvent =
  | { readonly type: "sealed"; readonly seat: Seat; readonly seal: Seal }
  | { readonly type: "taken-back"; readonly seat: Seat }
  /** `pair`: the partner's round and both seals, where each of the two was asked alone. */
  | { readonly type: "revealed"; readonly at: Instant; readonly pair?: Pair }
  /** Over before its window's end, or at it with no answer to wait for. */
  | { readonly type: "closed"; readonly at: Instant }
  /** Over for good after its window's end, with answers that were not revealed. */
  | { readonly type: "ended"; readonly at: Instant }
  | { readonly type: "responded"; readonly seat: Seat; readonly response: Response | null }
  | { readonly type: "blanked"; readonly seat: Seat }
  /** The half is blanked after the last copy of the reveal was delivered. */
  | { readonly type: "blank-asked"; readonly seat: Seat }
  | { readonly type: "delivered"; readonly at: Instant; readonly windowEndsAt: Instant }
  | { readonly type: "reminded" }
  | { readonly type: "lasting"; readonly minutes: number }
  | { readonly type: "turned" };

/** The fields every state has. */
function base(round: Round): RoundBase {
  const { id, coupleId, ritualId, kind, cards, disclosure, asked, path, about, turn, lasts, swapped } = round;
  const { date, openedAt, deliveredAt, windowEndsAt, reminded } = round;
  const put = { id, coupleId, ritualId, kind, cards, disclosure, asked, path, about, turn, lasts, swapped };
  return { ...put, date, openedAt, deliveredAt, windowEndsAt, reminded };
}

/** Which collecting state a set of seals is; `ready` needs two answers, so a pass keeps it `half`. */
function collecting(round: Round, seals: Seals, at: Instant): Round {
  const { a, b } = seals;
  if (!a && !b) return { ...base(round), state: "open" };
  if (!a || !b || a.passed || b.passed) return { ...base(round), state: "half", seals };
  const readyAt = round.state === "ready" ? round.readyAt : at;
  return { ...base(round), state: "ready", seals: { a, b }, readyAt };
}

function without(seals: Seals, seat: Seat): Seals {
  const { [seat]: _gone, ...rest } = seals;
  return rest;
}

type Revealed = Extract<Round, { state: "revealed" }>;

function withResponse(round: Revealed, seat: Seat, response: Response | null): Round {
  const { [seat]: _old, ...others } = round.responses;
  return { ...round, responses: response ? { ...others, [seat]: response } : others };
}

function revealed(round: Round, at: Instant, pair: Pair | null): Round {
  const seals = round.state === "ready" ? round.seals : round.state === "half" ? pair?.seals : undefined;
  if (!seals) return round;
  const nothingYet = { blanked: [], toBlank: [], responses: {} } as const;
  return { ...base(round), state: "revealed", seals, revealedAt: at, pair: pair?.round ?? null, ...nothingYet };
}

function withBlanked(round: Revealed, seat: Seat): Round {
  return { ...round, blanked: [...round.blanked, seat], toBlank: round.toBlank.filter((one) => one !== seat) };
}

/** Applies one event. Events that do not fit the state leave it as it is: they were decided on another one. */
export function evolve(round: Round, event: RoundEvent): Round {
  const seals: Seals = round.state === "open" ? {} : round.seals;
  switch (event.type) {
    case "sealed":
      return collecting(round, { ...seals, [event.seat]: event.seal }, event.seal.at);
    case "taken-back":
      return collecting(round, without(seals, event.seat), round.openedAt);
    case "revealed":
      return revealed(round, event.at, event.pair ?? null);
    case "closed":
    case "ended":
      return { ...base(round), state: "closed", seals, closedAt: event.at };
    case "responded":
      return round.state === "revealed" ? withResponse(round, event.seat, event.response) : round;
    case "blanked":
      return round.state === "revealed" ? withBlanked(round, event.seat) : round;
    case "blank-asked":
      return round.state === "revealed" ? { ...round, toBlank: [...round.toBlank, event.seat] } : round;
    case "delivered":
      return { ...round, deliveredAt: event.at, windowEndsAt: event.windowEndsAt };
    case "reminded":
      return { ...round, reminded: true };
    case "lasting":
      return { ...round, lasts: event.minutes };
    case "turned":
      return { ...round, turn: round.turn + 1 };
  }
}

export function evolveAll(round: Round, events: readonly RoundEvent[]): Round {
  return events.reduce(evolve, round);
}
