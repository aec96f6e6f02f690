import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type QuietHours, USUAL_QUIET } from "../../src/domain/couple.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/ids.ts";
import { inQuiet, mayHear, nextFree, quietEnds } from "../../src/domain/quiet.ts";
import { show, utc, wall } from "./wall.ts";

const hours = (from: string, to: string): QuietHours => ({ from: minute(from), to: minute(to) });
const minute = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

describe("inQuiet", () => {
  it.each([
    ["22:29", false],
    ["22:30", true],
    ["23:59", true],
    ["00:00", true],
    ["07:29", true],
    ["07:30", false],
    ["12:00", false],
  ])("by default, at %s in Berlin: %s", (time, quiet) => {
    expect(inQuiet(USUAL_QUIET, "Europe/Berlin", utc(`2026-06-10 ${time}+02:00`))).toBe(quiet);
  });

  it("lasts to the last millisecond", () => {
    const end = utc("2026-06-10 07:30+02:00");
    expect(inQuiet(USUAL_QUIET, "Europe/Berlin", end - 1)).toBe(true);
    expect(inQuiet(USUAL_QUIET, "Europe/Berlin", end)).toBe(false);
  });

  it("works within one day, for a nap", () => {
    const nap = hours("13:00", "15:00");
    expect(inQuiet(nap, "Asia/Tokyo", utc("2026-06-10 14:00+09:00"))).toBe(true);
    expect(inQuiet(nap, "Asia/Tokyo", utc("2026-06-10 23:00+09:00"))).toBe(false);
  });

  it("is never quiet without quiet hours, or with empty ones", () => {
    expect(inQuiet(null, "Europe/Berlin", 0)).toBe(false);
    expect(inQuiet(hours("08:00", "08:00"), "Europe/Berlin", utc("2026-06-10 06:00"))).toBe(false);
  });
});

describe("quietEnds", () => {
  it("is the instant itself when it is not quiet", () => {
    const at = utc("2026-06-10 12:34");
    expect(quietEnds(USUAL_QUIET, "Europe/Berlin", at)).toBe(at);
    expect(quietEnds(null, "Europe/Berlin", at)).toBe(at);
  });

  it.each([
    ["spring", "2026-03-28 23:00+01:00", 7.5],
    ["autumn", "2026-10-24 23:00+02:00", 9.5],
    ["a usual night", "2026-06-10 23:00+02:00", 8.5],
  ])("ends at 07:30 on the clocks, in %s too", (_, start, lasts) => {
    const at = utc(start);
    const end = quietEnds(USUAL_QUIET, "Europe/Berlin", at);
    expect(show(end, "Europe/Berlin")).toMatch(/ 07:30$/);
    expect((end - at) / HOUR).toBe(lasts);
  });

  it("does not begin again when clocks go back over its end", () => {
    const early = hours("22:00", "02:30");
    const at = utc("2026-10-24 23:00+02:00");
    const end = quietEnds(early, "Europe/Berlin", at);
    expect(end).toBe(utc("2026-10-25 02:30+01:00"));
    for (let instant = at; instant < end; instant += MINUTE) {
      expect(inQuiet(early, "Europe/Berlin", instant)).toBe(true);
    }
  });

  it("ends when its end is skipped", () => {
    const end = quietEnds(hours("22:00", "02:30"), "Europe/Berlin", utc("2026-03-28 23:00+01:00"));
    expect(show(end, "Europe/Berlin")).toBe("2026-03-29 03:30");
  });

  it("ends although the date of its end was skipped", () => {
    const end = quietEnds(USUAL_QUIET, "Pacific/Apia", utc("2011-12-30 09:00"));
    expect(show(end, "Pacific/Apia")).toBe("2011-12-31 07:30");
  });
});

describe("nextFree", () => {
  const ana = { quiet: USUAL_QUIET, zone: "Europe/Berlin" };
  const ben = { quiet: USUAL_QUIET, zone: "America/Los_Angeles" };

  it("is now when nobody is quiet, or there is nobody", () => {
    const at = utc("2026-06-10 16:00");
    expect(nextFree(at, [ana, ben])).toBe(at);
    expect(nextFree(at, [])).toBe(at);
  });

  it("waits for both in two zones", () => {
    const at = utc("2026-06-10 23:00+02:00");
    const free = nextFree(at, [ana, ben]);
    // Ana wakes at 07:30, which is 22:30 for Ben; Ben wakes at 16:30 of hers.
    expect(show(free ?? 0, "America/Los_Angeles")).toBe("2026-06-11 07:30");
  });

  it("is null when the two are never awake together", () => {
    const day = { quiet: hours("08:00", "20:00"), zone: "UTC" };
    const night = { quiet: hours("20:00", "08:00"), zone: "UTC" };
    expect(nextFree(utc("2026-06-10 12:00"), [day, night])).toBeNull();
  });

  it("looks no further than its horizon", () => {
    const at = utc("2026-06-10 23:00+02:00");
    expect(nextFree(at, [ana], 8 * HOUR)).toBeNull();
    expect(nextFree(at, [ana], 9 * HOUR)).toBe(at + 8.5 * HOUR);
  });

  it("finds the few minutes between two", () => {
    const early = { quiet: hours("08:00", "19:55"), zone: "UTC" };
    const late = { quiet: hours("20:00", "08:00"), zone: "UTC" };
    expect(nextFree(utc("2026-06-10 12:00"), [early, late])).toBe(utc("2026-06-10 19:55"));
  });
});

describe("mayHear", () => {
  const ben = { quiet: hours("22:30", "07:30"), zone: "UTC" };
  const [evening, morning] = [utc("2026-06-10 23:00"), utc("2026-06-11 07:30")];

  it("is the end of quiet hours, but at once for who acted in these very ones", () => {
    expect(mayHear(ben, evening)).toBe(morning);
    expect(mayHear({ ...ben, acted: evening - MINUTE }, evening)).toBe(evening);
    expect(mayHear({ ...ben, acted: evening }, utc("2026-06-11 07:29"))).toBe(utc("2026-06-11 07:29"));
  });

  it("waits for who acted before these quiet hours, in those of another night, or not yet", () => {
    expect(mayHear({ ...ben, acted: utc("2026-06-10 22:29") }, evening)).toBe(morning);
    expect(mayHear({ ...ben, acted: evening }, evening + DAY)).toBe(morning + DAY);
    expect(mayHear({ ...ben, acted: evening + MINUTE }, evening)).toBe(morning);
  });

  it("is at once outside of quiet hours, whoever acted when", () => {
    expect(mayHear({ ...ben, acted: evening }, morning)).toBe(morning);
    expect(mayHear({ quiet: null, zone: "UTC" }, evening)).toBe(evening);
  });
});

const quietHours = fc
  .record({ from: fc.integer({ min: 0, max: 1439 }), to: fc.integer({ min: 0, max: 1439 }) })
  .filter(({ from, to }) => from !== to);
const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
const instants = fc.integer({ min: utc("2009-01-01 00:00"), max: utc("2035-01-01 00:00") });
const showsQuiet = ({ from, to }: QuietHours, minutes: number): boolean =>
  from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to;

describe("against what clocks show", () => {
  it("is quiet whenever clocks show a quiet minute, and else only within a day of a clock change", () => {
    fc.assert(
      fc.property(quietHours, zones, instants, (quiet, zone, at) => {
        const shown = showsQuiet(quiet, wall(at, zone).minutes);
        const said = inQuiet(quiet, zone, at);
        if (shown) expect(said).toBe(true);
        const offset = (instant: number) => wall(instant, zone).minutes * MINUTE - (instant % DAY);
        const calm = [-1, 1].every((days) => (offset(at + days * DAY) - offset(at)) % DAY === 0);
        if (calm) expect(said).toBe(shown);
      }),
      { numRuns: 2000 },
    );
  });

  it("ends where it says: quiet before, free at the end", () => {
    fc.assert(
      fc.property(quietHours, zones, instants, (quiet, zone, at) => {
        const end = quietEnds(quiet, zone, at);
        expect(inQuiet(quiet, zone, end)).toBe(false);
        if (end > at) expect(inQuiet(quiet, zone, end - 1)).toBe(true);
        expect(end - at).toBeLessThan(2 * DAY);
      }),
      { numRuns: 2000 },
    );
  });

  it("finds the first free minute of two, as a scan does", () => {
    const people = fc.array(fc.record({ quiet: fc.option(quietHours), zone: zones }), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(people, instants, (two, raw) => {
        const at = raw - (raw % MINUTE);
        const free = nextFree(at, two, DAY);
        if (free !== null) expect(two.some(({ quiet, zone }) => inQuiet(quiet, zone, free))).toBe(false);
        for (let instant = at; instant <= at + DAY; instant += 5 * MINUTE) {
          const open = two.every(({ quiet, zone }) => !inQuiet(quiet, zone, instant));
          if (open) {
            expect(free).not.toBeNull();
            expect(free).toBeLessThanOrEqual(instant);
            break;
          }
          expect(instant).not.toBe(free);
        }
      }),
      { numRuns: 60 },
    );
  });
});
