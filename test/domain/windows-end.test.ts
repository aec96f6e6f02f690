/** What is over at a window's end, and when a round ends after it: by time, never by the other's seal. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/domain/ids.ts";
import { NO_PAUSES } from "../../src/domain/pause.ts";
import { isLateFor, isOpenTo, isRunning, seal, setFlag, takeBack } from "../../src/domain/round/decide.ts";
import { evolveAll, type RoundEvent } from "../../src/domain/round/evolve.ts";
import { pairOf, storedUnder } from "../../src/domain/round/pair.ts";
import type { Round, Seal } from "../../src/domain/round/state.ts";
import { endAfter, freeAt, revealAt } from "../../src/domain/round/window.ts";

const T = Date.parse("2026-03-11T19:00:00Z");
const END = T + DAY;
const NEW: Round = {
  id: "r",
  coupleId: "c",
  ritualId: "x",
  kind: "heart",
  cards: ["k"],
  disclosure: "both",
  asked: ["a", "b"],
  path: null,
  about: null,
  turn: 0,
  lasts: null,
  swapped: [],
  date: "2026-03-11",
  openedAt: T,
  deliveredAt: null,
  windowEndsAt: END,
  reminded: false,
  state: "open",
};
const at = fc.integer({ min: T, max: END + 40 * DAY });
const sealed = fc.record({
  passed: fc.boolean(),
  at: fc.integer({ min: T, max: END - 1 }),
  settlesAt: fc.constant(null),
  flag: fc.constant(null),
}) satisfies fc.Arbitrary<Seal>;
const maybe = fc.option(sealed);

function rounds(mine: Seal | null, theirs: Seal | null): Round {
  const events: RoundEvent[] = [];
  if (mine) events.push({ type: "sealed", seat: "a", seal: mine });
  if (theirs) events.push({ type: "sealed", seat: "b", seal: theirs });
  return evolveAll(NEW, events);
}

describe("open or over", () => {
  test("what somebody may do never depends on what the other has sealed", () =>
    fc.assert(
      fc.property(maybe, maybe, maybe, at, (mine, theirs, otherwise, now) => {
        const [one, other] = [rounds(mine, theirs), rounds(mine, otherwise)];
        expect(isRunning(one, now)).toBe(isRunning(other, now));
        expect(isOpenTo(one, "a", now)).toBe(isOpenTo(other, "a", now));
        expect(isLateFor(one, "a", now)).toBe(isLateFor(other, "a", now));
        expect(takeBack(one, "a", now)).toEqual(takeBack(other, "a", now));
        expect(setFlag(one, "a", "comfort", now)).toEqual(setFlag(other, "a", "comfort", now));
        const again: Seal = { passed: false, at: now, settlesAt: null, flag: null };
        expect(seal(one, "a", again)).toEqual(seal(other, "a", again));
      }),
    ));
  test("after the end only an answer keeps a round open to its author", () =>
    fc.assert(
      fc.property(maybe, maybe, fc.integer({ min: END, max: END + 40 * DAY }), (mine, theirs, now) => {
        const round = rounds(mine, theirs);
        expect(isRunning(round, now)).toBe(false);
        expect(isOpenTo(round, "a", now)).toBe(mine?.passed === false);
        expect(isLateFor(round, "a", now)).toBe(mine === null);
      }),
    ));
});

const quiet = fc.option(fc.record({ from: fc.integer({ min: 0, max: 1439 }), to: fc.integer({ min: 0, max: 1439 }) }));
const person = fc.record({ quiet, zone: fc.constantFrom("Europe/Berlin", "Asia/Tokyo", "Pacific/Kiritimati") });
const two = fc.record({ a: person, b: person });
const pause = fc.option(
  fc.record({
    since: fc.constant(T),
    until: fc.option(fc.integer({ min: T, max: END + 9 * DAY })),
  }),
);

describe("the end", () => {
  test("is whole days after the window's end, with the free moment in the last of them, and at most 30", () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * DAY }), (later) => {
        const end = endAfter(END, END + later);
        expect((end - END) % DAY).toBe(0);
        expect(end).toBeLessThanOrEqual(endAfter(END, null));
        expect(endAfter(END, null)).toBe(END + 30 * DAY);
        if (later < 30 * DAY) {
          expect(END + later).toBeLessThan(end);
          expect(END + later).toBeGreaterThanOrEqual(end - DAY);
        }
      }),
    ));
  test("in a moment that is free, two answers are revealed, whenever they were sealed", () =>
    fc.assert(
      fc.property(
        two,
        fc.record({ a: pause, b: pause }),
        sealed,
        sealed,
        fc.integer({ min: END, max: END + 9 * DAY }),
        (people, pauses, a, b, now) => {
          const couple = { pauses };
          const free = freeAt(couple, people, now);
          const reveal = revealAt({ a, b }, couple, people, now);
          expect(reveal === null).toBe(free === null);
          if (free !== null && reveal !== null) {
            expect(reveal).toBeLessThanOrEqual(free);
            expect(reveal).toBeGreaterThanOrEqual(now);
          }
          if (free === now) expect(reveal).toBe(now);
        },
      ),
    ));
  test("an answer that is still arriving holds the reveal, and not the reckoning", () => {
    const a: Seal = { passed: false, at: END - 1, settlesAt: END + 3000, flag: null };
    const awake = { quiet: null, zone: "UTC" };
    const people = { a: awake, b: awake };
    expect(revealAt({ a, b: { ...a, settlesAt: null } }, { pauses: NO_PAUSES }, people, END)).toBe(END + 3000);
    expect(freeAt({ pauses: NO_PAUSES }, people, END)).toBe(END);
  });
});

describe("two who came to it alone", () => {
  const lone = (id: string, seat: "a" | "b", sealedAt: number, windowEndsAt = END): Round =>
    evolveAll({ ...NEW, id, kind: "signal", disclosure: "match", asked: [seat], windowEndsAt }, [
      { type: "sealed", seat, seal: { passed: false, at: sealedAt, settlesAt: null, flag: null } },
    ]);
  test("are a pair when each was sealed before the other's window ended, and of one person each", () => {
    const mine = lone("m", "a", T + HOUR);
    expect(pairOf(mine, lone("p", "b", END - MINUTE, END + DAY))).toMatchObject({ round: "p" });
    expect(pairOf(mine, lone("p", "b", END, END + DAY))).toBeNull();
    expect(pairOf(lone("m", "a", END - 1), lone("p", "b", T, END - HOUR))).toBeNull();
    expect(pairOf(mine, lone("p", "a", T + HOUR))).toBeNull();
    expect(pairOf(mine, { ...lone("p", "b", T + HOUR), cards: ["else"] })).toBeNull();
    expect(pairOf(mine, evolveAll(lone("p", "b", T), [{ type: "closed", at: END }]))).toBeNull();
  });
  test("are revealed each under their own id, and each one's answer is found under its own", () => {
    const [mine, theirs] = [lone("m", "a", T), lone("p", "b", T)];
    const pair = pairOf(mine, theirs);
    if (!pair) throw new Error("no pair");
    const revealed = evolveAll(mine, [{ type: "revealed", at: T + 1, pair }]);
    expect(revealed).toMatchObject({ id: "m", asked: ["a"], state: "revealed", pair: "p" });
    expect([storedUnder(revealed, "a"), storedUnder(revealed, "b")]).toEqual(["m", "p"]);
  });
});
