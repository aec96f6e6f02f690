/** When a ritual's cards come: the zones it fires in, its next run, and how long the card of a run waits. */
import type { Instant } from "../../domain/ids.ts";
import { localDate, nextOccurrence, zonedTime } from "../../domain/recurrence.ts";
import type { Ritual } from "../../domain/ritual.ts";
import { SHORTEST_WINDOW, windowEnd } from "../../domain/round/window.ts";
import type { Home } from "../context.ts";

/** The zones a ritual fires in: its own; in the mode *each at their own hour*, both partners'. */
export function zonesOf(home: Home, ritual: Ritual): readonly string[] {
  const { a, b } = home.people;
  return home.couple.cards === "each" ? [...new Set([a.zone, b.zone])] : [ritual.zone];
}

/** When the card of a date is first due: its hour in the zone that comes to it first. */
export function firstHour(home: Home, ritual: Ritual, date: string): Instant {
  return Math.min(...zonesOf(home, ritual).map((zone) => hourOf(ritual, date, zone)));
}

/**
 * The first run after `after` on a local date later than that of the last card. A date whose first
 * hour has passed in one of the zones is not begun at its hour in another.
 */
export function nextRun(home: Home, ritual: Ritual, after: Instant): { at: Instant; date: string } {
  const runs = zonesOf(home, ritual).map((zone) => {
    const at = nextOccurrence(ritual.rule, zone, after);
    return { at, date: localDate(at, zone) };
  });
  const run = runs.reduce((earliest, one) => (one.at < earliest.at ? one : earliest));
  const fits = !hadCard(ritual, run.date) && run.at <= firstHour(home, ritual, run.date);
  return fits ? run : nextRun(home, ritual, run.at);
}

/** At most one card a local date: after a move westwards dates come again that have had theirs. */
export function hadCard(ritual: Pick<Ritual, "lastDate">, date: string): boolean {
  return ritual.lastDate !== null && date <= ritual.lastDate;
}

/** The wall-clock time of a ritual on a date, in one person's zone. */
export function hourOf(ritual: Ritual | null, date: string, zone: string): Instant {
  return ritual ? zonedTime(date, ritual.rule.at, zone) : 0;
}

/**
 * End of the window of a card that comes now. In the mode *each at their own hour* a daily one runs to
 * the next card of either, and always two hours past the later partner's hour.
 */
export function roundEnd(home: Home, ritual: Ritual | null, date: string, now: Instant): Instant {
  const usual = windowEnd(ritual, now);
  if (!ritual || home.couple.cards !== "each") return usual;
  const last = Math.max(...[home.people.a, home.people.b].map(({ zone }) => hourOf(ritual, date, zone)));
  const daily = ritual.rule.every === "day" ? nextRun(home, { ...ritual, lastDate: date }, now).at : usual;
  return Math.max(daily, last + SHORTEST_WINDOW);
}
