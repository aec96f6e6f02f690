import type { Seat } from "../couple.ts";
import type { Instant } from "../ids.ts";
import type { Response, Round, RoundBase, Seal, Seals } from "./state.ts";

export type RoundEvent =
  | { readonly type: "sealed"; readonly seat: Seat; readonly seal: Seal }
  | { readonly type: "taken-back"; readonly seat: Seat }
  | { readonly type: "revealed"; readonly at: Instant }
  | { readonly type: "closed"; readonly at: Instant }
  | { readonly type: "responded"; readonly seat: Seat; readonly response: Response | null }
  | { readonly type: "blanked"; readonly seat: Seat }
  | { readonly type: "delivered"; readonly at: Instant; readonly windowEndsAt: Instant }
  | { readonly type: "reminded" }
  /** The second of two who came to the same thing alone. */
  | { readonly type: "joined"; readonly seat: Seat }
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

/** Applies one event. Events that do not fit the state leave it as it is: they were decided on another one. */
export function evolve(round: Round, event: RoundEvent): Round {
  const seals: Seals = round.state === "open" ? {} : round.seals;
  switch (event.type) {
    case "sealed":
      return collecting(round, { ...seals, [event.seat]: event.seal }, event.seal.at);
    case "taken-back":
      return collecting(round, without(seals, event.seat), round.openedAt);
    case "revealed":
      if (round.state !== "ready") return round;
      return {
        ...base(round),
        state: "revealed",
        seals: round.seals,
        revealedAt: event.at,
        blanked: [],
        responses: {},
      };
    case "closed":
      return { ...base(round), state: "closed", seals, closedAt: event.at };
    case "responded":
      return round.state === "revealed" ? withResponse(round, event.seat, event.response) : round;
    case "blanked":
      return round.state === "revealed" ? { ...round, blanked: [...round.blanked, event.seat] } : round;
    case "delivered":
      return { ...round, deliveredAt: event.at, windowEndsAt: event.windowEndsAt };
    case "reminded":
      return { ...round, reminded: true };
    case "joined":
      return { ...round, asked: ["a", "b"] };
    case "lasting":
      return { ...round, lasts: event.minutes };
    case "turned":
      return { ...round, turn: round.turn + 1 };
  }
}

export function evolveAll(round: Round, events: readonly RoundEvent[]): Round {
  return events.reduce(evolve, round);
}
