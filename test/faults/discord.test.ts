/** What goes wrong between Discord and the bot, and what the two see of it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { apart, inChannel } from "../wire/couples.ts";
import type { OnDiscord } from "../wire/on-discord.ts";
import { read } from "../wire/somebody.ts";
import { openWire, type Wire } from "../wire/wire.ts";
import { outbox } from "./outbox-cli.ts";

const SECOND = 1_000;
const POST = "POST /channels/:channel/messages";
const CALLBACK = /^POST \/interactions\/\d+\/[^/]+\/callback$/;

let wire: Wire;
let expected: RegExp[];
beforeEach(async () => {
  expected = [];
  wire = await openWire({ platforms: ["discord"] });
});
afterEach(async () => {
  wire.discord.faults.clear();
  const complaints = await wire.end();
  expect(complaints.filter((line) => !expected.some((known) => known.test(line)))).toEqual([]);
});

/** Lets everything that waits after failures come, a step at a time. */
async function recovers(): Promise<void> {
  for (let n = 0; n < 6; n += 1) await wire.later(30 * SECOND);
}

const cards = (who: OnDiscord) =>
  who.sees("home").filter(({ buttons }) => buttons.some(({ label }) => label === "Answer"));
const reveals = (who: OnDiscord, where: "home" | "private" = "home") =>
  who.sees(where).filter(({ text }) => /You have both answered\./.test(text));

async function evening() {
  const couple = await inChannel(wire);
  await couple.ana.types("/checkin", "home");
  return couple;
}

test("too many requests: it comes when Discord lets it, once", async () => {
  const { ana, ben } = await evening();
  await ana.answers("The lake.");
  wire.discord.faults.next(POST, { kind: "rateLimited", retryAfter: 9 });
  await ben.answers("The wind.");
  expect(reveals(ana)).toHaveLength(0);
  await wire.later(10 * SECOND);
  expect(reveals(ana)).toHaveLength(1);
});

test("a burst of server errors: everything comes in the end, once", async () => {
  const { ana, ben } = await evening();
  await ana.answers("The lake.");
  wire.discord.faults.next(POST, { kind: "status", status: 502 }, { times: 4 });
  await ben.answers("The wind.");
  await recovers();
  expect(reveals(ana)).toHaveLength(1);
  expect(reveals(ana)[0]?.text).toMatch(/The lake\.[\s\S]*The wind\./);
});

test("a connection that breaks, before or after: once all the same, because the nonce tells", async () => {
  const { ana, ben } = await evening();
  await ana.answers("The lake.");
  wire.discord.faults.next(POST, { kind: "droppedBefore" });
  wire.discord.faults.next(POST, { kind: "droppedAfter" }, { times: 2 });
  await ben.answers("The wind.");
  await recovers();
  expect(reveals(ana)).toHaveLength(1);
});

test("a limit met while asking who sees the channel: the reveal waits a moment, and goes nowhere else", async () => {
  const { ana, ben } = await evening();
  await ana.answers("The lake.");
  wire.discord.faults.next(/^GET \/guilds\/\d+$/, { kind: "rateLimited", retryAfter: 0.2 }, { times: 3 });
  await ben.answers("The wind.");
  expect(reveals(ana)).toHaveLength(1);
  expect(read(ana)).not.toContain(wire.t("third.unsure"));
});

test("a restart with a reveal on its way: nobody is asked who sees the channel before Discord can be reached", async () => {
  const { ana, ben, guild } = await evening();
  // In a larger server what counts is who may see the channel, the bot among them.
  guild.adds(wire.discord.user({ username: "eve" }));
  await ana.answers("The lake.");
  wire.discord.faults.next(POST, { kind: "status", status: 502 });
  await ben.answers("The wind.");
  expect(reveals(ana)).toHaveLength(0);
  await wire.close();
  wire.offset += 10 * SECOND;
  await wire.open();
  await wire.core.settle();
  expect(reveals(ana)).toHaveLength(1);
});

test("a socket that hangs holds up its own channel and no other, and what it held comes once", async () => {
  const [one, other] = [await evening(), await inChannel(wire)];
  const fault = wire.discord.faults.next(POST, { kind: "hang" });
  one.ana.person.runs("/checkin", {}, one.home);
  await wire.discord.waitFor(() => fault.hits > 0);
  const exchange = other.ana.person.runs("/checkin", {}, other.home);
  await exchange.response;
  await wire.discord.waitFor(() => cards(other.ana).length === 1);
  fault.release();
  await wire.discord.waitFor(() => cards(one.ana).length === 2);
});

test("a gateway connection that breaks is resumed, and what was done meanwhile counts", async () => {
  const { ana, home } = await inChannel(wire);
  wire.discord.gateway.drop();
  const exchange = ana.person.runs("/checkin", {}, home);
  await wire.after(exchange.id);
  await wire.discord.waitFor(() => cards(ana).length === 1, { timeout: 10 * SECOND });
  expect(wire.discord.gateway.resumes).toBeGreaterThan(0);
}, 30_000);

test("a session that is gone is begun anew; what was done in between failed for its doer, and changed nothing", async () => {
  const { ana, home } = await inChannel(wire);
  const before = wire.discord.gateway.identifies;
  wire.discord.gateway.invalidate(false);
  const lost = ana.person.runs("/checkin", {}, home);
  await wire.discord.waitFor(() => wire.discord.gateway.identifies > before, { timeout: 15 * SECOND });
  wire.discord.advance(3 * SECOND);
  expect(lost.failed).toBe(true);
  expect(cards(ana)).toHaveLength(0);
  await ana.types("/checkin", "home");
  expect(cards(ana)).toHaveLength(1);
}, 40_000);

test("a token that was revoked: one line for the operator, and the round goes on with a new one", async () => {
  expected = [/DISCORD_BOT_TOKEN/];
  const { ana, ben } = await evening();
  await ana.answers("The lake.");
  wire.discord.revokesToken();
  await vi.waitFor(() => expect(wire.fatal).toHaveLength(1), 10 * SECOND);
  expect(wire.fatal[0]).toContain("check DISCORD_BOT_TOKEN");
  await wire.restart();
  await ben.answers("The wind.");
  expect(reveals(ana)[0]?.text).toMatch(/The lake\.[\s\S]*The wind\./);
}, 30_000);

test("a server that is out of reach for a while: the place stays theirs, and the reveal is not lost", async () => {
  const { ana, ben, guild } = await evening();
  await ana.answers("The lake.");
  guild.goesUnavailable();
  await wire.core.settle();
  guild.comesBack();
  await ben.answers("The wind.");
  expect(reveals(ana)).toHaveLength(1);
  for (const why of ["removed", "gone", "no-access"]) expect(read(ana)).not.toContain(wire.t(`place.off.${why}`));
});

test.each([
  ["comes too late (10062)", 404, { message: "Unknown interaction", code: 10062 }],
  ["Discord fails to take", 500, { message: "500: Internal Server Error", code: 0 }],
])(
  "an acknowledgement that %s: the answer counts, and its author is told in the direct chat",
  async (_, status, body) => {
    const { ana, ben } = await evening();
    const [card] = cards(ana);
    const action = card?.buttons[0]?.action ?? "";
    if (card) await ana.tapsOn(card, action);
    const modal = wire.discord.world.interactions;
    expect(modal.size).toBeGreaterThan(0);
    wire.discord.faults.next(CALLBACK, { kind: "status", status, body });
    await ana.submits({ 0: "The lake." }).catch(() => undefined);
    await wire.discord.waitFor(() => ana.sees().some(({ text }) => /Sealed\./.test(text)));
    await ben.answers("The wind.");
    expect(reveals(ana)[0]?.text).toMatch(/The lake\.[\s\S]*The wind\./);
    expect(reveals(ana)).toHaveLength(1);
  },
  30_000,
);

test("a direct chat that is closed: what goes there waits, and comes when its owner is back", async () => {
  const { ana, ben } = (await apart(wire, "discord", "discord")) as { ana: OnDiscord; ben: OnDiscord };
  await ana.types("/checkin");
  await ana.answers("The lake.");
  const shown = ben.sees().length;
  ana.person.closesDMs();
  await ben.answers("The wind.");
  expect(reveals(ben, "private")).toHaveLength(1);
  expect(ben.sees().length).toBeGreaterThan(shown);
  expect(reveals(ana, "private")).toHaveLength(0);
  ana.person.opensDMs();
  await ana.types("/help");
  await recovers();
  expect(reveals(ana, "private")).toHaveLength(1);
});

test("what Discord will not take is listed for the operator, holds up nobody, and is sent when asked for again", async () => {
  expected = [/the platform rejected a message/];
  const { ana, ben } = await evening();
  await ana.answers("The lake.");
  const body = {
    message: "Invalid Form Body",
    code: 50035,
    errors: { content: { _errors: [{ code: "BAD", message: "The lake." }] } },
  };
  // In every form, the simplest too.
  wire.discord.faults.next(POST, { kind: "status", status: 400, body }, { times: 4 });
  await ben.answers("The wind.");
  expect(reveals(ana)).toHaveLength(0);
  const listed = outbox(wire.folder, "list");
  expect(listed).toMatch(/^400 50035 Invalid Form Body content\[BAD\]/m);
  expect(listed).not.toContain("lake");
  expect(outbox(wire.folder, "retry", "all")).toBe("What was given up on waits again.\n");
  await wire.core.settle();
  expect(reveals(ana)).toHaveLength(1);
});
