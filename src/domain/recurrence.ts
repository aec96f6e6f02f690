/** When a ritual is due. Rules are wall-clock times in the ritual's own zone. */
import type { Instant } from "./ids.ts";
import type { Recurrence } from "./ritual.ts";
import { instantAt, Temporal, wallClock } from "./temporal.ts";

/** Longer than any gap between two dates of a rule: a leap year of days, so that a broken rule ends. */
const MOST_STEPS = 400;

/**
 * The first occurrence strictly after `after`. A time that the clocks skip happens right after the
 * skip, a time they show twice happens the first time. Day 31 and 29 February clamp to the month's
 * last day. Throws RangeError for an unknown zone or a rule without days.
 */
export function nextOccurrence(rule: Recurrence, zone: string, after: Instant): Instant {
  // A day of margin: where a whole date is skipped, its occurrence falls on the date after it.
  const start = wallClock(after, zone).date.subtract({ days: 1 });
  for (const date of datesOf(rule, start, 1)) {
    const at = instantAt(date, rule.at, zone);
    if (at > after) return at;
  }
  throw new RangeError("a rule that never occurs");
}

/** The last occurrence strictly before `before`; otherwise as `nextOccurrence`. */
export function previousOccurrence(rule: Recurrence, zone: string, before: Instant): Instant {
  const start = wallClock(before, zone).date.add({ days: 1 });
  for (const date of datesOf(rule, start, -1)) {
    const at = instantAt(date, rule.at, zone);
    if (at < before) return at;
  }
  throw new RangeError("a rule that never occurs");
}

/** The date that calendars show at an instant in a zone, `YYYY-MM-DD`. Throws RangeError for an unknown zone. */
export function localDate(at: Instant, zone: string): string {
  return wallClock(at, zone).date.toString();
}

/**
 * The instant at which clocks in a zone show `minutes` after midnight on a date (`YYYY-MM-DD`), with
 * skipped and repeated times as in `nextOccurrence`. Throws RangeError for an unknown zone or date.
 */
export function zonedTime(date: string, minutes: number, zone: string): Instant {
  return instantAt(Temporal.PlainDate.from(date), minutes, zone);
}

/** A rule in parts for a message: `params` for ICU, and the weekdays (1 Monday … 7 Sunday) to be named in the reader's language. */
export interface RuleWords {
  readonly key: "when.daily" | "when.weekdays" | "when.weekly" | "when.monthly" | "when.yearly";
  /** `time` is `HH:MM`; `day` 1–31 for monthly and yearly, `month` 1–12 for yearly. */
  readonly params: Readonly<Record<string, string | number>>;
  /** In order and without repeats for `when.weekly`, else empty. */
  readonly days: readonly number[];
}

export function describeRule(rule: Recurrence): RuleWords {
  const time = clockText(rule.at);
  if (rule.every === "day") return { key: "when.daily", params: { time }, days: [] };
  if (rule.every === "month") return { key: "when.monthly", params: { day: rule.day, time }, days: [] };
  if (rule.every === "year") {
    return { key: "when.yearly", params: { month: rule.month, day: rule.day, time }, days: [] };
  }
  const days = [...new Set(rule.days)].sort((a, b) => a - b);
  if (days.join() === "1,2,3,4,5") return { key: "when.weekdays", params: { time }, days: [] };
  return { key: "when.weekly", params: { time }, days };
}

/** Minutes after midnight as `HH:MM`. */
export function clockText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The dates of a rule at or after (`step` 1) or at or before (`step` -1) `start`, in that direction. */
function* datesOf(rule: Recurrence, start: Temporal.PlainDate, step: 1 | -1): Generator<Temporal.PlainDate> {
  for (let n = 0; n < MOST_STEPS; n++) {
    const date = nth(rule, start, n * step);
    if (date !== null && Temporal.PlainDate.compare(date, start) * step >= 0) yield date;
  }
}

/** The rule's date in the n-th day, month or year from `start`, or null when that day is not one of the rule's. */
function nth(rule: Recurrence, start: Temporal.PlainDate, n: number): Temporal.PlainDate | null {
  if (rule.every === "month") {
    const { year, month } = start.toPlainYearMonth().add({ months: n });
    return Temporal.PlainDate.from({ year, month, day: rule.day }, { overflow: "constrain" });
  }
  if (rule.every === "year") {
    const { month, day } = rule;
    return Temporal.PlainDate.from({ year: start.year + n, month, day }, { overflow: "constrain" });
  }
  const date = start.add({ days: n });
  return rule.every === "day" || rule.days.includes(date.dayOfWeek) ? date : null;
}
