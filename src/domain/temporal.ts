/**
 * Calendar arithmetic. The package hands out the engine's own Temporal where there is one
 * (its first line is `globalThis.Temporal ||`), and its own otherwise; this is its only importer.
 */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "./ids.ts";

export { Temporal };

/** Local date and minutes after midnight of an instant. Throws RangeError for an unknown zone. */
export function wallClock(at: Instant, zone: string): { readonly date: Temporal.PlainDate; readonly minutes: number } {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return { date: there.toPlainDate(), minutes: there.hour * 60 + there.minute };
}

/**
 * The instant at which a zone's clocks show `minutes` after midnight on `date`. Where the clocks skip
 * that time, `compatible` gives the time as far after the jump as it would have been after its start;
 * where they show it twice, the first. Throws RangeError for an unknown zone.
 */
export function instantAt(
  date: Temporal.PlainDate,
  minutes: number,
  zone: string,
  disambiguation: "compatible" | "earlier" | "later" = "compatible",
): Instant {
  const time = Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  return date.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation }).epochMilliseconds;
}

/** Whole days from one local date to another, both `YYYY-MM-DD`; negative when `to` is earlier. Throws RangeError for no date. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/**
 * Days since 0000-03-01 in the Gregorian calendar. By hand, because a draw asks for every card of a long
 * history and Temporal takes two milliseconds for that. Counting years from March puts the leap day last.
 */
function dayNumber(date: string): number {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (found === null) throw new RangeError("not a date");
  const month = (Number(found[2]) + 9) % 12;
  const year = Number(found[1]) - (month > 9 ? 1 : 0);
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leapDays + Math.floor((month * 153 + 2) / 5) + Number(found[3]) - 1;
}
