/** A Discord channel that takes nothing for a while, and its return; direct chats that are closed for a while. */
import { afterEach, expect, test, vi } from "vitest";
import { apart, inChannel } from "./couples.ts";
import type { OnDiscord } from "./on-discord.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const POST = "POST /channels/:channel/messages";
const REVEALED = /You have both answered\.[\s\S]*Hers\.[\s\S]*His\./;

let wire: Wire;
afterEach(async () => {
  wire.discord.faults.clear();
  expect(await wire.end()).toEqual([]);
});

async function channel() {
  wire = await openWire({ platforms: ["discord"] });
  return inChannel(wire);
}

/** Moves the clock, a little further because it runs all the time, and lets what follows come. */
async function passes(ms: number): Promise<void> {
  await wire.later(ms + 10 * SECOND);
  await wire.core.settle();
}

const cards = (who: OnDiscord, where: "home" | "private" = "home") =>
  who.sees(where).filter(({ text }) => text.includes(wire.t("ritual.heart.title")));
const OFF = ["no-access", "removed", "gone"];
const neverToldOff = (who: OnDiscord) => OFF.every((why) => !read(who).includes(wire.t(`place.off.${why}`)));
const refusal = (status: number, code: number) =>
  ({ kind: "status", status, body: { message: "Missing Permissions", code } }) as const;

test.each([
  ["missing permissions", 403, 50013],
  ["missing access", 403, 50001],
  ["unknown channel", 404, 10003],
])(
  "refused once for no reason that lasts (%s): the card comes there, and nobody hears anything",
  async (_, status, code) => {
    const { ana, ben } = await channel();
    wire.discord.faults.next(POST, refusal(status, code));
    await wire.until("2026-03-11T19:00:00Z");
    // An unknown channel is asked about again at once, anything else after a minute.
    expect(cards(ana).length).toBeLessThanOrEqual(code === 10003 ? 1 : 0);
    await passes(MINUTE);
    expect(cards(ana)).toHaveLength(1);
    for (const who of [ana, ben]) expect(neverToldOff(who)).toBe(true);
  },
);

test("a permission that is wrong for a while and then mended: the event brings it back, and that is said once", async () => {
  const { ana, ben, home } = await channel();
  home.overwrite("bot", { allow: ["ViewChannel"], deny: ["SendMessages"] });
  await wire.until("2026-03-11T19:00:00Z");
  for (const ms of [MINUTE, 2 * MINUTE]) await passes(ms);
  for (const who of [ana, ben]) {
    expect(read(who).split(wire.t("place.off.no-access"))).toHaveLength(2);
    expect(cards(who, "private")).toHaveLength(1);
  }
  home.overwrite("bot", { allow: ["ViewChannel", "SendMessages"] });
  await wire.discord.waitFor(() => read(ana, "home").includes(wire.t("place.back")));
  await wire.until("2026-03-12T19:00:00Z");
  expect(cards(ana)).toHaveLength(1);
  expect(read(ana, "home").split(wire.t("place.back"))).toHaveLength(2);
});

test("mended while the gateway was silent: the next question finds it", async () => {
  const { ana, home } = await channel();
  home.overwrite("bot", { deny: ["ViewChannel"] });
  await wire.until("2026-03-11T19:00:00Z");
  for (const ms of [MINUTE, 2 * MINUTE]) await passes(ms);
  expect(read(ana)).toContain(wire.t("place.off.no-access"));
  await wire.close();
  home.overwrite("bot", { allow: ["ViewChannel"] });
  await wire.open();
  await passes(SECOND);
  expect(read(ana, "home")).toContain(wire.t("place.back"));
});

test("a reveal into a channel that is hidden from the bot comes privately, with the true cause", async () => {
  const { ana, ben, home } = await channel();
  await ana.types("/checkin", "home");
  await ana.answers("Hers.");
  home.overwrite("bot", { deny: ["ViewChannel"] });
  await ben.answers("His.");
  for (const who of [ana, ben]) {
    expect(read(who)).toContain(wire.t("place.instead.no-access"));
    expect(read(who)).not.toContain(wire.t("third.unsure"));
    expect(read(who)).toMatch(REVEALED);
  }
});

test("/pair, or anything else used there, wakes a channel that is off", async () => {
  const { ana, ben, home } = await channel();
  home.overwrite("bot", { allow: ["ViewChannel"], deny: ["SendMessages"] });
  await wire.until("2026-03-11T19:00:00Z");
  for (const ms of [MINUTE, 2 * MINUTE]) await passes(ms);
  await ben.types("/pair", "home");
  expect(last(ben)).toBe(wire.t("pair.still.no-access"));
  // As Discord would without telling of it.
  const { id } = wire.discord.world.bot;
  home.state.overwrites.set(id, { id, type: 1, allow: 1n << 10n, deny: 0n });
  await ben.types("/pair", "home");
  expect(last(ben)).toBe(wire.t("pair.back"));
  await ana.types("/pair", "home");
  expect(last(ana)).toBe(wire.t("pair.already-here"));
  expect(read(ana, "home").split(wire.t("place.back"))).toHaveLength(2);
});

test("the bot is removed from the server and added again: cards come there again", async () => {
  const { ana, home, guild } = await channel();
  const place = () => wire.store.transaction((tx) => tx.places.byChat("discord", home.id));
  guild.removeBot();
  await vi.waitFor(async () => expect(await place()).toMatchObject({ active: false, outage: { why: "removed" } }));
  await passes(HOUR);
  guild.addBot();
  home.overwrite("bot", { allow: ["ViewChannel"] });
  await vi.waitFor(async () => expect(await place()).toMatchObject({ active: true }), 5 * SECOND);
  await wire.until("2026-03-11T19:00:00Z");
  expect(cards(ana)).toHaveLength(1);
});

test("a channel in which files are forbidden keeps its cards and answers", async () => {
  const { ana, ben, home } = await channel();
  home.overwrite("bot", { allow: ["ViewChannel"], deny: ["AttachFiles"] });
  await ana.types("/checkin vision", "home");
  const card = ana.sees("home").at(-1);
  if (!card) throw new Error("no card");
  await ana.answersOn(card, "A lake.");
  await ben.answersOn(card, "A garden.");
  const place = await wire.store.transaction((tx) => tx.places.byChat("discord", home.id));
  expect(place).toMatchObject({ active: true, outage: null });
  expect(read(ana, "home")).toMatch(/You have both answered\./);
});

test("a direct chat that Discord refuses for a while is tried again with growing waits, without its owner", async () => {
  wire = await openWire({ platforms: ["discord"] });
  const { ana, ben } = (await apart(wire, "discord", "discord")) as { ana: OnDiscord; ben: OnDiscord };
  ben.person.closesDMs();
  await wire.until("2026-03-11T19:00:00Z");
  expect(cards(ana, "private")).toHaveLength(1);
  const tries = () => wire.discord.requests.filter((each) => each.status === 403).length;
  const counted: number[] = [];
  for (const ms of [MINUTE, MINUTE, 2 * MINUTE, 5 * MINUTE]) {
    const before = tries();
    await passes(ms);
    counted.push(tries() - before);
  }
  expect(counted.every((each) => each <= 1)).toBe(true);
  expect(counted[0]).toBe(1);
  ben.person.opensDMs();
  await passes(HOUR);
  expect(cards(ben, "private")).toHaveLength(1);
});
