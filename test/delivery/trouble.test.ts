/** Storage that fails, bugs half-way, and an end in the middle: what was sent is neither lost nor sent again. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ChatPace } from "../../src/delivery/pace.ts";
import { privateChat } from "../store/helpers.ts";
import { type Bench, bench, DELIVERED, LONG, row } from "./bench.ts";

const ANA = privateChat("ana");
const TRACK = { purpose: "reveal", roundId: "r" };

let lane: Bench;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
  lane = await bench();
});
afterEach(async () => {
  const stopped = lane.dispatcher.stop();
  await vi.advanceTimersByTimeAsync(2_000);
  await stopped;
  vi.useRealTimers();
});

/** A run of three parts, of which `until` come through at first. */
function inParts(until: number, then: () => Promise<never>): void {
  lane.compose = () => ({ type: "message", message: LONG, guard: null });
  let first = true;
  lane.deliver = async ({ operation }, onPart) => {
    const from = operation.type === "send" ? operation.fromPart : 0;
    for (let part = from; part < 3; part += 1) {
      if (first && part === until) {
        first = false;
        return then();
      }
      await onPart(part, `ref${part}`);
    }
    return DELIVERED;
  };
}

test("a run that a bug broke off goes on after the part that had come through", async () => {
  inParts(2, () => Promise.reject(new TypeError("a bug")));
  await lane.add(row(ANA, { dedupe: "run", track: TRACK }));
  await lane.run();
  await lane.settle(10_000);
  expect(lane.asked).toEqual(["ana: LONG", "ana: LONG+2"]);
  expect(lane.finished).toEqual([["ref0", "ref1", "ref2"]]);
  const tracked = await lane.in((tx) => tx.messages.ofRound("r", "reveal"));
  expect(tracked.map(({ ref, part }) => [ref, part])).toEqual([
    ["ref0", 0],
    ["ref1", 1],
    ["ref2", 2],
  ]);
});

test("a run that the process ended in goes on in the next process", async () => {
  inParts(1, () => new Promise<never>(() => {}));
  await lane.add(row(ANA, { dedupe: "run" }));
  await lane.run();
  lane.create();
  await lane.run();
  expect(lane.asked).toEqual(["ana: LONG", "ana: LONG+1"]);
  expect(lane.finished).toEqual([["ref0", "ref1", "ref2"]]);
});

test("an end in the middle of a run waits for the run, whose parts wait for their turn", async () => {
  lane.overall = { count: 1, perMs: 400 };
  lane.create();
  inParts(9, () => Promise.reject(new Error("never")));
  await lane.add(row(ANA, { dedupe: "run" }), row(ANA, { dedupe: "later" }));
  lane.dispatcher.open("test");
  while (lane.asked.length === 0) await vi.advanceTimersByTimeAsync(10);
  const stopped = vi.fn();
  void lane.dispatcher.stop().then(stopped);
  await lane.settle(5_000);
  expect(stopped).toHaveBeenCalled();
  expect([lane.asked, lane.finished]).toEqual([["ana: LONG"], [["ref0", "ref1", "ref2"]]]);
  expect((await lane.counts()).interactive).toBe(1);
});

test("nothing is sent after the end", async () => {
  await lane.run();
  await lane.dispatcher.stop();
  await lane.add(row(ANA, { dedupe: "1" }));
  lane.dispatcher.wake();
  await lane.settle(60_000);
  expect(lane.asked).toEqual([]);
});

test("while the database is locked nothing is sent; afterwards everything is", async () => {
  await lane.add(row(ANA, { dedupe: "1" }));
  lane.failures = 3;
  await lane.run();
  expect(lane.asked).toEqual([]);
  await lane.settle(5_000);
  expect(lane.asked).toEqual(["ana: 1"]);
  expect((await lane.counts()).interactive).toBe(0);
});

test("what was sent is written down however long the database is locked, and is not sent again", async () => {
  lane.deliver = async (_, onPart) => {
    await onPart(0, "ref0");
    lane.failures = 40;
    return DELIVERED;
  };
  await lane.add(row(ANA, { dedupe: "1", track: TRACK }));
  await lane.run();
  expect((await lane.counts()).interactive).toBe(1);
  await lane.settle(60_000);
  expect(lane.asked).toEqual(["ana: 1"]);
  expect(await lane.in((tx) => tx.messages.ofRound("r", "reveal"))).toHaveLength(1);
  expect(lane.logged.map(({ event }) => event)).toContain("a delivery could not be written down yet");
});

test("so is each part of a run", async () => {
  inParts(9, () => Promise.reject(new Error("never")));
  const deliver = lane.deliver;
  lane.deliver = (delivery, onPart) =>
    deliver(delivery, (index, ref) => {
      if (index === 1) lane.failures = 5;
      return onPart(index, ref);
    });
  await lane.add(row(ANA, { dedupe: "run" }));
  await lane.run();
  await lane.settle(5_000);
  expect(lane.asked).toEqual(["ana: LONG"]);
  expect(lane.finished).toEqual([["ref0", "ref1", "ref2"]]);
});

test("a row that was removed while it was under way stays removed", async () => {
  lane.deliver = async () => {
    for (const { id } of await lane.in((tx) => tx.outbox.ofChat(ANA))) await lane.in((tx) => tx.outbox.remove(id));
    throw new TypeError("a bug");
  };
  await lane.add(row(ANA, { dedupe: "1" }));
  await lane.run();
  await lane.settle(60_000);
  expect(lane.asked).toHaveLength(1);
  expect(await lane.counts()).toEqual({ interactive: 0, scheduled: 0, parked: 0, dead: 0 });
});

test("a clock that was set back does not silence a chat", () => {
  const wide = { count: 20, perMs: 60_000 };
  const pace = new ChatPace({ overall: wide, perChatMs: 1_000, perShared: wide });
  const noon = 1_800_000_000_000;
  for (let n = 0; n < 5; n += 1) pace.sent(ANA, noon + n);
  expect(pace.allowedAt(ANA, noon + 10)).toBeGreaterThan(noon + 10);
  const before = noon - 3_600_000;
  expect(pace.allowedAt(ANA, before)).toBe(before);
});
