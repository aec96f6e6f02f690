/** How people type when a ritual recurs: `daily 20:00`, `mon,thu 18:30`, `monthly 1 10:00`, `yearly 06-21 10:00`. */
import { LONGEST_WORDS, parseClock, plain } from "./clock-words.ts";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";
import type { Recurrence } from "./ritual.ts";
import { type Calendar, calendarOf, DAILY, FILLERS, MONTHLY, WEEKDAYS, WEEKEND, WEEKLY, YEARLY } from "./when-words.ts";

const LONGEST_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The rule that typed words mean, in English and in `language`. Generous with case,
 * accents, order, fillers and forms of time, but never guessing. Refuses, never throws: `when.time`
 * (no time, or one that may mean two), `when.day` (which weekday, which day of the month), `when.date`
 * (no such date, or one that may mean two), `when.unknown` for everything else.
 */
export function parseWhen(words: string, language = "en"): Recurrence | Refusal {
  if (words.length > LONGEST_WORDS) return refuse("when.unknown");
  const tokens = tokensOf(words);
  const { at, rest } = takeTime(tokens);
  const rule = ruleOf(at === null ? tokens : rest, at ?? 0, calendarOf(language));
  if (at !== null) return rule;
  // Without a time, say so only where the rest was a start: “daily”, but not “hello”.
  const started = !isRefusal(rule) || rule.refused !== "when.unknown" || shapeOf(tokens[0] ?? "") !== null;
  return refuse(started ? "when.time" : "when.unknown");
}

/** The words that count: in the form of `plain`, without fillers. */
export function tokensOf(words: string): readonly string[] {
  return plain(words)
    .replace(/(\d) ?([ap])\.? ?m\b\.?/g, "$1$2m")
    .replace(/ ?- ?/g, "-")
    .split(/[\s,;&]+/)
    .filter((token) => token !== "" && !FILLERS.has(token));
}

/** The time is what stands last, or else first: one token, or two such as `7:30 pm`. */
function takeTime(tokens: readonly string[]): { readonly at: number | null; readonly rest: readonly string[] } {
  for (const size of [2, 1]) {
    const at = tokens.length < size ? null : parseClock(tokens.slice(-size).join(" "));
    if (at !== null) return { at, rest: tokens.slice(0, -size) };
  }
  for (const size of [2, 1]) {
    const at = tokens.length < size ? null : parseClock(tokens.slice(0, size).join(" "));
    if (at !== null) return { at, rest: tokens.slice(size) };
  }
  return { at: null, rest: tokens };
}

type Shape = "day" | "week" | "month" | "year";

function shapeOf(token: string): Shape | null {
  if (DAILY.has(token)) return "day";
  if (WEEKLY.has(token)) return "week";
  if (MONTHLY.has(token)) return "month";
  return YEARLY.has(token) ? "year" : null;
}

function ruleOf(tokens: readonly string[], at: number, calendar: Calendar): Recurrence | Refusal {
  const shapes = tokens.flatMap((token) => shapeOf(token) ?? []);
  const rest = tokens.filter((token) => shapeOf(token) === null);
  if (shapes.length > 1) return refuse("when.unknown");
  const [shape] = shapes;
  if (shape === "day") return rest.length === 0 ? { every: "day", at } : refuse("when.unknown");
  if (shape === "month") return monthly(rest, at);
  if (shape === "year") return yearly(rest, at, calendar);
  const days = weekdays(rest, calendar);
  if (days !== null && days.length > 0) return { every: "week", days, at };
  return refuse(
    shape === "week" || (days === null && rest.some((token) => dayRange(token, calendar) !== null))
      ? "when.day"
      : "when.unknown",
  );
}

/** All weekdays named, in order and without repeats, or null when a token is none. */
function weekdays(tokens: readonly string[], calendar: Calendar): readonly number[] | null {
  const named = tokens.map((token) => dayRange(token, calendar));
  if (named.includes(null)) return null;
  return [...new Set(named.flatMap((days) => days ?? []))].sort((a, b) => a - b);
}

/** `mon`, `weekdays`, or `mon-fri`, which may run over the week's end. */
function dayRange(token: string, calendar: Calendar): readonly number[] | null {
  if (WEEKDAYS.has(token)) return [1, 2, 3, 4, 5];
  if (WEEKEND.has(token)) return [6, 7];
  const whole = calendar.weekdayOf(token);
  if (whole !== null) return [whole];
  const ends = token.split("-");
  const [first = null, last = null] = ends.map((end) => calendar.weekdayOf(end));
  if (ends.length !== 2 || first === null || last === null) return null;
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, step) => ((first - 1 + step) % 7) + 1);
}

function monthly(tokens: readonly string[], at: number): Recurrence | Refusal {
  const day = tokens.length === 1 ? dayNumber(tokens[0] ?? "") : null;
  return day === null || day < 1 || day > 31 ? refuse("when.day") : { every: "month", day, at };
}

/** `1`, `1st`, `1.`, `1º`. */
function dayNumber(token: string): number | null {
  const found = /^(\d{1,2})(?:st|nd|rd|th|\.|o|a|-?го|-?е)?$/.exec(token);
  return found === null ? null : Number(found[1]);
}

function yearly(tokens: readonly string[], at: number, calendar: Calendar): Recurrence | Refusal {
  const date = monthDay(tokens, calendar);
  return date === null ? refuse("when.date") : { every: "year", ...date, at };
}

export interface MonthDay {
  readonly month: number;
  readonly day: number;
}

/** A day of some year, 29 February too; null when the tokens name none, or may name two. */
export function monthDay(tokens: readonly string[], calendar: Calendar): MonthDay | null {
  const date = tokens.length === 1 ? numericDate(tokens[0] ?? "") : namedDate(tokens, calendar);
  const exists = date !== null && date.day >= 1 && date.day <= (LONGEST_MONTH[date.month - 1] ?? 0);
  return exists ? { month: date.month, day: date.day } : null;
}

/** `06-21`, `21.06.`; `6/21` and `21/6` where only one reading is a date. */
function numericDate(token: string): MonthDay | null {
  const found = /^(\d{1,2})([-./])(\d{1,2})\.?$/.exec(token);
  if (found === null) return null;
  const [first, last] = [Number(found[1]), Number(found[3])];
  if (found[2] === "-") return { month: first, day: last };
  if (found[2] === ".") return { month: last, day: first };
  if (first <= 12 && last <= 12 && first !== last) return null;
  return first > 12 ? { month: last, day: first } : { month: first, day: last };
}

/** `21 june`, `june 21st`, `21. juni`. */
function namedDate(tokens: readonly string[], calendar: Calendar): MonthDay | null {
  if (tokens.length !== 2) return null;
  for (const [day, month] of [tokens, [...tokens].reverse()]) {
    const number = dayNumber(day ?? "");
    const named = calendar.monthOf(month ?? "");
    if (number !== null && named !== null) return { month: named, day: number };
  }
  return null;
}
