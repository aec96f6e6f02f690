/** Nothing is written between the parts of a run, in whatever lane it waits, also after a crash and a retry (rule 2). */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DeliveryResult } from "../../src/ports/chat.ts";
import { privateChat, sharedChat } from "../store/helpers.ts";
import { type Bench, bench, DELIVERED, LONG, row } from "./bench.ts";

const ANA = privateChat("ana");
const BEN = privateChat("ben");
const HOME = sharedChat("home");

let lane: Bench;
/** What the chats were given, part by part. */
let came: string[];
/** How the next run ends after its first part. */
let breaks: (() => Promise<DeliveryResult>)[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
  lane = await bench();
  came = [];
  breaks = [];
  const { compose } = lane;
  lane.compose = (one) => (one.dedupe === "run" ? { type: "message", message: LONG, guard: null } : compose(one));
  lane.deliver = async ({ to, operation }, onPart) => {
    const long = operation.type === "send" && operation.message === LONG;
    const from = operation.type === "send" ? operation.fromPart : 0;
    const chat = to.kind === "private" ? to.userId : to.chatId;
    for (let part = from; part < (long ? 3 : 1); part += 1) {
      const breaksOff = part === 1 ? breaks.shift() : undefined;
      if (breaksOff) return breaksOff();
      came.push(long ? `${chat}: part ${part}` : `${chat}: a row`);
      await onPart(part, `ref ${came.length}`);
    }
    return DELIVERED;
  };
});
afterEach(async () => {
  const stopped = lane.dispatcher.stop();
  await vi.advanceTimersByTimeAsync(2_000);
  await stopped;
  vi.useRealTimers();
});

const failed = async (): Promise<DeliveryResult> => ({
  type: "retry",
  afterMs: 60_000,
  scope: "chat",
  heldBack: false,
});

const WHOLE = ["ana: part 0", "ana: part 1", "ana: part 2"];

test("a run that has to be repeated holds back what is answered in the same chat meanwhile, and no other chat", async () => {
  breaks = [failed];
  await lane.add(row(ANA, { dedupe: "run", lane: "scheduled" }));
  await lane.run();
  await lane.add(row(ANA), row(ANA, { lane: "scheduled" }), row(BEN));
  lane.dispatcher.wake();
  await lane.settle(50_000);
  expect(came).toEqual(["ana: part 0", "ben: a row"]);
  await lane.settle(10_000);
  expect(came).toEqual(["ana: part 0", "ben: a row", "ana: part 1", "ana: part 2", "ana: a row", "ana: a row"]);
});

test("so does a run that the process ended in, in the next process", async () => {
  breaks = [() => new Promise<never>(() => {})];
  await lane.add(row(ANA, { dedupe: "run", lane: "scheduled" }));
  await lane.run();
  await lane.add(row(ANA), row(ANA, { content: { view: "reveal", params: {} } }));
  lane.create();
  await lane.run();
  expect(came).toEqual([...WHOLE, "ana: a row", "ana: a row"]);
});

test("and a reveal that broke off holds back the one behind it and what is answered there", async () => {
  breaks = [failed];
  const reveal = { content: { view: "reveal", params: {} } };
  await lane.add(row(HOME, { dedupe: "run", ...reveal }), row(HOME, reveal), row(HOME, { lane: "scheduled" }));
  await lane.run();
  await lane.settle(50_000);
  expect(came).toEqual(["home: part 0"]);
  await lane.settle(10_000);
  expect(came).toEqual(["home: part 0", "home: part 1", "home: part 2", "home: a row", "home: a row"]);
});

test("a run that is rejected half-way lets its chat go on", async () => {
  breaks = [async () => ({ type: "rejected", reason: "400" })];
  await lane.add(row(ANA, { dedupe: "run", lane: "scheduled" }));
  await lane.run();
  await lane.add(row(ANA));
  lane.dispatcher.wake();
  await lane.settle();
  expect(came).toEqual(["ana: part 0", "ana: a row"]);
});
