/** On Telegram whatever is said to the bot gets one line with a way on, and ordinary talk gets none. */
import { afterEach, describe, expect, test } from "vitest";
import { inGroup, person } from "./couples.ts";
import type { OnTelegram } from "./on-telegram.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

async function group() {
  wire = await openWire({ platforms: ["telegram"] });
  return inGroup(wire);
}

const count = (who: OnTelegram, key: string) => read(who, "home").split(wire.t(key)).length - 1;

describe("somebody who never opened the private chat", () => {
  test("reads in the group where the answer is, with the link, once a minute, and then has it", async () => {
    wire = await openWire({ platforms: ["telegram"] });
    const [ana, ben] = [person(wire, "telegram", "Ana"), person(wire, "telegram", "Ben")];
    const home = wire.telegram.group({ title: "Home", members: [ana.person, ben.person] });
    ana.home = home;
    home.addBot(ana.person);
    await wire.calm();
    for (const command of ["/help", "/settings", "/nonsense"]) await ana.types(command, "home");
    expect(count(ana, "door")).toBe(1);
    expect(read(ana, "home")).not.toContain("Ana");
    await ana.taps(wire.t("button.open-private"), "home");
    expect(read(ana)).toContain(wire.t("hello.line"));
    await ana.types("/help", "home");
    expect(last(ana)).toContain(wire.t("help.title"));
    expect(count(ana, "door")).toBe(1);
  });

  test("one of the two who blocked the bot reads it as well", async () => {
    const { ana } = await group();
    ana.person.blocks();
    await wire.calm();
    await ana.types("/help", "home");
    expect(last(ana, "home")).toBe(wire.t("door"));
  });
});

describe("words that the other can read", () => {
  test.each<[string, (ana: OnTelegram) => void]>([
    ["a reply to the card", (ana) => ana.person.sendsIn(group_(ana), "My answer.", { replyTo: group_(ana).last })],
    ["a photo", (ana) => void ana.person.photo({ in: group_(ana), replyTo: group_(ana).last, caption: "My answer." })],
    ["a voice message", (ana) => void ana.person.voice({ in: group_(ana), replyTo: group_(ana).last })],
    ["a sticker", (ana) => void ana.person.sticker({ in: group_(ana), replyTo: group_(ana).last })],
    ["a mention", (ana) => ana.person.sendsIn(group_(ana), "@ampersand_bot my answer")],
  ])("%s: not taken, said privately, deleted where allowed", async (_, speak) => {
    const { ana, ben, home } = await group();
    home.makeBotAdmin();
    await ana.types("/checkin", "home");
    speak(ana);
    await wire.calm();
    expect(read(ana)).toContain(wire.t("readable.line"));
    expect(read(ben)).not.toContain(wire.t("readable.line"));
    expect(home.visible.some((message) => message.text.includes("my answer") || message.text === "My answer.")).toBe(
      false,
    );
    await ana.types("/answer");
    expect(read(ana)).not.toContain(wire.t("sealed.done"));
  });

  test("a mention without words gets the way on; talk, other bots and their commands get nothing", async () => {
    const { ana, home } = await group();
    const before = read(ana);
    ana.person.sendsIn(home, "@ampersand_bot");
    await wire.calm();
    expect(last(ana)).toContain(wire.t("help.title"));
    const now = [read(ana), read(ana, "home")];
    home.makeBotAdmin();
    for (const text of ["we talk", "/help@other_bot", "@ampersand_bot_two hello"]) ana.person.sendsIn(home, text);
    await wire.calm();
    expect([read(ana), read(ana, "home")]).toEqual(now);
    expect(before).not.toBe(now[0]);
  });
});

describe("in the name of", () => {
  test.each([
    ["admin", "faceless.admin"],
    ["channel", "faceless.sender"],
  ] as const)("%s: one line a minute says what to do", async (as, key) => {
    const { ana, home } = await group();
    home.makeBotAdmin();
    for (let n = 0; n < 3; n += 1) home.saysNameless("/checkin", as);
    home.saysNameless("we talk", as);
    home.saysNameless("/checkin", as, { forwarded: true });
    await wire.calm();
    expect(count(ana, key)).toBe(1);
    await wire.later(61_000);
    home.saysNameless("/help@ampersand_bot", as);
    await wire.calm();
    expect(count(ana, key)).toBe(2);
  });
});

describe("an older message that becomes a command by an edit", () => {
  test.each(["/help", "/checkin heart", "/answer late words"])(
    "in private, %s: it has to be sent anew",
    async (command) => {
      const { ana } = await group();
      const message = ana.person.sends("hello");
      await wire.calm();
      const before = read(ana);
      ana.person.edits(message, command);
      await wire.calm();
      expect(read(ana)).toBe(`${before}\n---\n${wire.t("edit.command")}`);
    },
  );

  test("an answer stays as it was sealed", async () => {
    const { ana, ben } = await group();
    await ana.types("/checkin heart", "home");
    await ana.taps(wire.t("button.answer"), "home");
    const answer = ana.person.sends("Hers.");
    await wire.calm();
    ana.person.edits(answer, "/help");
    await wire.calm();
    expect(last(ana)).toBe(wire.t("edit.command"));
    await ben.answers("His.");
    expect(read(ben, "home")).toContain("Hers.");
  });

  test("in the group: told privately; with words of one's own not taken; another bot's nothing", async () => {
    const { ana, home } = await group();
    home.makeBotAdmin();
    const [one, two, other] = ["a", "b", "c"].map((text) => ana.person.sendsIn(home, text));
    await wire.calm();
    if (!one || !two || !other) throw new Error("not sent");
    ana.person.edits(one, "/checkin heart");
    await wire.calm();
    expect(last(ana)).toBe(wire.t("edit.command"));
    ana.person.edits(two, "/answer My words.");
    await wire.calm();
    expect(last(ana)).toContain(wire.t("readable.line"));
    expect(home.visible.some(({ text }) => text.includes("My words."))).toBe(false);
    const before = [read(ana), read(ana, "home")];
    ana.person.edits(other, "/help@other_bot");
    await wire.calm();
    expect([read(ana), read(ana, "home")]).toEqual(before);
  });
});

describe("in private", () => {
  const poll = { id: "1", question: "?", options: [], total_voter_count: 0, is_closed: false, is_anonymous: true };
  const odd = {
    contact: { phone_number: "1", first_name: "Eve" },
    location: { latitude: 1, longitude: 1 },
    venue: { location: { latitude: 1, longitude: 1 }, title: "Here", address: "There" },
    poll,
    dice: { emoji: "🎲", value: 3 },
    game: { title: "Game", description: "?", photo: [] },
    story: { id: 1, chat: { id: 5, type: "private" } },
    sticker: { file_id: "s", file_unique_id: "s", type: "regular", width: 1, height: 1 },
    checklist: { title: "List", tasks: [] },
    invoice: { title: "Bill", description: "?", start_parameter: "", currency: "EUR", total_amount: 1 },
  };
  test.each(Object.entries(odd))("a %s: one line", async (field, content) => {
    const { ana } = await group();
    const before = read(ana);
    ana.person.sendsAny({ [field]: content });
    await wire.calm();
    expect(read(ana)).toBe(`${before}\n---\n${wire.t("unsupported")}`);
  });

  test("a video message and a reply to an old message: one line each", async () => {
    const { ana } = await group();
    let before = ana.sees().length;
    ana.person.videoNote();
    await wire.calm();
    expect(ana.sees()).toHaveLength(before + 1);
    const [old] = ana.person.chat.fromBot;
    if (!old) throw new Error("nothing said yet");
    before = ana.sees().length;
    ana.person.sends("and this?", { replyTo: old });
    await wire.calm();
    expect(ana.sees()).toHaveLength(before + 1);
  });
});

describe("buttons that lead nowhere any more", () => {
  const from = (ana: OnTelegram) => ({ id: "77", from: ana.person.user, chat_instance: "1" });
  test.each<[string, (ana: OnTelegram) => object]>([
    ["of an older version", (ana) => ({ ...tapped(ana), data: "confess_1" })],
    ["with what was never ours", (ana) => ({ ...tapped(ana), data: "{not ours}" })],
    ["of a game", (ana) => ({ ...tapped(ana), game_short_name: "game" })],
    ["of an inline message", (ana) => ({ ...from(ana), inline_message_id: "abc", data: "join_1" })],
    [
      "in a channel",
      (ana) => ({
        ...from(ana),
        data: "join_1",
        message: { message_id: 1, date: 0, chat: { id: -5, type: "channel" } },
      }),
    ],
  ])("%s: said to the tapper alone", async (_, query) => {
    const { ana } = await group();
    const before = [read(ana), read(ana, "home")];
    wire.telegram.forges("callback_query", query(ana));
    await wire.calm();
    const answer = wire.telegram.requests.findLast(({ method }) => method === "answerCallbackQuery");
    expect(answer?.params).toMatchObject({ callback_query_id: "77", text: wire.t("stale") });
    expect([read(ana), read(ana, "home")]).toEqual(before);
  });
  const tapped = (ana: OnTelegram) => ({
    ...from(ana),
    message: { message_id: 1, date: 0, chat: { id: ana.person.id, type: "private" } },
  });
});

describe("a bare /start", () => {
  const asked = () => wire.telegram.requests.filter(({ method }) => /^getChat/.test(method)).length;

  test("of a stranger asks nothing of old groups; of who added the bot at most five things", async () => {
    wire = await openWire({ platforms: ["telegram"] });
    const [ana, ben] = [person(wire, "telegram", "Ana"), person(wire, "telegram", "Ben")];
    for (let n = 0; n < 8; n += 1) {
      const home = wire.telegram.group({ title: `Home ${n}`, members: [ana.person, ben.person] });
      home.addBot(ana.person);
    }
    await wire.calm();
    await wire.later(2 * 3_600_000);
    const eve = person(wire, "telegram", "Eve");
    let before = asked();
    await eve.types("/start");
    expect(asked()).toBe(before);
    expect(last(eve)).toContain(wire.t("hello.line"));
    before = asked();
    await ana.types("/start");
    expect(asked() - before).toBeLessThanOrEqual(5);
    expect(last(ana)).toContain(wire.t("notice.title"));
  });
});

function group_(who: OnTelegram) {
  if (!who.home) throw new Error("no group");
  return who.home;
}
