/**
 * The words of `parseWhen`. Names of weekdays and months come from the engine in any language; the few
 * others are listed for the languages of the bot. All are in the form that `plain` makes.
 */
import { plain } from "./clock-words.ts";
import { DAY, type Instant } from "./ids.ts";

const set = (words: string): ReadonlySet<string> => new Set(words.split(" ").map(plain));

export const DAILY = set(
  "daily everyday day days täglich tag diario diariamente día días diário dia dias ежедневно день",
);
export const WEEKDAYS = set("weekdays weekday workdays werktags wochentags laborables entre-semana úteis будни будням");
export const WEEKEND = set("weekend weekends wochenende fim-de-semana выходные выходным");
export const WEEKLY = set("weekly week wöchentlich woche semanal semanalmente semana еженедельно неделю");
export const MONTHLY = set(
  "monthly month monatlich monat mensual mensualmente mes mensal mensalmente mês ежемесячно месяц месяца",
);
export const YEARLY = set("yearly annually year jährlich jahr anual anualmente año ano ежегодно год года");

/** Words that change nothing: “every Sunday at 7pm”, “jeden Sonntag um 19 Uhr”. */
export const FILLERS = set(
  "every each on at the of a in and + jeden jede jedes immer am um der und im cada todos todas todo toda los las la el a y e de del à às as os o no na по каждый каждую каждое в во и числа",
);

/** What words name, or null. Takes full names, what the language shortens them to, and any clear beginning. */
export interface Calendar {
  /** 1 Monday … 7 Sunday; from two letters on. */
  weekdayOf(word: string): number | null;
  /** 1 January … 12 December; from three letters on. */
  monthOf(word: string): number | null;
}

/** The calendar of a language, and of English behind it. Names are looked up when first asked for, then kept. */
export function calendarOf(language: string): Calendar {
  const kept = new Map<string, Rows>();
  const rows = (of: string, part: Part): Rows => {
    const known = kept.get(of + part) ?? namesOf(of, part);
    kept.set(of + part, known);
    return known;
  };
  const find = (word: string, part: Part, shortest: number) =>
    named(word, shortest, rows(language, part)) ?? named(word, shortest, rows("en", part));
  return { weekdayOf: (word) => find(word, "weekday", 2), monthOf: (word) => find(word, "month", 3) };
}

type Part = "weekday" | "month";
/** For each weekday or month all its names. */
type Rows = readonly (readonly string[])[];

/** Position (from 1) of the one row that the token names, or null when it is none or several. */
function named(token: string, shortest: number, rows: Rows): number | null {
  const word = token.replace(/\.$/, "").replace(/-feiras?$/, "");
  const exact = rows.findIndex((names) => names.includes(word));
  if (exact >= 0) return exact + 1;
  if (word.length < shortest) return null;
  const begun = rows.flatMap((names, index) => (names.some((name) => meant(word, name)) ? [index + 1] : []));
  return begun.length === 1 ? (begun[0] ?? null) : null;
}

/** A beginning, a plural (`sundays`, `domingos`), or another case of a Russian name (`среду`, `субботам`). */
function meant(word: string, name: string): boolean {
  if (name.startsWith(word) || word === `${name}s`) return true;
  return (
    /[а-я]/.test(word) &&
    word.length > 4 &&
    word.slice(0, -2).startsWith(name.slice(0, -2)) &&
    word.length <= name.length + 2
  );
}

/** Every name the engine has for the days of a week or the months of a year; none for an unknown language. */
function namesOf(language: string, part: Part): Rows {
  // 1970 began on a Thursday, so its first Monday was the 5th. A month is 30.44 days long on average.
  const days = Array.from({ length: part === "weekday" ? 7 : 12 }, (_, index) =>
    part === "weekday" ? 4 + index : 14 + Math.round(index * 30.44),
  );
  // With a day beside it a month stands in the case that dates use: “21 июня”.
  const formats = (["long", "short"] as const).flatMap((style) => [
    formatOf(language, { [part]: style }),
    formatOf(language, { [part]: style, day: "numeric" }),
  ]);
  return days.map((day) => formats.flatMap((format) => nameIn(format, day * DAY, part)));
}

function formatOf(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat(language.replaceAll("_", "-"), { ...options, timeZone: "UTC" });
  } catch {
    return null;
  }
}

function nameIn(format: Intl.DateTimeFormat | null, at: Instant, part: Part): readonly string[] {
  const found = format?.formatToParts(at).find(({ type }) => type === part);
  return found === undefined
    ? []
    : [
        plain(found.value)
          .replace(/\.$/, "")
          .replace(/-feira$/, ""),
      ];
}
