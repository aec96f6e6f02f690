import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DeliveryResult } from "../../src/ports/chat.ts";
import { place, privateChat, sharedChat } from "../store/helpers.ts";
import { type Bench, bench, DELIVERED, LONG, row } from "./bench.ts";

const ANA = privateChat("ana");
const BEN = privateChat("ben");
const HOME = sharedChat("home");
const BUSY: DeliveryResult = { type: "retry", afterMs: 5_000, scope: "chat", heldBack: true };

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

test("nothing is sent, and nobody asked who sees a chat, before the platform is connected", async () => {
  await lane.add(row(ANA, { dedupe: "one" }));
  lane.dispatcher.wake();
  await lane.dispatcher.idle();
  await lane.settle();
  expect([lane.asked, lane.composed]).toEqual([[], []]);
  await lane.run();
  expect(lane.asked).toEqual(["ana: one"]);
});

test("a chat gets its rows in order, what somebody waits for first", async () => {
  await lane.add(
    row(ANA, { dedupe: "night", lane: "scheduled" }),
    row(ANA, { dedupe: "first" }),
    row(ANA, { dedupe: "second" }),
  );
  await lane.run();
  expect(lane.asked).toEqual(["ana: first", "ana: second", "ana: night"]);
  expect((await lane.counts()).interactive).toBe(0);
});

test("one chat has one message in hand at a time; another chat does not wait for it", async () => {
  const gate = Promise.withResolvers<void>();
  lane.deliver = async ({ to }) => {
    if (to.kind === "private" && to.userId === "ana") await gate.promise;
    return DELIVERED;
  };
  await lane.add(row(ANA, { dedupe: "1" }), row(ANA, { dedupe: "2" }), row(BEN, { dedupe: "3" }));
  await lane.run();
  expect(lane.asked).toEqual(["ana: 1", "ben: 3"]);
  gate.resolve();
  await lane.settle();
  expect(lane.asked).toEqual(["ana: 1", "ben: 3", "ana: 2"]);
});

test("a chat that is held back holds its own rows in order, and no other chat's", async () => {
  const first = vi.fn().mockResolvedValueOnce(BUSY).mockResolvedValue(DELIVERED);
  lane.deliver = ({ to }) => (to === ANA || (to.kind === "private" && to.userId === "ana") ? first() : DELIVERED);
  await lane.add(row(ANA, { dedupe: "1" }), row(ANA, { dedupe: "2" }), row(BEN, { dedupe: "3" }));
  await lane.run();
  expect(lane.asked).toEqual(["ana: 1", "ben: 3"]);
  await lane.settle(5_000);
  expect(lane.asked.slice(2)).toEqual(["ana: 1", "ana: 2"]);
});

test("a limit of the whole platform holds every chat, and nothing longer than asked", async () => {
  const limit = vi.fn().mockResolvedValueOnce({ ...BUSY, scope: "platform" });
  lane.deliver = async () => (await limit()) ?? DELIVERED;
  await lane.add(row(ANA, { dedupe: "1" }));
  await lane.run();
  await lane.add(row(BEN, { dedupe: "2" }));
  lane.dispatcher.wake();
  await lane.settle(4_000);
  expect(lane.asked).toEqual(["ana: 1"]);
  await lane.settle(1_500);
  expect(lane.asked.toSorted()).toEqual(["ana: 1", "ana: 1", "ben: 2"]);
});

test("failures are repeated ever more rarely, and limits do not count as failures", async () => {
  lane.deliver = async () => ({ type: "retry", afterMs: 1000, scope: "chat", heldBack: false });
  await lane.add(row(ANA, { dedupe: "1" }));
  await lane.run();
  await lane.settle(60_000);
  // At once and after 1, 2, 4, 8 and 16 seconds more each; the next would be after 32.
  expect(lane.asked).toHaveLength(6);
  lane.deliver = async () => BUSY;
  await lane.settle(60_000);
  expect(lane.asked.length).toBeGreaterThan(9);
  const [waiting] = await lane.in((tx) => tx.outbox.ofChat(ANA));
  expect(waiting?.attempts).toBe(6);
});

test("a rejected message is put aside with the platform's reason, and the chat goes on", async () => {
  const bad: DeliveryResult = { type: "rejected", reason: "400 can't parse entities" };
  lane.deliver = vi.fn().mockResolvedValueOnce(bad).mockResolvedValue(DELIVERED);
  await lane.add(row(ANA, { dedupe: "bad" }), row(ANA, { dedupe: "good" }));
  await lane.run();
  expect(lane.asked).toEqual(["ana: bad", "ana: good"]);
  expect(await lane.in((tx) => tx.outbox.dead(9))).toMatchObject([{ dedupe: "bad", deadReason: bad.reason }]);
  expect(lane.logged.at(-1)).toMatchObject({ fields: { code: bad.reason, view: "sealed" } });
});

test("a row that cannot be composed is tried three times and put aside by its error's name alone", async () => {
  lane.compose = ({ dedupe }) => {
    if (dedupe === "poison") throw new TypeError("words of somebody");
    return { type: "message", message: LONG, guard: null };
  };
  await lane.add(row(ANA, { dedupe: "poison" }), row(BEN, { dedupe: "well" }));
  await lane.run();
  expect(lane.asked).toEqual(["ben: LONG"]);
  await lane.add(row(ANA, { dedupe: "after" }));
  await lane.settle(30_000);
  expect(lane.composed.filter((each) => each === "poison")).toHaveLength(3);
  expect(await lane.in((tx) => tx.outbox.dead(9))).toMatchObject([{ dedupe: "poison", deadReason: "bug TypeError" }]);
  expect(lane.asked).toEqual(["ben: LONG", "ana: LONG"]);
  expect(JSON.stringify(lane.logged)).not.toContain("words of somebody");
});

test("an unreachable chat is parked with everything that waits for it, and told once", async () => {
  lane.deliver = async () => ({ type: "unreachable", why: "blocked" });
  await lane.add(row(ANA, { dedupe: "1" }), row(ANA, { dedupe: "2" }), row(ANA, { dedupe: "3", lane: "scheduled" }));
  await lane.run();
  expect([lane.asked, lane.unreached]).toEqual([["ana: 1"], ["1 blocked"]]);
  expect((await lane.counts()).parked).toBe(3);
  lane.deliver = async () => DELIVERED;
  await lane.in((tx) => tx.outbox.unpark(ANA));
  lane.dispatcher.wake();
  await lane.settle();
  expect(lane.asked).toEqual(["ana: 1", "ana: 1", "ana: 2", "ana: 3"]);
});

test("a group that became another takes its rows along", async () => {
  await lane.in((tx) => tx.places.save(place("p", { chatId: "home" })));
  lane.deliver = vi.fn().mockResolvedValueOnce({ type: "migrated", toChatId: "villa" }).mockResolvedValue(DELIVERED);
  await lane.add(row(HOME, { dedupe: "1" }), row(HOME, { dedupe: "2" }));
  await lane.run();
  expect(lane.asked).toEqual(["home: 1", "villa: 1", "villa: 2"]);
});

test("a reveal that others could see is not sent but rerouted", async () => {
  const guard = { chatId: "home", two: ["a", "b"] as const };
  lane.compose = () => ({ type: "message", message: LONG, guard });
  lane.audience = "unknown";
  await lane.add(row(HOME, { dedupe: "1" }));
  await lane.run();
  expect([lane.asked, lane.rerouted]).toEqual([[], ["unknown"]]);
  lane.audience = "only-two";
  await lane.add(row(HOME, { dedupe: "2" }));
  lane.dispatcher.wake();
  await lane.settle();
  expect(lane.asked).toEqual(["home: LONG"]);
});

test("a reveal whose question was cut off by an end or a lost connection waits, and is not rerouted", async () => {
  lane.compose = () => ({ type: "message", message: LONG, guard: { chatId: "home", two: ["a", "b"] } });
  lane.audience = "unknown";
  lane.connected = false;
  await lane.add(row(HOME, { dedupe: "1" }));
  await lane.run();
  expect([lane.asked, lane.rerouted]).toEqual([[], []]);
  lane.audience = "only-two";
  lane.connected = true;
  await lane.settle(2_000);
  expect([lane.asked, lane.rerouted]).toEqual([["home: LONG"], []]);
});

test("what has to wait lets later rows pass and comes at its time; what has nothing to say is dropped", async () => {
  const until = Date.now() + 60_000;
  lane.compose = ({ dedupe }) => {
    if (dedupe === "night" && Date.now() < until) return { type: "wait", until };
    return dedupe === "nothing" ? { type: "drop" } : { type: "message", message: LONG, guard: null };
  };
  await lane.add(row(ANA, { dedupe: "night" }), row(ANA, { dedupe: "nothing" }), row(ANA, { dedupe: "now" }));
  await lane.run();
  expect(lane.asked).toEqual(["ana: LONG"]);
  expect((await lane.counts()).interactive).toBe(1);
  await lane.settle(60_000);
  expect(lane.asked).toHaveLength(2);
  expect((await lane.counts()).interactive).toBe(0);
});

test("a row that another process requeued is found within half a minute", async () => {
  lane.deliver = vi.fn().mockResolvedValueOnce({ type: "rejected", reason: "400" }).mockResolvedValue(DELIVERED);
  await lane.add(row(ANA, { dedupe: "1" }));
  await lane.run();
  const [dead] = await lane.in((tx) => tx.outbox.dead(1));
  if (!dead) throw new Error("it is not dead");
  await lane.in((tx) => tx.outbox.update({ ...dead, state: "waiting", deadReason: null }));
  await lane.settle(30_000);
  expect(lane.asked).toEqual(["ana: 1", "ana: 1"]);
});

test("idle waits for what is in hand and for a hold, not for what has its own hour", async () => {
  const gate = Promise.withResolvers<DeliveryResult>();
  lane.deliver = () => gate.promise;
  await lane.add(row(ANA, { dedupe: "1" }), row(BEN, { dedupe: "2", notBefore: Date.now() + 3_600_000 }));
  await lane.run();
  const idle = vi.fn();
  void lane.dispatcher.idle().then(idle);
  await lane.settle();
  expect(idle).not.toHaveBeenCalled();
  lane.deliver = async () => DELIVERED;
  gate.resolve({ ...BUSY, scope: "platform" });
  await lane.settle(4_000);
  expect(idle).not.toHaveBeenCalled();
  await lane.settle(1_500);
  expect(idle).toHaveBeenCalled();
});
