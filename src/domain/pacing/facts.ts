import type { Card, TimeOfDay } from "../card.ts";
import { DAY } from "../ids.ts";
import { daysBetween, wallClock } from "../temporal.ts";
import type { DrawContext, PastCard } from "./context.ts";
import { isHeavyHour } from "./hours.ts";

/** A past card and how many days before the draw's date it was. */
interface Aged extends PastCard {
  readonly age: number;
}

/** What the rules ask of a context, worked out once a draw. */
export interface Facts {
  readonly context: DrawContext;
  /** Newest first. */
  readonly past: readonly Aged[];
  /** Days since the last time of each card and of each paraphrase family. */
  readonly cardAge: ReadonlyMap<string, number>;
  readonly clusterAge: ReadonlyMap<string, number>;
  /** What was asked in the 7 days that end with the draw. */
  readonly week: { readonly depth2: number; readonly heavy: boolean };
  readonly yesterday: ReadonlySet<Card["strategy"]>;
  readonly deepest: Card["depth"];
  readonly heavyAllowed: boolean;
  readonly times: readonly TimeOfDay[];
}

/** Throws RangeError for an unknown zone or a date that is none. */
export function factsOf(context: DrawContext): Facts {
  const past = context.history
    .map((card) => ({ ...card, age: daysBetween(card.date, context.date) }))
    .sort((a, b) => b.at - a.at || (a.cardId < b.cardId ? -1 : 1));
  const week = past.filter(({ age }) => age < 7);
  const clocks = context.opens.map(({ zone, at }) => wallClock(at, zone).minutes);
  const inHours = context.opens.every(({ zone, at }) => isHeavyHour(at, [zone]));
  return {
    context,
    past,
    cardAge: youngest(past, ({ cardId }) => cardId),
    clusterAge: youngest(past, ({ cluster }) => cluster),
    week: { depth2: week.filter(({ depth }) => depth === 2).length, heavy: week.some(({ heavy }) => heavy) },
    yesterday: new Set(past.filter(({ age }) => age === 1).map(({ strategy }) => strategy)),
    deepest: deepestOf(context, past),
    heavyAllowed: context.deep && context.mood === "usual" && inHours,
    times: clocks.map(timeOfDay),
  };
}

/** Line 1: depth 1 until 7 reveals, depth 2 until 20 reveals and 3 weeks, depth 3 only with both opt-ins. */
function deepestOf(context: DrawContext, past: readonly PastCard[]): Card["depth"] {
  const reveals = past.filter(({ revealed }) => revealed).length;
  const together = Math.min(...context.opens.map(({ at }) => at)) - context.since;
  const usual = reveals < 7 ? 1 : 2;
  const earned = reveals >= 20 && together >= 21 * DAY && context.deep ? 3 : usual;
  return earned < context.deepest ? earned : context.deepest;
}

function youngest(past: readonly Aged[], key: (card: Aged) => string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const card of past) found.set(key(card), Math.min(card.age, found.get(key(card)) ?? card.age));
  return found;
}

/** Evening runs into the night: who opens a card at two is still up. */
function timeOfDay(minutes: number): TimeOfDay {
  if (minutes < 4 * 60 || minutes >= 17 * 60) return "evening";
  return minutes < 11 * 60 ? "morning" : "day";
}
