/** What goes wrong between Telegram and the bot, and what the two see of it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { apart, inGroup } from "../wire/couples.ts";
import type { OnTelegram } from "../wire/on-telegram.ts";
import { read } from "../wire/somebody.ts";
import { openWire, type Wire } from "../wire/wire.ts";
import { outbox } from "./outbox-cli.ts";

const SECOND = 1_000;
const QUIET = 30 * SECOND;
const CONFLICT = {
  kind: "status",
  code: 409,
  description: "Conflict: terminated by other getUpdates request",
} as const;

let wire: Wire;
/** Complaints that a test expects. */
let expected: RegExp[];
beforeEach(async () => {
  expected = [];
  wire = await openWire({ platforms: ["telegram"] });
});
afterEach(async () => {
  wire.telegram.faults.clear();
  const complaints = await wire.end();
  expect(complaints.filter((line) => !expected.some((known) => known.test(line)))).toEqual([]);
});

/** Opens the card, so that the next words are the answer. */
async function opens(who: OnTelegram): Promise<void> {
  const [card] = cards(who);
  if (card) await who.tapsOn(card, card.buttons[0]?.action ?? "");
}

/** Lets everything that waits after failures come, a step at a time. */
async function recovers(): Promise<void> {
  for (let n = 0; n < 6; n += 1) await wire.later(QUIET);
}

const cards = (ana: OnTelegram) =>
  ana.sees("home").filter(({ buttons }) => buttons.some(({ label }) => label === "Answer"));
const reveals = (who: OnTelegram, where: "home" | "private" = "home") =>
  who.sees(where).filter(({ text }) => /You have both answered\./.test(text));
const sealed = (who: OnTelegram) => who.sees().filter(({ text }) => text.startsWith("Sealed."));

async function evening() {
  const couple = await inGroup(wire);
  await couple.ana.types("/checkin", "home");
  return couple;
}

test("too many requests: it comes when Telegram lets it, once", async () => {
  const { ana } = await inGroup(wire);
  wire.telegram.faults.next("sendMessage", { kind: "too-many", retryAfter: 7 });
  await ana.types("/checkin", "home");
  expect(cards(ana)).toHaveLength(0);
  await wire.later(6 * SECOND);
  expect(cards(ana)).toHaveLength(0);
  await wire.later(2 * SECOND);
  expect(cards(ana)).toHaveLength(1);
});

test("a limit in a private chat holds back for as long as asked, and the answer is sealed meanwhile", async () => {
  const { ana, ben } = await evening();
  await opens(ana);
  wire.telegram.faults.next("sendMessage", { kind: "too-many", retryAfter: 1 });
  await ana.writes("The lake.");
  await recovers();
  expect(sealed(ana)).toHaveLength(1);
  await ben.answers("The wind.");
  await recovers();
  expect(reveals(ana)[0]?.text).toContain("The lake.");
});

test("a burst of server errors: everything comes in the end, once", async () => {
  const { ana, ben } = await evening();
  await ana.answers("The lake.");
  await opens(ben);
  wire.telegram.faults.next("sendMessage", { kind: "status", code: 502 }, 4);
  await ben.writes("The wind.");
  await recovers();
  expect(sealed(ben)).toHaveLength(1);
  if (reveals(ana).length !== 1)
    process.stdout.write(
      `${wire.telegram.transcript()}\n${wire.lines.slice(-12).join("\n")}\n${JSON.stringify(await wire.store.transaction((tx) => tx.outbox.counts()))}`,
    );
  expect(reveals(ana)).toHaveLength(1);
});

test("a question that was long on its way is not asked any more once it is answered", async () => {
  const { ana } = await evening();
  const busy = { kind: "status", code: 503 } as const;
  wire.telegram.faults.next("sendMessage", busy);
  await opens(ana);
  await ana.writes("The lake.");
  await recovers();
  expect(sealed(ana)).toHaveLength(1);
  expect(ana.sees().filter(({ text }) => /next message is sealed/.test(text))).toEqual([]);
});

test("a connection that breaks before: sent again, once", async () => {
  const { ana, ben } = await evening();
  await ana.answers("The lake.");
  await opens(ben);
  wire.telegram.faults.next("sendMessage", { kind: "drop-before" }, 2);
  await ben.writes("The wind.");
  await recovers();
  if (reveals(ana).length !== 1)
    process.stdout.write(
      `${wire.telegram.transcript()}\n${wire.lines.slice(-12).join("\n")}\n${JSON.stringify(await wire.store.transaction((tx) => tx.outbox.counts()))}`,
    );
  expect(reveals(ana)).toHaveLength(1);
});

test("a connection that breaks after: nobody can know, so it may come twice, never half and never not", async () => {
  const { ana, ben } = await evening();
  await ana.answers("The lake.");
  await opens(ben);
  wire.telegram.faults.next("sendMessage", { kind: "drop-after" }, 2);
  await ben.writes("The wind.");
  await recovers();
  for (const shown of reveals(ana))
    expect(shown.text).toMatch(/The lake\.[\s\S]*The wind\.|The wind\.[\s\S]*The lake\./);
  expect(reveals(ana).length).toBeGreaterThanOrEqual(1);
  expect(sealed(ben).length + reveals(ana).length).toBeLessThanOrEqual(4);
});

test("a socket that hangs holds up its own chat and no other", async () => {
  const { ana, ben } = await evening();
  const gate = wire.telegram.faults.gate("sendMessage");
  ana.person.sendsIn(ana.home as never, "/checkin");
  await gate.reached;
  ben.person.start(`answer_${cards(ana)[0]?.buttons[0]?.action.split("_")[1]}`);
  await ben.person.chat.waitForMessage(/next message is sealed/);
  ben.person.sends("The wind.");
  await ben.person.chat.waitForMessage(/^Sealed/);
  gate.open();
  await wire.calm();
  expect(cards(ana)).toHaveLength(2);
});

test("another instance for a moment: the poll is repeated and nothing is missed", async () => {
  const { ana } = await evening();
  wire.telegram.faults.next("getUpdates", CONFLICT, 2);
  await ana.answers("The lake.");
  expect(sealed(ana)).toHaveLength(1);
  expect(wire.fatal).toEqual([]);
});

test("another instance for good: the operator is told in one line, and what was written waits", async () => {
  expected = [/Another instance polls/];
  const { ana } = await evening();
  wire.telegram.faults.always("getUpdates", CONFLICT);
  ana.person.start(`answer_${cards(ana)[0]?.buttons[0]?.action.split("_")[1]}`);
  await wire.telegram.waitFor(
    () => wire.telegram.calls("getUpdates").filter((call) => call.error?.code === 409).length > 1,
  );
  // Counted from conflict to conflict: a single leap of the clock says nothing.
  await vi.waitFor(() => {
    wire.offset += 31 * SECOND;
    expect(wire.fatal).toHaveLength(1);
  }, 10 * SECOND);
  expect(wire.fatal).toEqual([expect.stringContaining("stop it, or give this one a bot of its own")]);
  wire.telegram.faults.clear();
  await wire.restart();
  await ana.person.chat.waitForMessage(/next message is sealed/);
});

test("a token that was revoked: one line for the operator; with a good one again, all that was said comes", async () => {
  expected = [/TELEGRAM_BOT_TOKEN/];
  const { ana } = await inGroup(wire);
  const no = { kind: "status", code: 401, description: "Unauthorized" } as const;
  wire.telegram.faults.always("sendMessage", no);
  ana.person.sendsIn(ana.home as never, "/checkin");
  await wire.telegram.waitFor(() => wire.telegram.calls("sendMessage").some((call) => call.error?.code === 401));
  wire.telegram.faults.always("getUpdates", no);
  // Ends the poll that is open.
  ana.person.sends("/help");
  await vi.waitFor(() => expect(wire.fatal).toHaveLength(1), 40 * SECOND);
  expect(wire.fatal[0]).toContain("TELEGRAM_BOT_TOKEN");
  wire.telegram.faults.clear();
  await wire.restart();
  await wire.later(QUIET);
  await wire.telegram.waitFor(() => cards(ana).length === 1);
}, 60_000);

test("a group that becomes a supergroup in the middle of a round: the reveal comes to where they are now", async () => {
  const { ana, ben, home } = await evening();
  await ana.answers("The lake.");
  home.migrates();
  await ben.answers("The wind.");
  await wire.calm();
  if (reveals(ana).length !== 1)
    process.stdout.write(
      `${wire.telegram.transcript()}\n${wire.lines.slice(-12).join("\n")}\n${JSON.stringify(await wire.store.transaction((tx) => tx.outbox.counts()))}`,
    );
  expect(reveals(ana)).toHaveLength(1);
  expect(reveals(ana)[0]?.id).toContain(String(home.id));
  await ana.types("/checkin", "home");
  expect(cards(ana)).toHaveLength(2);
});

test("somebody who blocks the bot misses nothing: it comes when they are back, the other sees it at once", async () => {
  const { ana, ben } = (await apart(wire, "telegram", "telegram")) as { ana: OnTelegram; ben: OnTelegram };
  await ana.types("/checkin");
  await ana.writes("The lake.");
  ben.person.sends("The wind.");
  ben.person.blocks();
  await wire.calm();
  expect(reveals(ana, "private")).toHaveLength(1);
  expect(reveals(ben, "private")).toHaveLength(0);
  ben.person.unblocks();
  await wire.calm();
  expect(reveals(ben, "private")).toHaveLength(1);
});

test("a reveal that finds a chat closed waits for it to open", async () => {
  const { ana, ben } = (await apart(wire, "telegram", "telegram")) as { ana: OnTelegram; ben: OnTelegram };
  await ana.types("/checkin");
  await ana.writes("The lake.");
  ana.person.blocks();
  await wire.calm();
  await ben.writes("The wind.");
  expect(sealed(ben)).toHaveLength(1);
  expect(read(ben)).not.toContain("The lake.");
  ana.person.unblocks();
  await wire.calm();
  expect([reveals(ana, "private"), reveals(ben, "private")].map((each) => each.length)).toEqual([1, 1]);
});

test("what Telegram will not take is listed for the operator, holds up nobody, and is sent when asked for again", async () => {
  expected = [/the platform rejected a message/];
  const { ana, ben } = await evening();
  await ana.answers("The lake.");
  const bad = { kind: "status", code: 400, description: "Bad Request: can't parse entities: The lake." } as const;
  const stop = wire.telegram.onRequest(({ method, params }) => {
    if (method === "sendMessage" && Number(params.chat_id) === ana.home?.id) wire.telegram.faults.next(method, bad);
  });
  await ben.answers("The wind.");
  stop();
  expect(sealed(ben)).toHaveLength(1);
  expect(reveals(ana)).toHaveLength(0);
  const listed = outbox(wire.folder, "list");
  expect(listed).toMatch(/^400 Bad Request can't parse entities/m);
  expect(listed).not.toContain("lake");
  expect(outbox(wire.folder, "retry", "all")).toBe("What was given up on waits again.\n");
  await wire.calm();
  expect(reveals(ana)[0]?.text).toMatch(/The lake\.[\s\S]*The wind\.|The wind\.[\s\S]*The lake\./);
  expect(outbox(wire.folder, "list")).toMatch(/^Nothing was given up on\.$/m);
});
