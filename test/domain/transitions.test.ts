/** Every clock change of ten years in zones with unusual rules, against a reckoning from Intl alone. */
import { beforeAll, describe, expect, test } from "vitest";
import type { QuietHours } from "../../src/domain/couple.ts";
import { inQuiet, quietEnds } from "../../src/domain/quiet.ts";
import { nextOccurrence, previousOccurrence } from "../../src/domain/recurrence.ts";
import type { Recurrence } from "../../src/domain/ritual.ts";
import { Clocks, type Transition } from "./transitions.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const [FROM, TO] = [Date.UTC(2026, 0, 1), Date.UTC(2036, 0, 1)];

const ZONES = [
  ..."Africa/Casablanca Africa/El_Aaiun Africa/Cairo America/Havana America/Miquelon America/Nuuk".split(" "),
  ..."America/Santiago America/Scoresbysund America/St_Johns Antarctica/Troll Asia/Beirut Asia/Gaza".split(" "),
  ..."Asia/Jerusalem Atlantic/Azores Australia/Lord_Howe Europe/Chisinau Europe/Dublin Pacific/Chatham".split(" "),
  ..."Pacific/Easter Pacific/Norfolk".split(" "),
];

/** Two years on either side, for rules that come once a year. */
const clocksOf = new Map<string, Clocks>();
beforeAll(() => {
  for (const zone of ZONES) clocksOf.set(zone, new Clocks(zone, FROM - 800 * DAY, TO + 800 * DAY));
});

function changesOf(zone: string): { readonly clocks: Clocks; readonly changes: readonly Transition[] } {
  const clocks = clocksOf.get(zone);
  if (!clocks) throw new Error(zone);
  return { clocks, changes: clocks.transitions.filter(({ at }) => at >= FROM && at < TO) };
}

const minuteOf = (local: number): number => (((local % DAY) + DAY) % DAY) / MINUTE;

/** Minutes of the day at and around what is skipped or shown twice, and far from it. */
function times({ at, before, after }: Transition): readonly number[] {
  const edges = [at + before, at + after].flatMap((local) => [-MINUTE, 0, MINUTE].map((away) => local + away));
  const middle = at + (before + after) / 2;
  return [...new Set([...edges, middle, at + 12 * HOUR].map((local) => Math.floor(minuteOf(local)))), 0, 1439];
}

/** Whether a date (midnight as if it were UTC) belongs to a rule. */
function belongs(rule: Recurrence, date: number): boolean {
  const shown = new Date(date);
  const [year, month, day] = [shown.getUTCFullYear(), shown.getUTCMonth() + 1, shown.getUTCDate()];
  if (rule.every === "day") return true;
  if (rule.every === "week") return rule.days.includes(shown.getUTCDay() || 7);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day === Math.min(rule.day, last) && (rule.every === "month" || rule.month === month);
}

/** Rules whose day is the one of the change, with how far on either side the next one can be. */
function rulesFor(
  clocks: Clocks,
  change: Transition,
): readonly { readonly rule: Recurrence; readonly reach: number }[] {
  return times(change).flatMap((at) => {
    const shown = new Date(clocks.shows(change.at));
    const [month, day] = [shown.getUTCMonth() + 1, shown.getUTCDate()];
    const weekday = shown.getUTCDay() || 7;
    return [
      { rule: { every: "day", at }, reach: 4 },
      { rule: { every: "week", days: [weekday], at }, reach: 16 },
      { rule: { every: "week", days: [1 + (weekday % 7), weekday], at }, reach: 16 },
      { rule: { every: "month", day, at }, reach: 70 },
      { rule: { every: "month", day: 31, at }, reach: 70 },
      { rule: { every: "year", month, day, at }, reach: 800 },
    ] as const;
  });
}

/** Every occurrence within `reach` days of the change: one for each date of the rule. */
function expected(clocks: Clocks, rule: Recurrence, change: Transition, reach: number): readonly number[] {
  const dates = clocks.dates(change.at - reach * DAY, change.at + reach * DAY).filter((date) => belongs(rule, date));
  return dates.map((date) => clocks.when(date + rule.at * MINUTE));
}

/** What differs from the reckoning, in words; nothing when all is well. */
function differences(clocks: Clocks, change: Transition): readonly string[] {
  return rulesFor(clocks, change).flatMap(({ rule, reach }) => {
    const due = expected(clocks, rule, change, reach);
    const near = due.filter((at) => Math.abs(at - change.at) < 3 * DAY);
    const asked = new Set([change.at - 1, change.at, change.at + 1, ...near.flatMap((at) => [at - 1, at, at + 1])]);
    return [...asked].flatMap((at) => {
      const next = due.filter((each) => each > at).sort((a, b) => a - b)[0];
      const previous = due.filter((each) => each < at).sort((a, b) => b - a)[0];
      const said = [nextOccurrence(rule, clocks.zone, at), previousOccurrence(rule, clocks.zone, at)];
      const right = said[0] === next && said[1] === previous;
      const told = () => [at, next, previous, ...said].map((each) => new Date(each ?? 0).toISOString()).join(" ");
      return right ? [] : [`${clocks.zone} ${JSON.stringify(rule)}: ${told()}`];
    });
  });
}

test("the reckoning is right where it can be looked up", () => {
  const dublin = new Clocks("Europe/Dublin", Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1));
  expect(dublin.transitions.map(({ at }) => new Date(at).toISOString())).toEqual([
    "2026-03-29T01:00:00.000Z",
    "2026-10-25T01:00:00.000Z",
  ]);
  const local = (text: string) => Date.parse(`${text}Z`);
  expect(new Date(dublin.when(local("2026-03-29T01:30"))).toISOString()).toBe("2026-03-29T01:30:00.000Z");
  expect(new Date(dublin.when(local("2026-10-25T01:30"))).toISOString()).toBe("2026-10-25T00:30:00.000Z");
});

test("there are many changes, and at least one in every zone", () => {
  const counts = ZONES.map((zone) => changesOf(zone).changes.length);
  expect(Math.min(...counts)).toBeGreaterThan(0);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(300);
});

describe.each(ZONES)("%s", (zone) => {
  test("rules of every kind, at and around every change", { timeout: 120_000 }, () => {
    const { clocks, changes } = changesOf(zone);
    expect(changes.flatMap((change) => differences(clocks, change))).toEqual([]);
  });

  test("a daily rule comes exactly once for every date", { timeout: 120_000 }, () => {
    const { clocks, changes } = changesOf(zone);
    for (const change of changes) {
      for (const at of times(change)) {
        const due = expected(clocks, { every: "day", at }, change, 3);
        const walked = [due[0] ?? 0];
        while (walked.length < due.length) walked.push(nextOccurrence({ every: "day", at }, zone, walked.at(-1) ?? 0));
        expect(walked).toEqual(due);
      }
    }
  });

  test("quiet hours hold across every change: never shorter, and longer only by the change", {
    timeout: 120_000,
  }, () => {
    const { clocks, changes } = changesOf(zone);
    for (const change of changes)
      for (const quiet of nights(change)) expect(mistakes(clocks, change, quiet)).toEqual([]);
  });
});

/** Quiet hours whose edges are in and around the change, and such as people have. */
function nights({ at, before, after }: Transition): readonly QuietHours[] {
  const [begin, end, middle] = [at + before, at + after, at + (before + after) / 2].map((local) =>
    Math.floor(minuteOf(local)),
  ) as [number, number, number];
  const usual = { from: 22 * 60 + 30, to: 7 * 60 + 30 };
  return [
    usual,
    { from: (middle + 1440 - 180) % 1440, to: middle },
    { from: middle, to: (middle + 180) % 1440 },
    { from: (begin + 1) % 1440, to: (begin + 61) % 1440 },
    { from: end, to: (end + 600) % 1440 },
  ];
}

function showsQuiet({ from, to }: QuietHours, minute: number): boolean {
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

function mistakes(clocks: Clocks, { at, before, after }: Transition, quiet: QuietHours): readonly string[] {
  const change = Math.abs(after - before);
  const wide = Array.from({ length: 13 }, (_, n) => at + (n - 6) * 4 * HOUR);
  const near = Array.from({ length: 21 }, (_, n) => at + (n - 10) * 15 * MINUTE).flatMap((each) => [each - 1, each]);
  return [...wide, ...near].flatMap((instant) => {
    const minute = Math.floor(minuteOf(clocks.shows(instant)));
    const [shown, said] = [showsQuiet(quiet, minute), inQuiet(quiet, clocks.zone, instant)];
    const told = `${clocks.zone} ${JSON.stringify(quiet)} ${new Date(instant).toISOString()}`;
    if (shown && !said) return [`${told}: not quiet, though clocks say so`];
    if (!shown && said && Math.abs(instant - at) > change) return [`${told}: quiet, though clocks do not say so`];
    const end = quietEnds(quiet, clocks.zone, instant);
    const ends = said ? inQuiet(quiet, clocks.zone, end - 1) && !inQuiet(quiet, clocks.zone, end) : end === instant;
    return ends ? [] : [`${told}: ends at ${new Date(end).toISOString()}`];
  });
}
