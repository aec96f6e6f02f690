import { describe, expect, test } from "vitest";
import { DAY, HOUR } from "../../src/domain/ids.ts";
import { isPaused } from "../../src/domain/pause.ts";
import { isRefusal } from "../../src/domain/refusal.ts";
import * as decide from "../../src/domain/round/decide.ts";
import { evolve, evolveAll, type RoundEvent } from "../../src/domain/round/evolve.ts";
import type { Round, Seal } from "../../src/domain/round/state.ts";
import { mayRead } from "../../src/domain/round/visibility.ts";
import { reminderAt, revealableAt, windowEnd } from "../../src/domain/round/window.ts";

const T = Date.parse("2026-03-11T19:00:00Z");
const END = T + DAY;
const WORDS: Seal = { passed: false, at: T + 1, settlesAt: null, flag: null };
const PASS: Seal = { ...WORDS, passed: true };
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

const sealed = (seat: "a" | "b", seal: Seal = WORDS): RoundEvent => ({ type: "sealed", seat, seal });
const given = (...events: RoundEvent[]): Round => evolveAll(NEW, events);
const half = given(sealed("a"));
const ready = given(sealed("a"), sealed("b"));
const revealed = given(sealed("a"), sealed("b"), { type: "revealed", at: T + 2 });
const closed = given(sealed("a"), { type: "closed", at: END });
const refusedAs = (decision: decide.Decision) => (isRefusal(decision) ? decision.refused : "allowed");

describe("seal", () => {
  test("given an open round, when one seals, then it is half", () => {
    expect(decide.seal(NEW, "a", WORDS)).toEqual([sealed("a")]);
    expect(half).toMatchObject({ state: "half", seals: { a: WORDS } });
  });
  test("given it is over, when one seals, then it is refused: revealed, closed, and past its window", () => {
    expect(refusedAs(decide.seal(revealed, "a", WORDS))).toBe("round.revealed");
    expect(refusedAs(decide.seal(closed, "b", WORDS))).toBe("round.closed");
    expect(refusedAs(decide.seal(half, "b", { ...WORDS, at: END }))).toBe("round.closed");
  });
  test("given both have sealed and it waits, when one changes it after the window, then it stays ready", () => {
    const again = decide.seal(ready, "a", { ...WORDS, at: END + 1 });
    expect(isRefusal(again) ? again : evolveAll(ready, again)).toMatchObject({ state: "ready", readyAt: T + 1 });
  });
  test("a replaced seal keeps the wish how it be received", () => {
    const wished = evolve(half, sealed("a", { ...WORDS, flag: "listen" }));
    expect(decide.seal(wished, "a", WORDS)).toMatchObject([{ seal: { flag: "listen" } }]);
  });
  test("a pass among two seals is half, whose it is and in either order", () => {
    for (const events of [
      [sealed("a", PASS), sealed("b")],
      [sealed("b"), sealed("a", PASS)],
      [sealed("b", PASS), sealed("a")],
      [sealed("a"), sealed("b", PASS)],
    ]) {
      expect(given(...events)).toMatchObject({ state: "half" });
    }
    expect(decide.answered(given(sealed("a", PASS)))).toBe(false);
  });
});

describe("take back", () => {
  test("given a seal, when it is taken back, then nothing of it is left", () => {
    const events = decide.takeBack(half, "a", T + 2);
    expect(isRefusal(events) ? events : evolveAll(half, events)).toEqual(NEW);
  });
  test("given the reveal, it is refused", () => {
    expect(refusedAs(decide.takeBack(revealed, "a", T + 2))).toBe("round.revealed");
    expect(refusedAs(decide.takeBack(closed, "a", T + 2))).toBe("round.closed");
  });
  test("given no seal of one's own, it is refused", () => {
    expect(refusedAs(decide.takeBack(half, "b", T + 2))).toBe("round.nothing-sealed");
  });
});

describe("flag", () => {
  test("given an answer, it stands over it", () => {
    expect(decide.setFlag(half, "a", "comfort", T + 2)).toMatchObject([{ seal: { flag: "comfort" } }]);
  });
  test("given a pass or nothing, it is refused", () => {
    expect(refusedAs(decide.setFlag(given(sealed("a", PASS)), "a", "listen", T + 2))).toBe("round.nothing-sealed");
    expect(refusedAs(decide.setFlag(NEW, "a", "listen", T + 2))).toBe("round.nothing-sealed");
  });
  test("given the reveal, it is refused", () => {
    expect(refusedAs(decide.setFlag(revealed, "a", null, T + 2))).toBe("round.revealed");
  });
});

describe("reveal", () => {
  test("given both answered, it is decided", () => {
    expect(decide.reveal(ready, T + 2)).toEqual([{ type: "revealed", at: T + 2 }]);
  });
  test("given anything else, nothing happens: also a second time", () => {
    for (const round of [NEW, half, revealed, closed]) expect(decide.reveal(round, T + 3)).toEqual([]);
  });
  test("an event that does not fit changes nothing", () => {
    expect(evolve(half, { type: "revealed", at: T })).toBe(half);
    expect(evolve(half, { type: "blanked", seat: "a" })).toBe(half);
    expect(evolve(half, { type: "responded", seat: "a", response: "hug" })).toBe(half);
  });
});

describe("end and close", () => {
  test("given its window is over, it ends the same with one answer and with two", () => {
    for (const round of [half, ready]) expect(decide.end(round, END)).toEqual([{ type: "ended", at: END }]);
  });
  test("given it is before the end, or over, it does not", () => {
    for (const round of [revealed, closed]) expect(decide.end(round, END + DAY)).toEqual([]);
    expect(decide.end(half, END - 1)).toEqual([]);
  });
  test("given somebody stops what it is a part of, it closes while its window runs", () => {
    expect(decide.close(ready, T + 5)).toEqual([{ type: "closed", at: T + 5 }]);
    expect(decide.close(revealed, T + 5)).toEqual([]);
    expect(decide.close(ready, END)).toEqual([]);
  });
});

describe("respond and blank", () => {
  test("given the reveal, one tap responds, another changes it, the same takes it away", () => {
    const hugged = evolve(revealed, { type: "responded", seat: "b", response: "hug" });
    expect(hugged).toMatchObject({ responses: { b: "hug" } });
    expect(decide.respond(hugged, "b", "more")).toMatchObject([{ response: "more" }]);
    expect(decide.respond(hugged, "b", "hug")).toMatchObject([{ response: null }]);
  });
  test("given no reveal, or a half taken back, it is refused", () => {
    expect(refusedAs(decide.respond(ready, "b", "hug"))).toBe("round.not-revealed");
    const gone = evolve(revealed, { type: "blanked", seat: "a" });
    expect(refusedAs(decide.respond(gone, "b", "hug"))).toBe("round.half-taken");
    expect(refusedAs(decide.respond(gone, "a", "hug"))).toBe("allowed");
  });
  test("while a copy of the reveal is on its way, a half waits for it, once", () => {
    const asked = decide.blank(revealed, "a", true);
    expect(asked).toEqual([{ type: "blank-asked", seat: "a" }]);
    const waits = evolve(revealed, { type: "blank-asked", seat: "a" });
    expect(waits).toMatchObject({ blanked: [], toBlank: ["a"] });
    expect(decide.blank(waits, "a", true)).toEqual([]);
    expect([decide.hasTakenBack(waits, "a"), decide.hasTakenBack(waits, "b")]).toEqual([true, false]);
    expect(mayRead(waits, "b", "a")).toBe(true);
    expect(evolve(waits, { type: "blanked", seat: "a" })).toMatchObject({ blanked: ["a"], toBlank: [] });
  });
  test("one's half is blanked after the reveal, once", () => {
    expect(refusedAs(decide.blank(ready, "a", false))).toBe("round.not-revealed");
    expect(decide.blank(revealed, "a", false)).toEqual([{ type: "blanked", seat: "a" }]);
    expect(decide.blank(evolve(revealed, { type: "blanked", seat: "a" }), "a", false)).toEqual([]);
  });
  test("both halves can be taken back, and each stays so", () => {
    const both = evolveAll(revealed, [
      { type: "blanked", seat: "a" },
      { type: "blanked", seat: "b" },
    ]);
    expect(both).toMatchObject({ blanked: ["a", "b"] });
    expect([mayRead(both, "b", "a"), mayRead(both, "a", "b")]).toEqual([false, false]);
    const waiting = evolveAll(revealed, [
      { type: "blank-asked", seat: "a" },
      { type: "blank-asked", seat: "b" },
    ]);
    expect(waiting).toMatchObject({ toBlank: ["a", "b"] });
  });
});

describe("a round that was put to one of the two", () => {
  const alone: Round = { ...NEW, asked: ["a"] };
  test("is open to that one only, and late for that one only", () => {
    expect([decide.isOpenTo(alone, "a", T), decide.isOpenTo(alone, "b", T)]).toEqual([true, false]);
    expect([decide.isLateFor(alone, "a", END), decide.isLateFor(alone, "b", END)]).toEqual([true, false]);
    expect([decide.wantsReminder(alone, "a"), decide.wantsReminder(alone, "b")]).toEqual([true, false]);
  });
  test("the other can neither seal, nor pass, nor take back, nor put a wish on it", () => {
    for (const attempt of [
      decide.seal(alone, "b", WORDS),
      decide.seal(alone, "b", PASS),
      decide.takeBack(alone, "b", T),
      decide.setFlag(alone, "b", "listen", T),
    ])
      expect(refusedAs(attempt)).toBe("round.closed");
  });
});

describe("delivery and the reminder", () => {
  test("the first delivery sets the window, and never shortens it", () => {
    expect(decide.delivered(NEW, T + 9, END + 5, T + HOUR)).toEqual([
      { type: "delivered", at: T + 9, windowEndsAt: END + 5 },
    ]);
    expect(decide.delivered(NEW, T + 9, T + 10, T + HOUR)).toMatchObject([{ windowEndsAt: END }]);
  });
  test("a later one only makes sure of the shortest window", () => {
    const first = evolve(NEW, { type: "delivered", at: T, windowEndsAt: END });
    expect(decide.delivered(first, T + HOUR, END, T + 3 * HOUR)).toEqual([]);
    expect(decide.delivered(first, END - HOUR, END, END + HOUR)).toMatchObject([{ at: T, windowEndsAt: END + HOUR }]);
  });
  test("a reminder is due to who has not sealed, once, while it collects", () => {
    expect([decide.wantsReminder(half, "a"), decide.wantsReminder(half, "b")]).toEqual([false, true]);
    expect(decide.wantsReminder(evolve(half, { type: "reminded" }), "b")).toBe(false);
    expect(decide.wantsReminder(closed, "b")).toBe(false);
    expect(decide.wantsReminder(given(sealed("b", PASS)), "b")).toBe(false);
  });
});

describe("visibility", () => {
  test("authors read themselves always, others only after the reveal", () => {
    expect([mayRead(half, "a", "a"), mayRead(half, "b", "a"), mayRead(half, "shared", "a")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(mayRead(ready, "b", "a")).toBe(false);
    expect([mayRead(revealed, "b", "a"), mayRead(revealed, "shared", "b")]).toEqual([true, true]);
    expect(mayRead(closed, "b", "a")).toBe(false);
  });
  test("a half taken back, and what is only one's own, nobody else reads", () => {
    expect(mayRead(evolve(revealed, { type: "blanked", seat: "a" }), "b", "a")).toBe(false);
    expect(mayRead({ ...revealed, disclosure: "own" }, "b", "a")).toBe(false);
  });
  test("a pass has no words", () => {
    expect(mayRead(given(sealed("a", PASS)), "a", "a")).toBe(false);
  });
});

describe("window", () => {
  const zone = "UTC";
  test("daily to the next card and never under two hours, weekly 72 hours, others seven days", () => {
    expect(windowEnd({ rule: { every: "day", at: 19 * 60 }, zone }, T)).toBe(T + DAY);
    expect(windowEnd({ rule: { every: "day", at: 20 * 60 }, zone }, T)).toBe(T + 2 * HOUR);
    expect(windowEnd({ rule: { every: "week", days: [3], at: 19 * 60 }, zone }, T)).toBe(T + 72 * HOUR);
    expect(windowEnd({ rule: { every: "month", day: 1, at: 0 }, zone }, T)).toBe(T + 7 * DAY);
    expect(windowEnd(null, T)).toBe(T + 7 * DAY);
    expect(reminderAt(T, END)).toBe(END - 6 * HOUR);
  });
  test("a reveal waits for both to be awake, but not for who sealed in these quiet hours", () => {
    if (ready.state !== "ready") throw new Error("not ready");
    const quiet = { from: 18 * 60, to: 22 * 60 };
    const [asleep, awake] = [
      { quiet, zone },
      { quiet: null, zone },
    ];
    const now = T + 2;
    expect(revealableAt(ready, { a: awake, b: awake }, now)).toBe(now);
    expect(revealableAt(ready, { a: asleep, b: awake }, now)).toBe(now);
    const early = { ...ready, seals: { ...ready.seals, a: { ...WORDS, at: T - 2 * HOUR } } };
    expect(revealableAt(early, { a: asleep, b: awake }, now)).toBe(T + 3 * HOUR);
    const settling = { ...ready, seals: { ...ready.seals, b: { ...WORDS, settlesAt: T + 3000 } } };
    expect(revealableAt(settling, { a: awake, b: awake }, now)).toBe(T + 3000);
  });
  test("a pause with an end is over at that instant", () => {
    const pauses = { a: { since: T, until: T + 5 }, b: null };
    const none = { a: null, b: null };
    expect([isPaused({ pauses }, T + 4), isPaused({ pauses }, T + 5), isPaused({ pauses: none }, T)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
