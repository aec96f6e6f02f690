/** Every refusal of both platforms' lists, over the wire, against a reveal into the shared chat: it arrives, whole, or both are told. */
import { afterEach, expect, test } from "vitest";
import { meaningOf } from "../../adapters/discord/refusals.ts";
import { CODES, statusOf } from "../fakes/discord/codes.ts";
import { REFUSALS } from "../fakes/telegram/refusals.ts";
import { apart, inChannel, inGroup } from "../wire/couples.ts";
import { read, type Somebody } from "../wire/somebody.ts";
import { openWire, type Wire } from "../wire/wire.ts";

const EXPECTED = /the platform rejected a message/;

/** Codes without a name of their own go one way, which `test/adapters/refusals.test.ts` holds of them all: a tenth is gone here. */
const MET = CODES.filter(({ code }, n) => meaningOf(code) !== null || n % 10 === 0);

const DAY = 86_400_000;

let wire: Wire;
afterEach(async () => {
  await wire.store.transaction(async (tx) => {
    for (const row of await tx.outbox.dead(999)) await tx.outbox.remove(row.id);
  });
  expect((await wire.end()).filter((line) => !EXPECTED.test(line))).toEqual([]);
});

/** The place takes messages again, and what waits for it goes. */
async function recovers(platform: string, chatId: string): Promise<void> {
  await wire.store.transaction(async (tx) => {
    const place = await tx.places.byChat(platform, chatId);
    if (place) await tx.places.save({ ...place, active: true });
    await tx.outbox.unpark({ kind: "shared", platform, chatId });
  });
  await wire.later(61_000);
}

/** Both answer a card while `refusing`; what came of the two answers, or why not. */
async function round(
  two: { ana: Somebody; ben: Somebody },
  n: number,
  refuse: () => () => void,
  recover: () => Promise<void>,
) {
  const { ana, ben } = two;
  // There is one daily card a day, and few others.
  await wire.later(DAY);
  await ana.types("/checkin", "home");
  await ana.answers(`heron${n}.`);
  const told = [ana, ben].map((who) => read(who).split("I can’t show it").length);
  const allow = refuse();
  await ben.answers(`otter${n}.`);
  const shown = () => [ana, ben].map((who) => [...who.sees(), ...who.sees("home")].map(({ text }) => text).join("\n"));
  const whole = () => shown().every((text) => text.includes(`heron${n}.`) && text.includes(`otter${n}.`));
  const isTold = [ana, ben].every((who, at) => read(who).split("I can’t show it").length > (told[at] ?? 0));
  const atOnce = whole();
  allow();
  await recover();
  return atOnce ? "shown" : whole() ? "shown later" : isTold ? "told" : "dropped";
}

test("Telegram: each of its list", async () => {
  wire = await openWire({ platforms: ["telegram"] });
  const two = await inGroup(wire);
  const chatId = String(two.home.id);
  const fates: Record<string, string[]> = {};
  for (const [n, { code, description }] of REFUSALS.entries()) {
    const refuse = () => {
      const stop = wire.telegram.onRequest(({ method, params }) => {
        if (!/^(send|edit)/.test(method) || String(params.chat_id) !== chatId) return;
        wire.telegram.faults.next(method, { kind: "status", code, description });
      });
      return stop;
    };
    const fate = await round(two, n, refuse, () => recovers("telegram", chatId));
    fates[fate] = [...(fates[fate] ?? []), description];
  }
  expect(Object.keys(fates).toSorted()).toEqual(["shown", "told"]);
}, 300_000);

test("Telegram: each of its list against one private chat: the other has it, and its owner when they are heard from", async () => {
  wire = await openWire({ platforms: ["telegram"] });
  const { ana, ben } = await apart(wire, "telegram", "telegram");
  const fates: Record<string, string[]> = {};
  for (const [n, { code, description }] of REFUSALS.entries()) {
    await wire.later(DAY);
    await ana.types("/checkin");
    await ana.answers(`heron${n}.`);
    const told = read(ana).split("I can’t show it").length;
    const stop = wire.telegram.onRequest(({ method, params }) => {
      if (String(params.chat_id) !== ana.userId || !JSON.stringify(params).includes(`otter${n}.`)) return;
      wire.telegram.faults.next(method, { kind: "status", code, description });
    });
    // Now and then there is a question for Ben alone below it.
    const card = ben.sees().findLast(({ text, buttons }) => {
      return (
        text.includes(wire.t("ritual.heart.title")) && buttons.some(({ action }) => /^(answer|pass)_/.test(action))
      );
    });
    if (card) await ben.answersOn(card, `otter${n}.`);
    const roundId = card?.buttons[0]?.action.split("_")[1] ?? "";
    const which = ben.sees().at(-1);
    const meant = which?.buttons.find(({ action }) => action.startsWith("wr_") && action.endsWith(roundId));
    if (which && meant) await ben.tapsOn(which, meant.action);
    // A card with more than one field asks on.
    const next = ben.sees().at(-1);
    if (meant && next?.buttons.some(({ action }) => action === `pass_${roundId}`))
      await ben.answersOn(next, `otter${n}.`);
    stop();
    const early = read(ana).includes(`otter${n}.`);
    if (!read(ben).includes(`heron${n}.`)) fates.missing = [...(fates.missing ?? []), description];
    await ana.types("/help");
    const isTold = read(ana).split("I can’t show it").length > told;
    const fate = early ? "at once" : read(ana).includes(`otter${n}.`) ? "held" : isTold ? "told" : "dropped";
    fates[fate] = [...(fates[fate] ?? []), description];
  }
  expect(Object.keys(fates).toSorted()).toEqual(["held", "told"]);
}, 300_000);

test("Discord: each code that a message could meet, with its status", async () => {
  wire = await openWire({ platforms: ["discord"] });
  const two = await inChannel(wire);
  const path = `/channels/${two.home.id}/messages`;
  const fates: Record<string, number[]> = {};
  for (const [n, listed] of MET.entries()) {
    const refuse = () =>
      wire.discord.onRequest((request) => {
        if (!request.path.startsWith(path) || request.method === "GET" || request.method === "DELETE") return;
        wire.discord.faults.next(request.route, { kind: "status", status: statusOf(listed), body: listed });
      });
    const fate = await round(two, n, refuse, () => recovers("discord", String(two.home.id)));
    fates[fate] = [...(fates[fate] ?? []), listed.code];
  }
  // What is said to last a while is waited out.
  expect(fates["shown later"]).toEqual([20016, 20022, 20028, 20029, 40003, 40004, 40006, 40062, 40333, 110000, 130000]);
  expect(Object.keys(fates).toSorted()).toEqual(["shown", "shown later", "told"]);
}, 300_000);
