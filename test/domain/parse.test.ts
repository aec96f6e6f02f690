import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseClock, parseQuiet } from "../../src/domain/clock-words.ts";
import { describeRule } from "../../src/domain/recurrence.ts";
import { isRefusal } from "../../src/domain/refusal.ts";
import type { Recurrence } from "../../src/domain/ritual.ts";
import { Temporal } from "../../src/domain/temporal.ts";
import { parseWhen } from "../../src/domain/when.ts";
import { guessZone, parseZone } from "../../src/domain/zone.ts";

/** `20:00` every day, in the short form of these tables: day@1200, week[7]@1140, month[1]@600, year[6-21]@600. */
function short(rule: ReturnType<typeof parseWhen>): string {
  if (isRefusal(rule)) return rule.refused;
  if (rule.every === "day") return `day@${rule.at}`;
  if (rule.every === "week") return `week[${rule.days}]@${rule.at}`;
  return rule.every === "month" ? `month[${rule.day}]@${rule.at}` : `year[${rule.month}-${rule.day}]@${rule.at}`;
}

const HOSTILE = [
  "",
  " ",
  "\n\t",
  "\u0000",
  "constructor",
  "__proto__",
  "toString 20:00",
  "'; drop table rituals; --",
  "😀 20:00",
  "\u202e00:02 yliad",
  "-1:00",
  "NaN",
  "daily \uD800",
  "٢٠:٠٠",
  "../../etc/passwd",
  "Etc/../Europe/Berlin",
  "%00",
];

describe("parseWhen", () => {
  it.each([
    // The forms that the commands promise.
    ["daily 20:00", "day@1200"],
    ["weekdays 07:30", "week[1,2,3,4,5]@450"],
    ["sun 19:00", "week[7]@1140"],
    ["mon,thu 18:30", "week[1,4]@1110"],
    ["monthly 1 10:00", "month[1]@600"],
    ["yearly 06-21 10:00", "year[6-21]@600"],
    // Times.
    ["daily 8pm", "day@1200"],
    ["daily 8 pm", "day@1200"],
    ["daily 8 p.m.", "day@1200"],
    ["daily 7:30 pm", "day@1170"],
    ["daily 12am", "day@0"],
    ["daily 12 pm", "day@720"],
    ["daily 20.00", "day@1200"],
    ["daily 20h", "day@1200"],
    ["daily 20h30", "day@1230"],
    ["daily 20", "day@1200"],
    ["daily 7:05", "day@425"],
    ["daily noon", "day@720"],
    ["daily 8 o'clock", "day@480"],
    // Order, case, fillers.
    ["DAILY 20:00", "day@1200"],
    ["  every   day at 20:00 ", "day@1200"],
    ["8pm daily", "day@1200"],
    ["20:00 every day", "day@1200"],
    ["every Sunday at 7:30 pm", "week[7]@1170"],
    ["weekly on Sunday 19:00", "week[7]@1140"],
    ["mondays and thursdays 18:30", "week[1,4]@1110"],
    ["MON & THU 18.30", "week[1,4]@1110"],
    ["mon; thu 18:30", "week[1,4]@1110"],
    ["mon - fri 8 am", "week[1,2,3,4,5]@480"],
    ["fri–sun 9am", "week[5,6,7]@540"],
    ["sat-mon 10:00", "week[1,6,7]@600"],
    ["weekend 10:00", "week[6,7]@600"],
    ["thu,mon,thu 18:30", "week[1,4]@1110"],
    ["every month on the 31st at 20h", "month[31]@1200"],
    ["on the 1st of the month 10:00", "month[1]@600"],
    ["yearly 6-21 10:00", "year[6-21]@600"],
    ["yearly 21.06. 10:00", "year[6-21]@600"],
    ["yearly 21/6 10:00", "year[6-21]@600"],
    ["yearly 6/21 10:00", "year[6-21]@600"],
    ["yearly 6/6 10:00", "year[6-6]@600"],
    ["every year on June 21st at 10am", "year[6-21]@600"],
    ["yearly 21 jun 10:00", "year[6-21]@600"],
    ["yearly 02-29 10:00", "year[2-29]@600"],
  ])("%s → %s", (typed, rule) => {
    expect(short(parseWhen(typed))).toBe(rule);
  });

  it.each([
    ["de", "täglich 20 Uhr", "day@1200"],
    ["de", "jeden Tag um 20:00", "day@1200"],
    ["de", "jeden Sonntag um 19 Uhr", "week[7]@1140"],
    ["de", "mo, do 18.30", "week[1,4]@1110"],
    ["de", "so 19:00", "week[7]@1140"],
    ["de", "jährlich 21. Juni 10:00", "year[6-21]@600"],
    ["de", "sun 19:00", "week[7]@1140"],
    ["es", "todos los días 20:00", "day@1200"],
    ["es", "cada martes a las 20:00", "week[2]@1200"],
    ["es", "mié 20h", "week[3]@1200"],
    ["es", "anual 21 de junio 10:00", "year[6-21]@600"],
    ["pt-BR", "segunda-feira 19h30", "week[1]@1170"],
    ["pt-BR", "toda segunda e quinta às 19h", "week[1,4]@1140"],
    ["pt-BR", "mensal 15 10:00", "month[15]@600"],
    ["ru", "ежедневно 20:00", "day@1200"],
    ["ru", "каждую субботу в 19:00", "week[6]@1140"],
    ["ru", "по средам 19:00", "week[3]@1140"],
    ["ru", "пн,чт 18:30", "week[1,4]@1110"],
    ["ru", "ежегодно 21 июня 10:00", "year[6-21]@600"],
    ["xx-nonsense-!!", "sun 19:00", "week[7]@1140"],
  ])("in %s: %s → %s", (language, typed, rule) => {
    expect(short(parseWhen(typed, language))).toBe(rule);
  });

  it.each([
    ["hello", "when.unknown"],
    ["20:00", "when.unknown"],
    ["tomorrow 20:00", "when.unknown"],
    ["t 20:00", "when.unknown"],
    ["daily weekly 20:00", "when.unknown"],
    ["daily sun 20:00", "when.unknown"],
    ["june 21 10:00", "when.unknown"],
    ["daily", "when.time"],
    ["sun", "when.time"],
    ["monthly 1", "when.time"],
    ["daily 8", "when.time"],
    ["daily 24:00", "when.time"],
    ["daily 25:00", "when.time"],
    ["daily 20:60", "when.time"],
    ["daily 13pm", "when.time"],
    ["daily 0am", "when.time"],
    ["daily midnightish", "when.time"],
    ["weekly 19:00", "when.day"],
    ["weekly s 19:00", "when.day"],
    ["monthly 10:00", "when.day"],
    ["monthly 0 10:00", "when.day"],
    ["monthly 32 10:00", "when.day"],
    ["monthly sun 10:00", "when.day"],
    ["yearly 10:00", "when.date"],
    ["yearly 02-30 10:00", "when.date"],
    ["yearly 13-01 10:00", "when.date"],
    ["yearly 00-10 10:00", "when.date"],
    ["yearly 06/07 10:00", "when.date"],
    ["yearly june 10:00", "when.date"],
    ["yearly 31 june 10:00", "when.date"],
  ])("refuses %s with %s", (typed, key) => {
    expect(short(parseWhen(typed))).toBe(key);
  });

  it.each(HOSTILE)("survives %j", (typed) => {
    expect(isRefusal(parseWhen(typed))).toBe(true);
  });

  it("reads back every rule from its plain words", () => {
    const at = fc.integer({ min: 0, max: 1439 });
    const rules: fc.Arbitrary<Recurrence> = fc.oneof(
      fc.record({ every: fc.constant("day" as const), at }),
      fc.record({
        every: fc.constant("week" as const),
        days: fc
          .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
          .map((days) => days.sort((a, b) => a - b)),
        at,
      }),
      fc.record({ every: fc.constant("month" as const), day: fc.integer({ min: 1, max: 31 }), at }),
      fc.record({
        every: fc.constant("year" as const),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 28 }),
        at,
      }),
    );
    fc.assert(
      fc.property(rules, (rule) => {
        expect(parseWhen(typed(rule))).toEqual(rule);
      }),
    );
  });
});

function typed(rule: Recurrence): string {
  const { time } = describeRule(rule).params;
  if (rule.every === "day") return `daily ${time}`;
  if (rule.every === "month") return `monthly ${rule.day} ${time}`;
  if (rule.every === "year") return `yearly ${rule.month}-${rule.day} ${time}`;
  return `${rule.days.map((day) => ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][day - 1])} ${time}`;
}

describe("parseZone", () => {
  it.each([
    ["Europe/Berlin", "Europe/Berlin"],
    ["europe/berlin", "Europe/Berlin"],
    [" EUROPE / BERLIN ", "Europe/Berlin"],
    ["berlin", "Europe/Berlin"],
    ["Berlin", "Europe/Berlin"],
    ["München", "Europe/Berlin"],
    ["new york", "America/New_York"],
    ["America/New York", "America/New_York"],
    ["new_york", "America/New_York"],
    ["são paulo", "America/Sao_Paulo"],
    ["Sao Paulo", "America/Sao_Paulo"],
    ["Москва", "Europe/Moscow"],
    ["Нью-Йорк", "America/New_York"],
    ["Kyiv", "Europe/Kyiv"],
    ["Europe/Kiev", "Europe/Kyiv"],
    ["Київ", "Europe/Kyiv"],
    ["asia/kolkata", "Asia/Kolkata"],
    ["Asia/Calcutta", "Asia/Kolkata"],
    ["mumbai", "Asia/Kolkata"],
    ["ho chi minh", "Asia/Ho_Chi_Minh"],
    ["saigon", "Asia/Ho_Chi_Minh"],
    ["kolkata", "Asia/Kolkata"],
    ["calcutta", "Asia/Kolkata"],
    ["kathmandu", "Asia/Kathmandu"],
    ["yangon", "Asia/Yangon"],
    ["nuuk", "America/Nuuk"],
    ["america/argentina/buenos_aires", "America/Argentina/Buenos_Aires"],
    ["buenos aires", "America/Argentina/Buenos_Aires"],
    ["port-au-prince", "America/Port-au-Prince"],
    ["lord howe", "Australia/Lord_Howe"],
    ["japan", "Asia/Tokyo"],
    ["US/Pacific", "US/Pacific"],
    ["utc", "UTC"],
    ["Etc/UTC", "UTC"],
    ["GMT", "UTC"],
  ])("%s → %s", (typed, zone) => {
    expect(parseZone(typed)).toBe(zone);
  });

  it.each(["+02:00", "-5", "UTC+2", "utc +02:00", "GMT-3", "gmt+0", "GMT0", "Etc/GMT+2", "etc/gmt-14", "−03:00"])(
    "refuses the offset %s",
    (typed) => {
      expect(parseZone(typed)).toEqual({ refused: "zone.offset" });
    },
  );

  it.each([
    ["Berln", "Europe/Berlin"],
    ["Europe/Berln", "Europe/Berlin"],
    ["Honululu", "Pacific/Honolulu"],
    ["nwe york", "America/New_York"],
    ["EST", "America/New_York"],
    ["cet", "Europe/Berlin"],
  ])("does not know %s and suggests %s", (typed, suggestion) => {
    const refusal = parseZone(typed);
    if (!isRefusal(refusal)) throw new Error("was taken");
    expect(refusal.refused).toBe("zone.unknown");
    const suggestions = String(refusal.params?.suggestions).split(", ");
    expect(suggestions[0]).toBe(suggestion);
    expect(suggestions).toHaveLength(Number(refusal.params?.count));
    expect(suggestions.length).toBeLessThanOrEqual(3);
  });

  it.each([...HOSTILE.filter((text) => text !== "-1:00"), "EST5EDT", "Etc/Unknown", "Factory", "home", "qqqqqqqq"])(
    "refuses %j",
    (typed) => {
      expect(parseZone(typed)).toMatchObject({ refused: "zone.unknown" });
    },
  );

  it("takes every zone of the engine by its name, and by its city without doubt", () => {
    const zones = Intl.supportedValuesOf("timeZone");
    const keys = zones.map((zone) => zone.slice(zone.lastIndexOf("/") + 1));
    expect(new Set(keys).size).toBe(zones.length);
    for (const zone of zones.filter((name) => name.includes("/") && !name.startsWith("Etc/"))) {
      const taken = parseZone(zone.toLowerCase());
      if (isRefusal(taken)) throw new Error(`${zone} was refused`);
      const format = (name: string) => new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
      expect(format(taken)).toBe(format(zone));
      expect(() => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(taken)).not.toThrow();
    }
  });
});

describe("guessZone", () => {
  it.each([
    ["de", "Europe/Berlin"],
    ["de-AT", "Europe/Vienna"],
    ["de_CH", "Europe/Zurich"],
    ["en", "America/New_York"],
    ["en-US", "America/New_York"],
    ["en-GB", "Europe/London"],
    ["es", "Europe/Madrid"],
    ["es-MX", "America/Mexico_City"],
    ["es-419", "America/Mexico_City"],
    ["pt-BR", "America/Sao_Paulo"],
    ["pt-PT", "Europe/Lisbon"],
    ["ru", "Europe/Moscow"],
    ["uk", "Europe/Kyiv"],
    ["zz", "UTC"],
    ["", "UTC"],
    ["!!", "UTC"],
    ["constructor", "UTC"],
  ])("%s → %s", (tag, zone) => {
    expect(guessZone(tag)).toBe(zone);
  });
});

describe("parseQuiet", () => {
  it.each([
    ["22:30-07:00", 1350, 420],
    ["22:30 – 07:00", 1350, 420],
    ["22.30 to 7.00", 1350, 420],
    ["10pm-7am", 1320, 420],
    ["10 p.m. - 7 a.m.", 1320, 420],
    ["from 10pm until 7am", 1320, 420],
    ["22-7", 1320, 420],
    ["22h-7h", 1320, 420],
    ["22:30 bis 7:30", 1350, 450],
    ["von 22 Uhr bis 7 Uhr", 1320, 420],
    ["с 22:00 до 7:00", 1320, 420],
    ["13:00-15:00", 780, 900],
    ["23:00…06:00", 1380, 360],
  ])("%s", (typed, from, to) => {
    expect(parseQuiet(typed)).toEqual({ from, to });
  });

  it.each(["off", "OFF", " none ", "aus", "нет"])("%s means none", (typed) => {
    expect(parseQuiet(typed)).toBeNull();
  });

  it.each(["22:00-22:00", "10pm-22:00", "0:00-12am"])("refuses %s, which is no time or all day", (typed) => {
    expect(parseQuiet(typed)).toEqual({ refused: "quiet.same" });
  });

  it.each([...HOSTILE, "10-7", "22:00", "22:00-", "-07:00", "22:00-6:00-7:00", "25:00-07:00", "22:30-7pm am"])(
    "refuses %j",
    (typed) => {
      expect(parseQuiet(typed)).toEqual({ refused: "quiet.unknown" });
    },
  );
});

describe("parseClock", () => {
  it("reads every minute of the day in 24 and in 12 hours", () => {
    for (let minute = 0; minute < 1440; minute++) {
      const [hours, rest] = [Math.floor(minute / 60), String(minute % 60).padStart(2, "0")];
      expect(parseClock(`${hours}:${rest}`)).toBe(minute);
      expect(parseClock(`${hours % 12 || 12}:${rest} ${hours < 12 ? "am" : "pm"}`)).toBe(minute);
    }
  });
});

describe("any text", () => {
  it("is a value or a refusal, never an error", () => {
    const texts = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ maxLength: 40 }), clockish());
    fc.assert(
      fc.property(texts, (text) => {
        for (const value of [parseWhen(text), parseWhen(text, text), parseZone(text), parseQuiet(text)]) {
          expect(value).not.toBeUndefined();
        }
        expect(typeof guessZone(text)).toBe("string");
      }),
      { numRuns: 300 },
    );
  });

  it("is refused when it is 10,000 characters long", () => {
    const long = ["a", "1", "-", " ", "\u0301", "9:", "mon,", "etc/", "ﷺ", "22:00-"].map((piece) =>
      piece.repeat(10_000 / piece.length),
    );
    for (const text of long) {
      expect(parseWhen(text)).toMatchObject({ refused: "when.unknown" });
      expect(parseZone(text)).toMatchObject({ refused: "zone.unknown" });
      expect(parseQuiet(text)).toEqual({ refused: "quiet.unknown" });
    }
  });

  it("is read or refused when it is as long as it may be", () => {
    for (const piece of ["mon,", "m ", "1", "-", "a-", "8pm "]) {
      const text = piece.repeat(120 / piece.length);
      expect(() => [parseWhen(text, "ru"), parseZone(text), parseQuiet(text)]).not.toThrow();
    }
  });
});

function clockish(): fc.Arbitrary<string> {
  const pieces = ["daily", "mon", "-", ",", "20:00", "8", "pm", "yearly", "06-21", "utc", "+", "2", "/", "off", "to"];
  return fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((all) => all.join(" "));
}
