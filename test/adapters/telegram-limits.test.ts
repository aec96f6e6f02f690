/** Limits that other calls than sends meet, and a server that holds no poll open. */
import { afterEach, expect, test } from "vitest";
import { createTelegram } from "../../adapters/telegram/index.ts";
import type { Inbound } from "../../src/ports/chat.ts";
import { startFakeTelegram } from "../fakes/telegram/index.ts";

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function started() {
  const fake = await startFakeTelegram({ token: "4242:limits" });
  const events: Inbound[] = [];
  const clock = { now: () => Date.now() };
  const adapter = createTelegram({ token: fake.token, apiRoot: fake.apiRoot, log: QUIET, clock, onFatal: () => {} });
  await adapter.start(async (event) => {
    events.push(event);
    return { type: "none" };
  }, []);
  ends.push(async () => {
    fake.faults.clear();
    await adapter.stop();
    await fake.stop();
  });
  return { fake, adapter, events };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each([
  { kind: "result", result: [] },
  { kind: "result", result: null },
  { kind: "result", result: "strange" },
  { kind: "status", code: 502 },
] as const)(
  "a server that answers every poll at once with %j is asked about once a second",
  async (fault) => {
    const { fake, events } = await started();
    fake.faults.always("getUpdates", fault);
    const ana = fake.user({ first_name: "Ana" });
    // Ends the poll that is held open.
    ana.sends("hello");
    await fake.waitFor(() => fake.calls("getUpdates").length > 1);
    const before = fake.calls("getUpdates").length;
    await pause(4_000);
    expect(fake.calls("getUpdates").length - before).toBeLessThanOrEqual(8);
    fake.faults.clear();
    await fake.waitFor(() => events.length > 0);
  },
  30_000,
);

test("polls that bring something follow each other at once", async () => {
  const { fake, events } = await started();
  const ana = fake.user({ first_name: "Ana" });
  const began = performance.now();
  for (let n = 1; n <= 20; n += 1) {
    ana.sends(`word ${n}`);
    await fake.waitFor(() => events.length >= n);
  }
  expect(performance.now() - began).toBeLessThan(4_000);
});

test("a file whose place is asked for too often is fetched when it may be", async () => {
  const { fake, adapter, events } = await started();
  const ana = fake.user({ first_name: "Ana" });
  ana.sendsFile("photo", {});
  await fake.waitFor(() => events.some(({ type }) => type === "media"));
  const event = events.find((each) => each.type === "media");
  if (event?.type !== "media") throw new Error("no media");
  fake.faults.next("getFile", { kind: "too-many", retryAfter: 1 }, 4);
  const fetched = await adapter.fetch(event.media.file);
  expect(fetched.type).toBe("bytes");
}, 20_000);
