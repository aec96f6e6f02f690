/** On Discord whatever is said to the bot gets one line with a way on, and ordinary talk gets none. */
import { afterEach, describe, expect, test } from "vitest";
import type { Exchange, Message } from "../fakes/discord/index.ts";
import { type InChannel, inChannel, person } from "./couples.ts";
import type { OnDiscord } from "./on-discord.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

async function channel(): Promise<InChannel> {
  wire = await openWire({ platforms: ["discord"] });
  return inChannel(wire);
}

const bot = () => `<@${wire.discord.applicationId}>`;
/** Its effect is there, and what it led to is sent. */
const taken = ({ id, editedAt }: Message) =>
  wire.after(editedAt === undefined ? id : `${id}:${new Date(editedAt).toISOString()}`);
const shownIn = ({ ana, home }: InChannel) => ana.person.reads(home).map((message) => message.text);

function card({ ana, home }: InChannel) {
  const message = ana.person.reads(home).findLast((each) => each.author.bot);
  if (!message) throw new Error("no card");
  return message;
}

describe("words that the other can read", () => {
  test.each<[string, (couple: InChannel) => Message]>([
    ["a reply to the card", (c) => c.ana.person.writes(c.home, "My answer.", { repliesTo: card(c) })],
    ["a reply without a ping", (c) => c.ana.person.writes(c.home, "My answer.", { repliesTo: card(c), quietly: true })],
    ["a mention", (c) => c.ana.person.writes(c.home, `${bot()} My answer.`)],
    [
      "a mention that an edit adds",
      (c) => {
        const message = c.ana.person.writes(c.home, "My answer.");
        c.ana.person.edits(message, `${bot()} My answer.`);
        return message;
      },
    ],
  ])("%s: not taken, said privately, deleted where allowed", async (_, speak) => {
    const couple = await channel();
    const { ana, ben, home } = couple;
    home.overwrite("bot", { allow: ["ViewChannel", "SendMessages", "EmbedLinks", "AttachFiles", "ManageMessages"] });
    await ana.types("/checkin heart", "home");
    await taken(speak(couple));
    expect(read(ana).split(wire.t("readable.line"))).toHaveLength(2);
    expect(read(ben)).not.toContain(wire.t("readable.line"));
    expect(shownIn(couple).join()).not.toContain("My answer.");
    await ana.types("/answer");
    expect(read(ana)).not.toContain(wire.t("sealed.done"));
  });

  test("what cannot be deleted is said to stay, and the place goes on", async () => {
    const couple = await channel();
    const { ana, ben, home } = couple;
    await taken(ana.person.writes(home, `${bot()} My answer.`));
    expect(read(ana)).toContain(wire.t("readable.stays"));
    for (const one of [ana, ben]) expect(read(one)).not.toContain(wire.t("place.off.no-access"));
    await ben.types("/checkin heart", "home");
    expect(read(ben, "home")).toContain(wire.t("button.answer"));
  });

  test("where direct messages are closed, one line a minute stands in the channel", async () => {
    const couple = await channel();
    const { ana, home } = couple;
    ana.person.closesDMs();
    for (let n = 0; n < 3; n += 1) await taken(ana.person.writes(home, `${bot()} My answer.`));
    const lines = () => read(ana, "home").split(wire.t("door-commands")).length - 1;
    expect(lines()).toBe(1);
    expect(read(ana, "home").slice(-400)).not.toContain("Ana");
    await wire.later(61_000);
    ana.person.opensDMs();
    await ana.types("/help");
    await taken(ana.person.writes(home, bot()));
    expect(lines()).toBe(1);
    expect(last(ana)).toContain(wire.t("help.title"));
  });
});

describe("in the channel", () => {
  test("a mention without words gets help; a stranger's hello; talk, bots and everyone nothing", async () => {
    const couple = await channel();
    const { ana, ben, home, guild } = couple;
    await taken(ana.person.writes(home, bot()));
    expect(last(ana)).toContain(wire.t("help.title"));
    const eve = person(wire, "discord", "Eve");
    guild.adds(eve.person);
    const hall = guild.channel({});
    await taken(eve.person.writes(hall, `${bot()} hi`));
    expect(read(eve)).toContain(wire.t("hello.line"));
    const before = [read(ana), read(ben), read(ana, "home")];
    const talk = ana.person.writes(home, "we talk");
    ben.person.writes(home, "yes", { repliesTo: talk });
    ben.person.writes(home, "@everyone look");
    ben.person.writes(home, `<@${ana.userId}> look`);
    // What comes in is read in order: once the last is answered, all before it were passed over.
    await taken(eve.person.writes(hall, bot()));
    expect([read(ana), read(ben), read(ana, "home")]).toEqual(before);
  });
});

describe("what no client of today sends", () => {
  test.each<[string, (ana: OnDiscord) => Exchange]>([
    ["a command of an older version", (ana) => ana.person.forges(2, { id: "1", type: 1, name: "confess" })],
    ["a command on a message", (ana) => ana.person.forges(2, { id: "1", type: 3, name: "answer" })],
    ["a form of an older version", (ana) => ana.person.forges(5, { custom_id: "m:confess_1", components: [] })],
    ["a form that is over", (ana) => ana.person.forges(5, { custom_id: "m:seal_nothing_0_x", components: [] })],
    ["a button of an older version", (ana) => ana.person.forges(3, { component_type: 2, custom_id: "r:confess_1" })],
    ["an id that is none of ours", (ana) => ana.person.forges(3, { component_type: 2, custom_id: "hello" })],
    ["a menu of an older version", (ana) => ana.person.forges(3, { component_type: 5, custom_id: "who", values: [] })],
  ])("%s: one line, to its sender alone", async (_, send) => {
    const { ana, ben } = await channel();
    const before = [ana.person.sees.length, read(ben), read(ben, "home")];
    await send(ana).reply;
    await wire.calm();
    expect(ana.person.sees.length).toBe(Number(before[0]) + 1);
    expect(last(ana)).not.toBe("");
    expect([read(ben), read(ben, "home")]).toEqual(before.slice(1));
  });
});

describe("in the direct chat", () => {
  const forwarded = { message_reference: { type: 1, message_id: "1" }, message_snapshots: [{ message: {} }] };
  test.each<[string, (ana: OnDiscord) => Message, string]>([
    ["a mention", (ana) => ana.person.writesDM(`${bot()} hello`), "nothing-kept"],
    ["a sticker", (ana) => ana.person.writesDM("", { carries: { sticker_items: [{ id: "1", name: "hug" }] } }), ""],
    ["a poll", (ana) => ana.person.writesDM("", { carries: { poll: { question: { text: "?" } } } }), ""],
    ["a forwarded message", (ana) => ana.person.writesDM("", { carries: forwarded }), ""],
  ])("%s: one line", async (_, send, key) => {
    const { ana } = await channel();
    const before = ana.person.sees.length;
    await taken(send(ana));
    expect(ana.person.sees.length).toBe(before + 1);
    if (key === "") expect(last(ana)).toBe(wire.t("unsupported"));
  });
});
