/** One chat's limit is that chat's; all wait only when the platform says so, or several chats meet the same. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DeliveryResult } from "../../src/ports/chat.ts";
import { privateChat, sharedChat } from "../store/helpers.ts";
import { type Bench, bench, DELIVERED, row } from "./bench.ts";

const ANA = privateChat("ana");
const HOUR = 3_600_000;
const limit = (seconds: number): DeliveryResult => ({
  type: "retry",
  afterMs: seconds * 1000,
  scope: "chat",
  heldBack: true,
});
const BROKEN: DeliveryResult = { type: "retry", afterMs: 1_000, scope: "chat", heldBack: false };

let lane: Bench;
/** What each chat answers; those that are not named take everything. */
let says: Map<string, DeliveryResult>;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
  lane = await bench();
  says = new Map();
  lane.deliver = async ({ to }) => says.get(to.kind === "private" ? to.userId : to.chatId) ?? DELIVERED;
  await lane.run();
});
afterEach(async () => {
  says.clear();
  const stopped = lane.dispatcher.stop();
  await vi.advanceTimersByTimeAsync(2_000);
  await stopped;
  vi.useRealTimers();
});

async function add(...names: readonly string[]): Promise<void> {
  await lane.add(...names.map((name) => row(privateChat(name), { dedupe: `${name} ${lane.asked.length}` })));
  lane.dispatcher.wake();
  await lane.settle();
}

const chatsAsked = () => lane.asked.map((each) => each.split(":")[0]);

test.each([120, 3_600])("a limit of %i s for one chat holds that chat in order, and nobody else", async (seconds) => {
  says.set("ana", limit(seconds));
  await lane.add(row(ANA, { dedupe: "1" }), row(ANA, { dedupe: "2" }));
  await add("ben", "cleo");
  expect(chatsAsked()).toEqual(["ana", "ben", "cleo"]);
  await add("ben");
  await lane.add(row(sharedChat("home"), { dedupe: "card", lane: "scheduled" }));
  await lane.settle(30_000);
  expect(chatsAsked()).toEqual(["ana", "ben", "cleo", "ben", "home"]);
  says.clear();
  await lane.settle((seconds - 33) * 1000);
  expect(chatsAsked()).toHaveLength(5);
  await lane.settle(3_000);
  expect(lane.asked.slice(5)).toEqual(["ana: 1", "ana: 2"]);
});

test("it holds what was to come to that chat by its hour, too", async () => {
  says.set("ana", limit(60));
  await lane.add(row(ANA, { dedupe: "card", lane: "scheduled" }));
  lane.dispatcher.wake();
  await lane.settle(30_000);
  await lane.add(row(ANA, { dedupe: "help" }));
  lane.dispatcher.wake();
  await lane.settle(25_000);
  expect(lane.asked).toEqual(["ana: card"]);
  says.clear();
  await lane.settle(15_000);
  expect(lane.asked.slice(1).toSorted()).toEqual(["ana: card", "ana: help"]);
});

test("a second chat that meets a limit while the first waits holds all, for the shorter wait; then one tries", async () => {
  says.set("ana", limit(30)).set("ben", limit(20));
  await add("ana", "ben");
  await add("cleo", "dan", "eve");
  await lane.settle(19_000);
  expect(chatsAsked()).toEqual(["ana", "ben"]);
  const gate = Promise.withResolvers<DeliveryResult>();
  lane.deliver = () => gate.promise;
  await lane.settle(1_000);
  expect(chatsAsked()).toHaveLength(3);
  lane.deliver = async () => DELIVERED;
  gate.resolve(DELIVERED);
  await lane.settle();
  expect(chatsAsked().toSorted()).toEqual(["ana", "ben", "ben", "cleo", "dan", "eve"]);
});

test("so does one soon after the first has waited; one much later does not", async () => {
  says.set("ana", limit(5)).set("ben", limit(5));
  await add("ana");
  says.delete("ana");
  await lane.settle(14_000);
  await add("ben");
  await add("cleo");
  expect(chatsAsked()).toEqual(["ana", "ana", "ben"]);
  says.clear();
  await lane.settle(60_000);
  says.set("cleo", limit(5));
  await add("cleo", "dan");
  expect(chatsAsked().slice(-2)).toEqual(["cleo", "dan"]);
});

test("what got through in between speaks against it: then it is tried soon", async () => {
  says.set("ana", limit(120));
  await add("ana");
  await add("cleo");
  says.set("ben", limit(120));
  await add("ben");
  await add("dan");
  expect(chatsAsked()).toEqual(["ana", "cleo", "ben"]);
  await lane.settle(5_500);
  expect(chatsAsked()).toEqual(["ana", "cleo", "ben", "dan"]);
});

test("two chats with an hour each hold the others for a minute at most", async () => {
  says.set("ana", limit(3_600)).set("ben", limit(3_600));
  await add("ana", "ben");
  await add("cleo");
  await lane.settle(55_000);
  expect(chatsAsked()).toEqual(["ana", "ben"]);
  await lane.settle(6_000);
  expect(chatsAsked()).toEqual(["ana", "ben", "cleo"]);
});

test("while the trial is refused all wait on; one that hangs is not waited for", async () => {
  says.set("ana", limit(10)).set("ben", limit(10)).set("cleo", limit(10));
  await add("ana", "ben");
  await add("cleo", "dan");
  await lane.settle(10_500);
  expect(chatsAsked()).toHaveLength(3);
  const hanging = Promise.withResolvers<DeliveryResult>();
  let first = true;
  lane.deliver = async () => {
    if (!first) return DELIVERED;
    first = false;
    return hanging.promise;
  };
  await lane.settle(9_900);
  expect(chatsAsked()).toHaveLength(4);
  await lane.settle(3_500);
  expect(new Set(chatsAsked())).toEqual(new Set(["ana", "ben", "cleo", "dan"]));
  hanging.resolve(DELIVERED);
});

test("a chat whose upload breaks off holds up nobody; several in a row mean that nothing gets through", async () => {
  says.set("ana", BROKEN);
  await add("ana");
  await add("ben");
  expect(chatsAsked()).toEqual(["ana", "ben"]);
  says.set("ben", BROKEN).set("cleo", BROKEN);
  await lane.settle(1_500);
  await add("ben", "cleo");
  const tried = chatsAsked().length;
  await add("dan");
  expect(chatsAsked()).toHaveLength(tried);
  says.clear();
  await lane.settle(8_000);
  expect(chatsAsked().slice(tried)).toContain("dan");
  expect((await lane.counts()).interactive).toBe(0);
});

test("one failure is enough while the connection is down", async () => {
  lane.connected = false;
  says.set("ana", BROKEN);
  await add("ana");
  await add("ben");
  expect(chatsAsked()).toEqual(["ana"]);
  says.clear();
  await lane.settle(2_000);
  expect(chatsAsked()).toContain("ben");
});

test("forty uploads that hang hold up no other chat for more than a few seconds", async () => {
  const hanging = Promise.withResolvers<DeliveryResult>();
  lane.deliver = async ({ to }) =>
    to.kind === "private" && to.userId.startsWith("slow") ? hanging.promise : DELIVERED;
  await add(...Array.from({ length: 40 }, (_, n) => `slow${n}`));
  await add("ben");
  await lane.settle(6_000);
  expect(chatsAsked()).toContain("ben");
  hanging.resolve(DELIVERED);
});

test("a limit met by the question who is there is waited for, and the reveal is not rerouted", async () => {
  lane.compose = ({ dedupe }) => ({
    type: "message",
    message: { blocks: [{ type: "paragraph", text: dedupe }], buttons: [] },
    guard: { chatId: "home", two: ["a", "b"] },
  });
  lane.audience = { type: "retry", afterMs: 30_000, scope: "chat", heldBack: true };
  await lane.add(row(sharedChat("home"), { dedupe: "shown" }));
  lane.dispatcher.wake();
  await lane.settle();
  lane.audience = "only-two";
  await lane.settle(29_000);
  expect([lane.asked, lane.rerouted]).toEqual([[], []]);
  await lane.settle(1_500);
  expect([lane.asked, lane.rerouted]).toEqual([["home: shown"], []]);
});

test("a clock that is set back by hours holds nothing for hours: neither a limit, nor a failure, nor a hold", async () => {
  says.set("ana", limit(5)).set("ben", BROKEN);
  await add("ana", "ben");
  says.clear();
  vi.setSystemTime(Date.now() - 8 * HOUR);
  await lane.settle(31_000);
  expect(chatsAsked().toSorted()).toEqual(["ana", "ana", "ben", "ben"]);
  says.set("ana", { ...limit(5), scope: "platform" } as DeliveryResult);
  await add("ana");
  says.clear();
  vi.setSystemTime(Date.now() - 8 * HOUR);
  await add("ben");
  await lane.settle(31_000);
  expect((await lane.counts()).interactive).toBe(0);
});

test("what waits since before a start by a clock that was wrong waits five minutes at most", async () => {
  await lane.dispatcher.stop();
  await lane.add(row(ANA, { dedupe: "1" }));
  const [waiting] = await lane.in((tx) => tx.outbox.ofChat(ANA));
  if (!waiting) throw new Error("it is not there");
  await lane.in((tx) => tx.outbox.update({ ...waiting, retryAt: Date.now() + 400 * 24 * HOUR, attempts: 2 }));
  lane.create();
  await lane.run();
  expect(lane.asked).toEqual([]);
  await lane.settle(301_000);
  expect(lane.asked).toEqual(["ana: 1"]);
});
