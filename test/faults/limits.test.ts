/** One chat's limit or broken upload is that chat's, on the whole program over Telegram's own protocol. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { inGroup } from "../wire/couples.ts";
import type { OnTelegram } from "../wire/on-telegram.ts";
import { openWire, type Wire } from "../wire/wire.ts";

const HOUR = 3_600_000;
const HELP = /\/checkin/;

let wire: Wire;
beforeEach(async () => {
  wire = await openWire({ platforms: ["telegram"] });
});
afterEach(async () => {
  wire.telegram.faults.clear();
  expect(await wire.end()).toEqual([]);
});

/** Every message to one person's private chat meets the fault, once each time it is tried. */
function against(who: OnTelegram, fault: Parameters<Wire["telegram"]["faults"]["next"]>[1]): () => void {
  return wire.telegram.onRequest(({ method, params }) => {
    if (method === "sendMessage" && Number(params.chat_id) === who.person.id) wire.telegram.faults.next(method, fault);
  });
}

const helped = (who: OnTelegram) => who.sees().filter(({ text }) => HELP.test(text)).length;

test.each([120, 3_600])("a limit of %i s in one private chat: another's /help is answered", async (retryAfter) => {
  const { ana, ben } = await inGroup(wire);
  const stop = against(ana, { kind: "too-many", retryAfter });
  await ana.types("/help");
  const before = helped(ben);
  await ben.types("/help");
  stop();
  expect([helped(ana), helped(ben)]).toEqual([0, before + 1]);
  await wire.later(retryAfter * 1_000 + 1_000);
  expect(helped(ana)).toBe(1);
});

test.each([{ kind: "status", code: 502 }, { kind: "drop-before" }] as const)(
  "%j on one chat's message: another's /help is answered at once",
  async (fault) => {
    const { ana, ben } = await inGroup(wire);
    const stop = against(ana, fault);
    ana.person.sends("/help");
    await wire.telegram.waitFor(() =>
      wire.telegram
        .calls("sendMessage")
        .some(
          (call) => Number(call.params.chat_id) === ana.person.id && call.outcome !== "ok" && call.outcome !== "open",
        ),
    );
    const before = helped(ben);
    ben.person.sends("/help");
    await wire.telegram.waitFor(() => helped(ben) === before + 1);
    stop();
    await wire.later(10_000);
    await wire.later(10_000);
    expect(helped(ana)).toBe(1);
  },
);

test("a limit met by the question who is there: the reveal waits, and comes where it belongs", async () => {
  const { ana, ben } = await inGroup(wire);
  await ana.types("/checkin", "home");
  await ana.answers("The lake.");
  wire.telegram.faults.next("getChatMemberCount", { kind: "too-many", retryAfter: 30 });
  await ben.answers("The wind.");
  const shown = (who: OnTelegram, where: "home" | "private") =>
    who.sees(where).filter(({ text }) => /You have both answered\./.test(text)).length;
  expect([shown(ana, "home"), shown(ana, "private"), shown(ben, "private")]).toEqual([0, 0, 0]);
  await wire.later(31_000);
  expect([shown(ana, "home"), shown(ana, "private"), shown(ben, "private")]).toEqual([1, 0, 0]);
});

test("a clock that is set back by hours while a message waits after a failure: it comes soon all the same", async () => {
  const { ana } = await inGroup(wire);
  wire.telegram.faults.next("sendMessage", { kind: "status", code: 502 });
  await ana.types("/help");
  await wire.later(-8 * HOUR);
  await wire.later(5_000);
  expect(helped(ana)).toBe(1);
});
