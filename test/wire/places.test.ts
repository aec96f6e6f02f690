/** What happens to the place and to the ways to the two: others joining, removals, blocks, strangers. */
import { afterEach, describe, expect, test } from "vitest";
import { inChannel, inGroup, person, together } from "./couples.ts";
import { find, last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

async function group() {
  wire = await openWire({ platforms: ["telegram"] });
  const two = await inGroup(wire);
  await two.ana.taps(wire.t("button.first-card"), "home");
  await two.ana.answers("Hers.");
  return two;
}

async function channel() {
  wire = await openWire({ platforms: ["discord"] });
  const two = await inChannel(wire);
  await two.ana.taps(wire.t("button.first-card"), "home");
  await two.ana.answers("Hers.");
  return two;
}

const REVEALED = /You have both answered\.[\s\S]*Hers\.[\s\S]*His\./;

describe("a telegram group", () => {
  test("becomes a supergroup in mid-round: cards and reveals follow it", async () => {
    const { ana, ben, home } = await group();
    home.migrates();
    await wire.calm();
    await wire.restart();
    await ben.answers("His.");
    expect(last(ana, "home")).toMatch(REVEALED);
    expect(home.type).toBe("supergroup");
    await wire.until("2026-03-12T19:00:00Z");
    expect(home.last.labels).toContain(wire.t("button.answer"));
    expect(home.last.chatId).toBe(home.id);
  });

  test("becomes one while nothing runs: the refusal of a send tells it", async () => {
    const { ben, home } = await group();
    await wire.close();
    home.migrates();
    await wire.open();
    await wire.calm();
    await ben.answers("His.");
    expect(home.last.text).toMatch(REVEALED);
    expect(home.last.chatId).toBe(home.id);
  });

  test("gets a third: both are told once, and the reveal comes to the two with the reason", async () => {
    const { ana, ben, home } = await group();
    const eve = person(wire, "telegram", "Eve");
    home.adds(eve.person, ana.person);
    await wire.calm();
    for (const who of [ana, ben]) expect(last(who)).toBe(wire.t("third.told.person"));
    await wire.restart();
    await ben.answers("His.");
    for (const who of [ana, ben]) {
      // Who it was that joined is forgotten by then; that there are more is not.
      expect(read(who)).toContain(wire.t("third.reveal.others"));
      expect(read(who)).toMatch(REVEALED);
      expect(read(who).split(wire.t("third.told.person"))).toHaveLength(2);
    }
    expect(read(ana, "home")).not.toMatch(/Hers\.|His\./);
    home.removes(eve.person);
    await wire.calm();
    await ana.types("/checkin", "home");
    await ana.answers("Again hers.");
    await ben.answers("Again his.");
    expect(last(ana, "home")).toContain("Again hers.");
  });

  test("loses the bot: cards and reveals come privately, and again there when it is back", async () => {
    const { ana, ben, home } = await group();
    home.removeBot(ana.person);
    await wire.calm();
    expect(read(ana)).toContain(wire.t("place.off.removed"));
    await wire.restart();
    await ben.writes("His.");
    for (const who of [ana, ben]) expect(read(who)).toMatch(REVEALED);
    await wire.until("2026-03-12T19:00:00Z");
    for (const who of [ana, ben]) expect(last(who)).toContain(wire.t("ritual.heart.title"));
    home.addBot(ana.person);
    await wire.calm();
    await wire.until("2026-03-13T19:00:00Z");
    expect(home.last.labels).toContain(wire.t("button.answer"));
  });

  test("a blocked bot keeps what it has to say until it is unblocked", async () => {
    const { ana, ben, home } = await group();
    ben.person.blocks();
    await wire.calm();
    home.removeBot(ana.person);
    await wire.calm();
    await wire.until("2026-03-12T19:00:00Z");
    const before = read(ben);
    expect(read(ana)).toContain(wire.t("ritual.heart.title"));
    await wire.restart();
    ben.person.unblocks();
    await wire.calm();
    expect(read(ben)).not.toBe(before);
    expect(read(ben)).toContain(wire.t("place.off.removed"));
  });

  test("somebody who never opened the private chat is asked to by the card's link alone", async () => {
    const { ana, home } = await group();
    const card = home.fromBot.findLast((message) => message.labels.includes(wire.t("button.answer")));
    for (const button of card?.buttons.flat() ?? [])
      expect(button.url).toMatch(/^https:\/\/t\.me\/ampersand_bot\?start=/);
    expect(read(ana, "home")).not.toContain("Hers.");
  });

  test("a stranger's taps change nothing and say nothing", async () => {
    const { ana, ben, home } = await group();
    await ben.answers("His.");
    const eve = person(wire, "telegram", "Eve");
    eve.home = home;
    home.adds(eve.person, ana.person);
    await wire.calm();
    const before = [read(ana), read(ben), read(ana, "home")];
    for (const shown of eve.sees("home")) {
      for (const { action } of shown.buttons) {
        const { toast } = await eve.tapsOn(shown, action);
        const said = toast ?? last(eve);
        expect(
          [wire.t("not-yours"), wire.t("pair.too-many"), wire.t("hello.line")].some((t) => said.startsWith(t)),
        ).toBe(true);
      }
    }
    expect([read(ana), read(ben), read(ana, "home")]).toEqual(before);
  });
});

describe("a discord channel", () => {
  test("is opened to others: the reveal comes to the two with the reason", async () => {
    const { ana, ben, home, guild } = await channel();
    const eve = person(wire, "discord", "Eve");
    guild.adds(eve.person);
    home.overwrite(eve.person, { allow: ["ViewChannel"] });
    await wire.discord.waitFor(() => read(ana).includes(wire.t("third.told.person")));
    await wire.restart();
    await ben.answers("His.");
    for (const who of [ana, ben]) expect(read(who)).toMatch(REVEALED);
    expect(read(ana, "home")).not.toMatch(/Hers\.|His\./);
    expect(eve.person.reads(home).some((message) => /Hers|His\./.test(message.text))).toBe(false);
  });

  test("is gone: what comes next comes privately", async () => {
    const { ana, ben, home } = await channel();
    home.delete();
    await wire.discord.waitFor(() => read(ana).includes(wire.t("place.off.gone")));
    await wire.restart();
    await wire.until("2026-03-12T19:00:00Z");
    for (const who of [ana, ben]) expect(last(who)).toContain(wire.t("ritual.heart.title"));
  });

  test("a closed direct chat is tried again when its owner acts", async () => {
    const { ana, ben, guild } = await channel();
    ben.person.closesDMs();
    await ana.types("/pause");
    expect(read(ben)).not.toContain(wire.t("paused.line"));
    const other = guild.channel({ privateTo: [ana.person, ben.person] });
    ben.person.opensDMs();
    await wire.restart();
    const help = ben.person.runs("/help", {}, other);
    await wire.after(help.id);
    await ben.types("/help");
    expect(read(ben)).toContain(wire.t("paused.line"));
  });

  test("a stranger's presses change nothing and say nothing", async () => {
    const { ana, ben, home, guild } = await channel();
    await ben.answers("His.");
    const eve = person(wire, "discord", "Eve");
    guild.adds(eve.person);
    home.overwrite(eve.person, { allow: ["ViewChannel"] });
    eve.home = home;
    await wire.discord.waitFor(() => read(ana).includes(wire.t("third.told.person")));
    await wire.core.settle();
    const before = [read(ana), read(ben), read(ana, "home")];
    for (const shown of eve.sees("home")) {
      for (const { action } of shown.buttons) {
        const { toast, form } = await eve.tapsOn(shown, action);
        expect(form).toBeNull();
        const said = toast ?? last(eve);
        expect([wire.t("not-yours"), wire.t("hello.line")].some((t) => said.startsWith(t))).toBe(true);
      }
    }
    expect([read(ana), read(ben), read(ana, "home")]).toEqual(before);
  });
});

describe.each(["telegram", "discord"] as const)("%s: typed in the shared place", (platform) => {
  test("everything private is answered privately", async () => {
    wire = await openWire({ platforms: [platform] });
    const { ana, ben } = await together(wire, platform);
    const before = read(ben, "home");
    for (const command of ["/settings", "/rituals", "/privacy", "/export", "/forget", "/help", "/answer"]) {
      const seen = ana.sees().length;
      await ana.types(command, "home");
      expect(ana.sees().length).toBeGreaterThan(seen);
    }
    expect(read(ben, "home")).toBe(before);
  });
});

test("telegram: a secret typed after a command in the group is not taken, and removed where the bot may", async () => {
  wire = await openWire({ platforms: ["telegram"] });
  const { ana, ben, home } = await inGroup(wire);
  await ana.taps(wire.t("button.first-card"), "home");
  await ana.types("/answer My secret.", "home");
  expect(read(ana)).toContain(wire.t("readable.line"));
  // The bot is no administrator there, so that it has to be said that the words stay.
  await wire.calm();
  expect(last(ana)).toContain(wire.t("readable.stays"));
  home.makeBotAdmin();
  await wire.calm();
  await ana.types("/answer My other secret.", "home");
  expect(home.visible.some((message) => message.text.includes("other secret"))).toBe(false);
  await ben.answers("His.");
  expect(find(ana.sees("home"), wire.t("response.hug"))).toBeNull();
});
