/** A Telegram group that takes nothing for a while, and its return: rights, topics, migrations. */
import { afterEach, expect, test } from "vitest";
import { inGroup } from "./couples.ts";
import type { OnTelegram } from "./on-telegram.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const REVEALED = /You have both answered\.[\s\S]*Hers\.[\s\S]*His\./;

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

async function group() {
  wire = await openWire({ platforms: ["telegram"] });
  return inGroup(wire);
}

/** A group with a card that Ana has answered. */
async function half() {
  const two = await group();
  await two.ana.types("/checkin", "home");
  await two.ana.answers("Hers.");
  return two;
}

/** Moves the clock, a little further because it runs all the time, and lets what follows come. */
async function passes(ms: number): Promise<void> {
  await wire.later(ms + 10 * SECOND);
  await wire.core.settle();
}

const questions = () => wire.telegram.calls("getChat").length;
const cards = (who: OnTelegram, where: "home" | "private" = "home") =>
  who.sees(where).filter(({ text }) => text.includes(wire.t("ritual.heart.title")));
const OFF = ["no-access", "removed", "gone", "topic-closed"];
const neverToldOff = (who: OnTelegram) => OFF.every((why) => !read(who).includes(wire.t(`place.off.${why}`)));

test("everybody is muted for a minute: the card comes there when they are not, and nobody hears anything", async () => {
  const { ana, ben, home } = await group();
  home.forbids("can_send_messages");
  await wire.until("2026-03-11T19:00:00Z");
  expect(cards(ana)).toHaveLength(0);
  home.forbids();
  await passes(MINUTE);
  expect(cards(ana)).toHaveLength(1);
  for (const who of [ana, ben]) {
    expect(neverToldOff(who)).toBe(true);
    expect(cards(who, "private")).toHaveLength(0);
  }
  expect(read(ana, "home")).not.toContain(wire.t("place.back"));
});

test("a reveal does not wait for a muted group: it comes privately, with the reason", async () => {
  const { ana, ben, home } = await half();
  home.forbids("can_send_messages");
  await ben.answers("His.");
  for (const who of [ana, ben]) {
    expect(read(who)).toContain(wire.t("place.instead.no-access"));
    expect(read(who)).toMatch(REVEALED);
    expect(neverToldOff(who)).toBe(true);
  }
  home.forbids();
  await passes(MINUTE);
  // The daily card of this date was shown: another kind has a new one.
  await ana.types("/checkin share", "home");
  expect(ana.sees("home").at(-1)?.text).toContain(wire.t("ritual.share.title"));
});

test("muted for longer: both hear once what is the case, the waits grow, and its return is said once", async () => {
  const { ana, ben, home } = await group();
  home.forbids("can_send_messages");
  await wire.until("2026-03-11T19:00:00Z");
  for (const ms of [MINUTE, 2 * MINUTE]) await passes(ms);
  for (const who of [ana, ben]) {
    expect(read(who).split(wire.t("place.off.no-access"))).toHaveLength(2);
    expect(cards(who, "private")).toHaveLength(1);
  }
  await wire.restart();
  const asked: number[] = [];
  for (const ms of [MINUTE, 4 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, HOUR, 5 * HOUR]) {
    const before = questions();
    await passes(ms);
    asked.push(questions() - before);
  }
  // A new connection asks once by itself; then it goes on where it was.
  expect(asked).toEqual([1, 0, 1, 1, 1, 0, 1]);
  home.forbids();
  await passes(6 * HOUR);
  await passes(HOUR);
  expect(read(ana, "home").split(wire.t("place.back"))).toHaveLength(2);
  for (const who of [ana, ben]) expect(read(who).split(wire.t("place.off.no-access"))).toHaveLength(2);
}, 60_000);

test("made an administrator, or typing there: it is back at once", async () => {
  const { ana, home } = await group();
  const off = async () => {
    home.forbids("can_send_messages");
    await ana.types("/checkin morning", "home");
    for (const ms of [MINUTE, 2 * MINUTE]) await passes(ms);
    expect(read(ana)).toContain(wire.t("place.off.no-access"));
  };
  await off();
  home.makeBotAdmin();
  await wire.calm();
  expect(last(ana, "home")).toBe(wire.t("place.back"));
  home.demoteBot();
  home.forbids();
  await wire.calm();
  await passes(11 * MINUTE);
  await off();
  home.forbids();
  await ana.types("/checkin", "home");
  expect(cards(ana)).toHaveLength(1);
}, 60_000);

test("the bot restricted and let free again: it is told, and goes on", async () => {
  const { ana, home } = await group();
  home.restrictsBot({ can_send_messages: false });
  await wire.until("2026-03-11T19:00:00Z");
  home.restrictsBot({ can_send_messages: true });
  await wire.calm();
  expect(cards(ana)).toHaveLength(1);
});

test("/pair wakes a place that is off, and says what is the case where it cannot", async () => {
  const { ana, ben, home } = await group();
  await ana.types("/pair", "home");
  expect(last(ana)).toBe(wire.t("pair.already-here"));
  home.forbids("can_send_messages");
  await wire.until("2026-03-11T19:00:00Z");
  for (const ms of [MINUTE, 2 * MINUTE]) await passes(ms);
  await ben.types("/pair", "home");
  expect(last(ben)).toBe(wire.t("pair.still.no-access"));
  home.forbids();
  await ben.types("/pair", "home");
  expect(last(ben)).toBe(wire.t("pair.back"));
  expect(last(ana, "home")).toBe(wire.t("place.back"));
  await ana.types("/checkin morning", "home");
  expect(last(ana, "home")).toContain(wire.t("ritual.morning.title"));
});

test("removed and added again: works again, and says so once", async () => {
  const { ana, home } = await group();
  home.removeBot(ana.person);
  await wire.calm();
  expect(read(ana)).toContain(wire.t("place.off.removed"));
  await passes(HOUR);
  home.addBot(ana.person);
  await wire.calm();
  expect(read(ana, "home").split(wire.t("place.back"))).toHaveLength(2);
  await wire.until("2026-03-11T19:00:00Z");
  expect(cards(ana)).toHaveLength(1);
});

test("a removal that only a refusal tells is told as it is", async () => {
  const { ana, home } = await group();
  await wire.close();
  const stop = wire.telegram.onRequest(({ method, params }) => {
    const there = Number(params.chat_id) === home.id;
    const no = { kind: "status", code: 403, description: "Forbidden: bot was kicked from the group chat" } as const;
    if (there && /^(send|getChat)/.test(method)) wire.telegram.faults.next(method, no);
  });
  await wire.open();
  await wire.until("2026-03-11T19:00:00Z");
  await passes(SECOND);
  expect(read(ana)).toContain(wire.t("place.off.removed"));
  expect(cards(ana, "private")).toHaveLength(1);
  stop();
  await passes(3 * HOUR);
  await passes(6 * HOUR);
  await passes(9 * HOUR);
  expect(read(ana, "home")).toContain(wire.t("place.back"));
}, 60_000);

test.each([1, 2])(
  "a migration that only refusals tell (%i deep) is followed before anybody asks who is there",
  async (deep) => {
    const { ana, ben, home } = await half();
    for (let n = 0; n < deep; n += 1) home.migrates({ silently: true });
    await ben.answers("His.");
    expect(home.last.text).toMatch(REVEALED);
    expect(home.last.chatId).toBe(home.id);
    for (const who of [ana, ben]) expect(read(who)).not.toContain("You have both answered.");
    await ana.types("/checkin", "home");
    expect(home.last.chatId).toBe(home.id);
    const place = await wire.store.transaction((tx) => tx.places.byChat("telegram", String(home.id)));
    expect(place).toMatchObject({ active: true, outage: null });
  },
);

test("telegram topics: cards, reveals and notes go where the bot was put; /pair in another topic moves them", async () => {
  const { ana, ben, home } = await group();
  home.migrates();
  await wire.calm();
  home.becomesForum();
  const [us, other] = [home.opensTopic("Us"), home.opensTopic("Trips")];
  const threadOf = () => home.last.wire.message_thread_id;
  await ana.types("/checkin", "home");
  expect(threadOf()).toBeUndefined();
  ana.person.sendsIn(home, "/pair", { topic: us });
  await wire.calm();
  expect(last(ana)).toBe(wire.t("pair.moved-topic"));
  await ana.answers("Hers.");
  await ben.answers("His.");
  expect(home.last.text).toMatch(REVEALED);
  expect(threadOf()).toBe(us);
  const there = home.fromBot.length;
  ana.person.sendsIn(home, "/help", { topic: other });
  await wire.calm();
  expect(home.fromBot).toHaveLength(there);
  ben.person.sendsIn(home, "/pair", { topic: other });
  await wire.calm();
  await wire.until("2026-03-12T19:00:00Z");
  expect(threadOf()).toBe(other);
});

test("telegram topics: a closed or deleted topic is not a gone chat, and one that opens again has its cards again", async () => {
  const { ana, home } = await group();
  home.migrates();
  await wire.calm();
  home.becomesForum();
  const us = home.opensTopic("Us");
  ana.person.sendsIn(home, "/pair", { topic: us });
  await wire.calm();
  const threadOf = () => home.last.wire.message_thread_id;
  home.closesTopic(us);
  await ana.types("/checkin", "home");
  expect(threadOf()).toBeUndefined();
  home.reopensTopic(us);
  await wire.until("2026-03-12T19:00:00Z");
  expect(threadOf()).toBe(us);
  home.closesTopic(us);
  home.closesTopic(1);
  await ana.types("/checkin morning", "home");
  expect(read(ana)).toContain(wire.t("place.instead.topic-closed"));
  expect(last(ana)).toContain(wire.t("ritual.morning.title"));
  home.reopensTopic(1);
  await wire.calm();
  home.deletesTopic(us);
  await passes(7 * HOUR);
  await wire.until("2026-03-13T19:00:00Z");
  expect(home.last.text).toContain(wire.t("ritual.heart.title"));
  expect(threadOf()).toBeUndefined();
}, 60_000);

test("pictures are forbidden: the picture becomes words, and the place stays as it is", async () => {
  const { ana, ben, home } = await group();
  home.forbids("can_send_photos", "can_send_documents");
  await ana.types("/checkin vision", "home");
  const card = ana.sees("home").at(-1);
  if (!card) throw new Error("no card");
  await ana.answersOn(card, "A lake.");
  await ben.answersOn(card, "A garden.");
  const place = await wire.store.transaction((tx) => tx.places.byChat("telegram", String(home.id)));
  expect(place).toMatchObject({ active: true, outage: null });
  expect(read(ana, "home")).toMatch(/You have both answered\./);
});
