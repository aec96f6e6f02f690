import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/domain/ids.ts";
import { describeRule, localDate, nextOccurrence, previousOccurrence, zonedTime } from "../../src/domain/recurrence.ts";
import type { Recurrence } from "../../src/domain/ritual.ts";
import { daysBetween, Temporal } from "../../src/domain/temporal.ts";
import { show, utc, wall } from "./wall.ts";

const at = (text: string): number => {
  const [hours, minutes] = text.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
};
const daily = (time: string): Recurrence => ({ every: "day", at: at(time) });

/** The next `count` occurrences after a UTC time, as the zone's clocks show them. */
function shown(rule: Recurrence, zone: string, after: string, count: number): string[] {
  const all: string[] = [];
  for (let instant = utc(after); all.length < count; ) {
    instant = nextOccurrence(rule, zone, instant);
    all.push(show(instant, zone));
  }
  return all;
}

describe("clock changes", () => {
  it("keeps the wall-clock time right through spring and autumn in Berlin", () => {
    expect(shown(daily("20:00"), "Europe/Berlin", "2026-03-28 12:00", 3)).toEqual([
      "2026-03-28 20:00",
      "2026-03-29 20:00",
      "2026-03-30 20:00",
    ]);
    const before = nextOccurrence(daily("20:00"), "Europe/Berlin", utc("2026-03-28 12:00"));
    expect(nextOccurrence(daily("20:00"), "Europe/Berlin", before) - before).toBe(23 * HOUR);
    const autumn = nextOccurrence(daily("20:00"), "Europe/Berlin", utc("2026-10-24 12:00"));
    expect(nextOccurrence(daily("20:00"), "Europe/Berlin", autumn) - autumn).toBe(25 * HOUR);
  });

  it.each([
    ["Europe/Berlin", "02:30", "2026-03-28 12:00", ["2026-03-29 03:30", "2026-03-30 02:30"]],
    ["America/New_York", "02:30", "2026-03-07 12:00", ["2026-03-08 03:30", "2026-03-09 02:30"]],
    ["Australia/Lord_Howe", "02:15", "2026-10-03 10:00", ["2026-10-04 02:45", "2026-10-05 02:15"]],
    ["America/Santiago", "00:30", "2026-09-05 12:00", ["2026-09-06 01:30", "2026-09-07 00:30"]],
    ["Africa/Cairo", "00:00", "2026-04-23 12:00", ["2026-04-24 01:00", "2026-04-25 00:00"]],
    ["Africa/Casablanca", "02:30", "2026-03-21 12:00", ["2026-03-22 03:30", "2026-03-23 02:30"]],
  ])("comes right after the skip in %s at %s", (zone, time, after, expected) => {
    expect(shown(daily(time), zone, after, 2)).toEqual(expected);
  });

  it.each([
    ["Europe/Berlin", "02:30", "2026-10-24 12:00", "2026-10-25 00:30"],
    ["America/New_York", "01:30", "2026-10-31 12:00", "2026-11-01 05:30"],
    ["Australia/Lord_Howe", "01:45", "2026-04-04 10:00", "2026-04-04 14:45"],
    ["America/Santiago", "23:30", "2026-04-04 12:00", "2026-04-05 02:30"],
    ["Africa/Casablanca", "02:30", "2026-02-14 12:00", "2026-02-15 01:30"],
  ])("comes once, the first time, where clocks show it twice in %s at %s", (zone, time, after, first) => {
    const once = nextOccurrence(daily(time), zone, utc(after));
    expect(new Date(once).toISOString()).toBe(`${first.replace(" ", "T")}:00.000Z`);
    expect(nextOccurrence(daily(time), zone, once) - once).toBeGreaterThan(20 * HOUR);
  });

  it("goes over the date that Apia skipped: no card for it, and none twice", () => {
    expect(shown(daily("20:00"), "Pacific/Apia", "2011-12-29 12:00", 3)).toEqual([
      "2011-12-29 20:00",
      "2011-12-31 20:00",
      "2012-01-01 20:00",
    ]);
    const friday: Recurrence = { every: "week", days: [5], at: at("20:00") };
    expect(shown(friday, "Pacific/Apia", "2011-12-28 12:00", 2)).toEqual(["2011-12-31 20:00", "2012-01-06 20:00"]);
    const last = nextOccurrence(daily("20:00"), "Pacific/Apia", utc("2011-12-31 00:00"));
    expect(show(previousOccurrence(daily("20:00"), "Pacific/Apia", last), "Pacific/Apia")).toBe("2011-12-29 20:00");
  });

  it("follows Gaza, whose changes move every year", () => {
    for (const day of shown(daily("19:00"), "Asia/Gaza", "2026-01-01 00:00", 365)) expect(day).toMatch(/ 19:00$/);
  });

  it("runs through Ramadan in Casablanca", () => {
    for (const day of shown(daily("20:00"), "Africa/Casablanca", "2026-01-01 00:00", 365)) {
      expect(day).toMatch(/ 20:00$/);
    }
  });
});

describe("calendar", () => {
  it("clamps day 31 to the month's end", () => {
    const rule: Recurrence = { every: "month", day: 31, at: at("10:00") };
    expect(shown(rule, "Europe/Berlin", "2027-12-31 12:00", 4)).toEqual([
      "2028-01-31 10:00",
      "2028-02-29 10:00",
      "2028-03-31 10:00",
      "2028-04-30 10:00",
    ]);
  });

  it("clamps 29 February to the 28th in common years", () => {
    const rule: Recurrence = { every: "year", month: 2, day: 29, at: at("10:00") };
    expect(shown(rule, "America/New_York", "2027-01-01 00:00", 3)).toEqual([
      "2027-02-28 10:00",
      "2028-02-29 10:00",
      "2029-02-28 10:00",
    ]);
  });

  it("names weekdays from Monday 1 to Sunday 7, in any order of the rule", () => {
    const rule: Recurrence = { every: "week", days: [7, 4, 1], at: at("18:30") };
    expect(shown(rule, "Asia/Tokyo", "2026-06-01 00:00", 4)).toEqual([
      "2026-06-01 18:30",
      "2026-06-04 18:30",
      "2026-06-07 18:30",
      "2026-06-08 18:30",
    ]);
  });

  it("is strictly after and strictly before", () => {
    const due = zonedTime("2026-06-21", at("10:00"), "Europe/Berlin");
    const rule: Recurrence = { every: "year", month: 6, day: 21, at: at("10:00") };
    expect(nextOccurrence(rule, "Europe/Berlin", due - 1)).toBe(due);
    expect(show(nextOccurrence(rule, "Europe/Berlin", due), "Europe/Berlin")).toBe("2027-06-21 10:00");
    expect(previousOccurrence(rule, "Europe/Berlin", due + 1)).toBe(due);
    expect(show(previousOccurrence(rule, "Europe/Berlin", due), "Europe/Berlin")).toBe("2025-06-21 10:00");
  });

  it("gives the local date on both sides of the date line", () => {
    expect(localDate(utc("2026-01-01 10:30"), "Pacific/Kiritimati")).toBe("2026-01-02");
    expect(localDate(utc("2026-01-01 10:30"), "Pacific/Pago_Pago")).toBe("2025-12-31");
  });

  it("refuses what cannot be: a rule without days, an unknown zone", () => {
    expect(() => nextOccurrence({ every: "week", days: [], at: 0 }, "UTC", 0)).toThrow(RangeError);
    expect(() => previousOccurrence({ every: "week", days: [9], at: 0 }, "UTC", 0)).toThrow(RangeError);
    expect(() => nextOccurrence(daily("20:00"), "Mars/Olympus", 0)).toThrow(RangeError);
  });
});

describe("describeRule", () => {
  it.each([
    [daily("20:00"), { key: "when.daily", params: { time: "20:00" }, days: [] }],
    [
      { every: "week", days: [5, 4, 3, 2, 1], at: 450 },
      { key: "when.weekdays", params: { time: "07:30" }, days: [] },
    ],
    [
      { every: "week", days: [4, 1, 4], at: 1110 },
      { key: "when.weekly", params: { time: "18:30" }, days: [1, 4] },
    ],
    [
      { every: "month", day: 1, at: 5 },
      { key: "when.monthly", params: { day: 1, time: "00:05" }, days: [] },
    ],
    [
      { every: "year", month: 6, day: 21, at: 600 },
      { key: "when.yearly", params: { month: 6, day: 21, time: "10:00" }, days: [] },
    ],
  ] as [Recurrence, ReturnType<typeof describeRule>][])("%j", (rule, words) => {
    expect(describeRule(rule)).toEqual(words);
  });
});

/**
 * The same question answered by looking at every minute: the first one of a date that belongs to the
 * rule at which clocks show the time, or where they never do, the first that is as far after the skip.
 */
function bruteNext(rule: Recurrence, zone: string, after: number): number | null {
  const start = Math.floor((after - 3 * DAY) / MINUTE) * MINUTE;
  const days = rule.every === "month" ? 36 : 12;
  const seen = new Map<string, number>();
  let previous = wall(start - MINUTE, zone);
  for (let instant = start; instant < after + days * DAY; instant += MINUTE) {
    const now = wall(instant, zone);
    const key = `${now.date} ${now.minutes}`;
    if (!seen.has(key)) seen.set(key, instant);
    // Clocks jumped forward: the minutes between get the instants that they would have had.
    const skipped = absolute(now) - absolute(previous) - 1;
    for (let step = 0; step < skipped; step++) {
      const gone = wallOf(absolute(previous) + 1 + step);
      if (!seen.has(gone)) seen.set(gone, instant + step * MINUTE);
    }
    previous = now;
  }
  const due = [...seen].flatMap(([key, instant]) => {
    const [date = "", minutes] = key.split(" ");
    return instant > after && Number(minutes) === rule.at && belongs(rule, date) ? [instant] : [];
  });
  return due.length === 0 ? null : Math.min(...due);
}

const absolute = ({ year, month, day, minutes }: ReturnType<typeof wall>): number =>
  Date.UTC(year, month - 1, day) / MINUTE + minutes;

function wallOf(minute: number): string {
  const date = new Date(minute * MINUTE);
  return `${date.toISOString().slice(0, 10)} ${date.getUTCHours() * 60 + date.getUTCMinutes()}`;
}

function belongs(rule: Recurrence, date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (rule.every === "day") return true;
  if (rule.every === "week") return rule.days.includes(new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7);
  return day === Math.min(rule.day, last) && (rule.every === "month" || rule.month === month);
}

/** Zones and moments near which something happens, and any others. */
const TURNS = [
  ["Europe/Berlin", "2026-03-29 01:00"],
  ["Europe/Berlin", "2026-10-25 01:00"],
  ["America/New_York", "2026-03-08 07:00"],
  ["America/New_York", "2026-11-01 06:00"],
  ["Australia/Lord_Howe", "2026-04-04 15:00"],
  ["Australia/Lord_Howe", "2026-10-03 15:30"],
  ["America/Santiago", "2026-04-05 03:00"],
  ["America/Santiago", "2026-09-06 04:00"],
  ["Africa/Casablanca", "2026-02-15 02:00"],
  ["Africa/Casablanca", "2026-03-22 02:00"],
  ["Pacific/Apia", "2011-12-30 10:00"],
  ["Asia/Gaza", "2026-03-28 00:00"],
  ["Asia/Gaza", "2026-10-24 23:00"],
  ["Africa/Cairo", "2026-04-23 22:00"],
  ["Antarctica/Troll", "2026-03-29 01:00"],
] as const;

const somewhere = fc.oneof(
  fc
    .tuple(fc.constantFrom(...TURNS), fc.integer({ min: -3 * 1440, max: 3 * 1440 }))
    .map(([[zone, turn], minutes]) => ({ zone: zone as string, instant: utc(turn) + minutes * MINUTE })),
  fc.record({
    zone: fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
    instant: fc.integer({ min: utc("2000-01-01 00:00"), max: utc("2035-01-01 00:00") }),
  }),
);
const minutes = fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 210 }));
const rules: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ every: fc.constant("day" as const), at: minutes }),
  fc.record({
    every: fc.constant("week" as const),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    at: minutes,
  }),
);
const monthly: fc.Arbitrary<Recurrence> = fc.record({
  every: fc.constant("month" as const),
  day: fc.integer({ min: 1, max: 31 }),
  at: minutes,
});

describe("against a scan of every minute by Intl", () => {
  it("finds the same next occurrence", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(somewhere, rules, ({ zone, instant }, rule) => {
        expect(nextOccurrence(rule, zone, instant)).toBe(bruteNext(rule, zone, instant));
      }),
      { numRuns: 40 },
    );
  });

  it("finds the same next month", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(somewhere, monthly, ({ zone, instant }, rule) => {
        expect(nextOccurrence(rule, zone, instant)).toBe(bruteNext(rule, zone, instant));
      }),
      { numRuns: 15 },
    );
  });

  it("notices a wrong answer (the scan itself is checked)", () => {
    const skipping = bruteNext(daily("02:30"), "Europe/Berlin", utc("2026-03-28 12:00"));
    expect(skipping).toBe(utc("2026-03-29 01:30"));
    expect(skipping).not.toBe(utc("2026-03-29 00:30"));
  });
});

it("goes forward and back to the same place", () => {
  const all = fc.oneof(
    rules,
    monthly,
    fc.record({
      every: fc.constant("year" as const),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
      at: minutes,
    }),
  );
  fc.assert(
    fc.property(somewhere, all, ({ zone, instant }, rule) => {
      const next = nextOccurrence(rule, zone, instant);
      expect(next).toBeGreaterThan(instant);
      expect(previousOccurrence(rule, zone, next + 1)).toBe(next);
      expect(previousOccurrence(rule, zone, next)).toBeLessThanOrEqual(instant);
    }),
    { numRuns: 1000 },
  );
});

describe("daysBetween", () => {
  it("counts as Temporal does", () => {
    const dates = fc
      .integer({ min: utc("1900-01-01 00:00"), max: utc("2200-01-01 00:00") })
      .map((at) => localDate(at, "UTC"));
    fc.assert(
      fc.property(dates, dates, (from, to) => {
        expect(daysBetween(from, to)).toBe(Temporal.PlainDate.from(from).until(to, { largestUnit: "day" }).days);
      }),
      { numRuns: 2000 },
    );
  });

  it("counts every day of four years", () => {
    for (let day = 0; day < 1500; day++) {
      const [one, next] = [localDate(day * DAY, "UTC"), localDate((day + 1) * DAY, "UTC")];
      expect(daysBetween(one, next)).toBe(1);
    }
  });

  it.each(["", "2026-1-1", "today", "2026-01-01T00:00"])("refuses %j", (text) => {
    expect(() => daysBetween("2026-01-01", text)).toThrow(RangeError);
  });
});
