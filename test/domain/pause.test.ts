/** Each of the two has a pause of their own; cards rest while either runs. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPaused, isPausedBy, NO_PAUSES, pauseEnds, wasPaused } from "../../src/domain/pause.ts";

const T = Date.parse("2026-03-11T19:00:00Z");
const until = fc.option(fc.integer({ min: T - 50, max: T + 50 }));
const pause = fc.option(fc.record({ since: fc.integer({ min: T - 100, max: T }), until }));
const pauses = fc.record({ a: pause, b: pause });

describe("pauses", () => {
  test("without any, nothing rests", () => {
    expect(isPaused({ pauses: NO_PAUSES }, T)).toBe(false);
    expect(pauseEnds({ pauses: NO_PAUSES }, T)).toBe(T);
  });
  test("cards rest exactly while either runs", () =>
    fc.assert(
      fc.property(pauses, (both) => {
        const couple = { pauses: both };
        expect(isPaused(couple, T)).toBe(isPausedBy(couple, "a", T) || isPausedBy(couple, "b", T));
        const end = pauseEnds(couple, T);
        expect(isPaused(couple, T)).toBe(end !== T);
        if (end === null) expect(isPaused(couple, T + 1000)).toBe(true);
        else expect([isPaused(couple, end), end > T && isPaused(couple, end - 1)]).toEqual([false, end > T]);
      }),
    ));
  test("one that is over since then counts for the time in which it ran", () => {
    const couple = { pauses: { a: { since: T, until: T + 5 }, b: null } };
    expect([T - 1, T, T + 4, T + 5].map((at) => wasPaused(couple, at))).toEqual([false, true, true, false]);
    expect(isPaused(couple, T + 9)).toBe(false);
  });
});
