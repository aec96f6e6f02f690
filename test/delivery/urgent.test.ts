/** A reveal waits for the platform's limit, and for no other message. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OverallPace } from "../../src/delivery/pace.ts";
import { privateChat, sharedChat } from "../store/helpers.ts";
import { type Bench, bench, row } from "./bench.ts";

const LIMIT = { count: 30, perMs: 1_000 };
const REVEAL = { content: { view: "reveal", params: {} } };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The most that came in any second. */
function densest(at: readonly number[]): number {
  return Math.max(...at.map((from) => at.filter((each) => each >= from && each < from + LIMIT.perMs).length));
}

test("among more messages than the limit allows, ten reveals a second wait for none of them", async () => {
  const pace = new OverallPace({ overall: LIMIT, perChatMs: 0, perShared: LIMIT });
  const went: number[] = [];
  const waited: number[] = [];
  for (let n = 0; n < 400; n += 1) void pace.turn(false).then(() => went.push(performance.now()));
  for (let n = 0; n < 100; n += 1) {
    await vi.advanceTimersByTimeAsync(100);
    const asked = performance.now();
    void pace.turn(true).then(() => {
      went.push(performance.now());
      waited.push(performance.now() - asked);
    });
  }
  await vi.advanceTimersByTimeAsync(1_000);
  expect(waited).toHaveLength(100);
  // The first ones find the places taken by a list that nobody urgent was in.
  expect(Math.max(...waited)).toBeLessThan(50);
  expect(waited.slice(10).filter((ms) => ms > 0)).toEqual([]);
  expect(densest(went)).toBeLessThanOrEqual(LIMIT.count);
  expect(went.length).toBeGreaterThan(10 * 27);
});

test("without reveals a long list has every place", async () => {
  const pace = new OverallPace({ overall: LIMIT, perChatMs: 0, perShared: LIMIT });
  const went: number[] = [];
  for (let n = 0; n < 400; n += 1) void pace.turn(false).then(() => went.push(performance.now()));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(went.length).toBeGreaterThanOrEqual(10 * 28.5);
  expect(densest(went)).toBeLessThanOrEqual(LIMIT.count);
});

test("more reveals than the limit allows wait for it, in order", async () => {
  const pace = new OverallPace({ overall: LIMIT, perChatMs: 0, perShared: LIMIT });
  const went: { n: number; at: number }[] = [];
  for (let n = 0; n < 90; n += 1) void pace.turn(true).then(() => went.push({ n, at: performance.now() }));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(went.map(({ n }) => n)).toEqual(Array.from({ length: 90 }, (_, n) => n));
  expect(densest(went.map(({ at }) => at))).toBe(LIMIT.count);
});

async function full(): Promise<Bench> {
  const lane = await bench();
  lane.overall = { count: 10, perMs: 1_000 };
  lane.create();
  await lane.add(...Array.from({ length: 40 }, (_, n) => row(privateChat(`p${n}`), { dedupe: `seal ${n}` })));
  await lane.run();
  return lane;
}

test("a reveal goes before what waited longer", async () => {
  const lane = await full();
  await lane.settle(2_000);
  await lane.add(row(sharedChat("home"), { ...REVEAL, dedupe: "shown" }));
  const before = lane.asked.length;
  lane.dispatcher.wake();
  await lane.settle(200);
  expect(lane.asked.slice(before, before + 2)).toContain("home: shown");
  await lane.settle(5_000);
  expect(lane.asked).toHaveLength(41);
  await lane.dispatcher.stop();
});

test("and never before an earlier message of its own chat", async () => {
  const lane = await full();
  await lane.add(
    row(sharedChat("home"), { dedupe: "earlier" }),
    row(sharedChat("home"), { ...REVEAL, dedupe: "shown" }),
  );
  lane.dispatcher.wake();
  await lane.settle(6_000);
  expect(lane.asked.filter((each) => each.startsWith("home"))).toEqual(["home: earlier", "home: shown"]);
  await lane.dispatcher.stop();
});
