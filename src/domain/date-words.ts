/** One day as people type it: `2027-06-21`, `21 June`, `21 June 2027`, `21.06.2027`. */
import { LONGEST_WORDS } from "./clock-words.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { Temporal } from "./temporal.ts";
import { type MonthDay, monthDay, tokensOf } from "./when.ts";
import { type Calendar, calendarOf } from "./when-words.ts";

/** Nothing is promised for later than this. */
const LONGEST_YEARS = 50;
/** There is a 29 February at least this often. */
const LEAP_YEARS = 8;

/**
 * The day after `today` (both `YYYY-MM-DD`) that typed words mean, in English and in `language`; without a
 * year the next one of that name. Refuses, never throws: `date.unknown` (no such day, or one that may mean
 * two), `date.past` (not after `today`), `date.far`.
 */
export function parseDate(words: string, today: string, language = "en"): string | Refusal {
  if (words.length > LONGEST_WORDS) return refuse("date.unknown");
  const now = Temporal.PlainDate.from(today);
  const tokens = tokensOf(words);
  const calendar = calendarOf(language);
  const named = monthDay(tokens, calendar);
  const date = named ? nextOf(named, now) : withYear(tokens, calendar);
  if (date === null) return refuse("date.unknown");
  if (Temporal.PlainDate.compare(date, now) <= 0) return refuse("date.past");
  return date.year > now.year + LONGEST_YEARS ? refuse("date.far") : date.toString();
}

function dateOf(year: number, { month, day }: MonthDay): Temporal.PlainDate | null {
  const date = Temporal.PlainDate.from({ year, month, day }, { overflow: "constrain" });
  return date.day === day ? date : null;
}

function nextOf(named: MonthDay, now: Temporal.PlainDate): Temporal.PlainDate | null {
  for (let year = now.year; year <= now.year + LEAP_YEARS; year++) {
    const date = dateOf(year, named);
    if (date && Temporal.PlainDate.compare(date, now) > 0) return date;
  }
  return null;
}

/** The year stands first in `2027-06-21`, last in `21.06.2027`, anywhere as a word of its own. */
function withYear(tokens: readonly string[], calendar: Calendar): Temporal.PlainDate | null {
  const parts = tokens.flatMap((token) => {
    const found = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(token);
    if (found) return [found[1] ?? "", `${found[2]}-${found[3]}`];
    const last = /^(\d{1,2}[-./]\d{1,2})[-./](\d{4})$/.exec(token);
    return last ? [last[2] ?? "", last[1] ?? ""] : [token];
  });
  const years = parts.filter((part) => /^\d{4}$/.test(part));
  const named = monthDay(
    parts.filter((part) => !years.includes(part)),
    calendar,
  );
  return named && years.length === 1 ? dateOf(Number(years[0]), named) : null;
}
