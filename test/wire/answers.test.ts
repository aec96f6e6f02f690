/** What a private message can mean, where answers are messages; and changing one where they are forms. */
import { afterEach, describe, expect, test } from "vitest";
import { inChannel, inGroup } from "./couples.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

describe("by message", () => {
  async function withCard() {
    wire = await openWire({ platforms: ["telegram"] });
    const two = await inGroup(wire);
    await two.ana.taps(wire.t("button.first-card"), "home");
    return two;
  }
  const reveal = (two: { ana: Parameters<typeof last>[0] }) => last(two.ana, "home");

  test("editing the message edits the answer, until the reveal", async () => {
    const two = await withCard();
    const { ana, ben } = two;
    await ana.taps(wire.t("button.answer"), "home");
    const id = await ana.writes("frist");
    await wire.restart();
    await ana.edits(id, "first");
    await ben.answers("other");
    expect(reveal(two)).toMatch(/Ana\nfirst\n/);
    await ana.edits(id, "too late");
    expect(last(ana)).toBe(wire.t("edit.after-reveal"));
    expect(read(ben, "home")).not.toContain("too late");
  });

  test("a further message is added, used instead, or no answer at all", async () => {
    const two = await withCard();
    const { ana, ben } = two;
    await ana.answers("One.");
    await ana.writes("Two.");
    await wire.restart();
    await ana.taps(wire.t("button.words-add"));
    await ana.writes("Not meant.");
    await ana.taps(wire.t("button.words-no"));
    expect(last(ana)).toBe(wire.t("words.not-kept"));
    await ben.answers("First try.");
    expect(reveal(two)).toMatch(/One\.\s+Two\./);
    expect(reveal(two)).not.toContain("Not meant");
  });

  test("“use it instead” leaves nothing of what was replaced", async () => {
    const two = await withCard();
    const { ana, ben } = two;
    await ana.answers("Old words.");
    await ana.writes("New words.");
    await ana.taps(wire.t("button.words-replace"));
    await ana.taps(wire.t("button.add"));
    await wire.restart();
    await ana.writes("And more.");
    await ben.answers("Mine.");
    expect(reveal(two)).toMatch(/New words\.\s+And more\./);
    await ana.types("/export");
    await ana.taps(wire.t("button.export-yes"));
    expect(ana.files()[0]?.text).not.toContain("Old words");
  });

  test("words after the reveal are offered as an addition below, and never dropped", async () => {
    const two = await withCard();
    const { ana, ben } = two;
    await ana.answers("Mine.");
    await ben.answers("Yours.");
    await ana.writes("And one more thing.");
    expect(last(ana)).toContain("Shall I show this below it?");
    await wire.restart();
    await ana.taps(wire.t("button.words-below"));
    expect(last(ben, "home")).toMatch(/something to add\.\s+Ana\nAnd one more thing\./);
    await ana.taps(wire.t("button.half"), "home");
    await ana.taps(wire.t("button.half-yes"));
    expect(read(ben, "home")).not.toMatch(/Mine\.|one more thing/);
  });

  test("with two cards open the bot asks which one is meant", async () => {
    const two = await withCard();
    const { ana } = two;
    await ana.types("/rituals add checkin wed 13:00");
    await ana.types("/checkin checkin");
    await wire.restart();
    await ana.writes("For the daily one.");
    expect(last(ana)).toContain(wire.t("which.line"));
    await ana.taps(/Daily card/);
    expect(last(ana)).toContain(wire.t("sealed.done"));
  });

  test("a long paste that the client splits is one answer; a longer one is refused with the count", async () => {
    const two = await withCard();
    const { ana, ben } = two;
    await ana.taps(wire.t("button.answer"), "home");
    ana.person.sendsLong("x".repeat(5000));
    await wire.calm();
    expect(last(ana)).toMatch(/characters, and an answer can have 4,000/);
    expect(read(ana)).not.toContain("Not an answer");
    await wire.later(10_000);
    await ana.writes("y".repeat(4000));
    await wire.later(4_000);
    await ben.answers("Short.");
    await wire.later(4_000);
    const shown = read(ben, "home").replaceAll(/\s/g, "");
    expect(shown).toContain("y".repeat(4000));
    expect(shown).not.toContain("xxx");
  });

  test("with nothing open nothing is kept, and a sticker is no answer", async () => {
    wire = await openWire({ platforms: ["telegram"] });
    const { ana } = await inGroup(wire);
    await ana.writes("Into the blue.");
    expect(last(ana)).toContain(wire.t("nothing-kept.line"));
    ana.person.sticker();
    await wire.calm();
    expect(last(ana)).toBe(wire.t("unsupported"));
  });

  test("an update that comes twice has one effect", async () => {
    const two = await withCard();
    const { ana } = two;
    await ana.answers("Once.");
    const updates = wire.telegram.updates.slice(-2).map((update) => update.update_id);
    const before = read(ana);
    await wire.restart();
    for (const id of updates) wire.telegram.redeliver(id);
    await wire.calm();
    expect(read(ana)).toBe(before);
  });
});

describe("by form", () => {
  test("the form comes with what was sealed, to its author alone; changing it replaces", async () => {
    wire = await openWire({ platforms: ["discord"] });
    const { ana, ben } = await inChannel(wire);
    await ana.taps(wire.t("button.first-card"), "home");
    await ana.answers("First words.");
    await wire.restart();
    const card = ana.home?.last;
    if (!card) throw new Error("no card");
    const prefilled = async (who: typeof ana) =>
      (await who.person.presses(card, wire.t("button.answer")).modal).fields[0]?.prefilled;
    expect(await prefilled(ana)).toBe("First words.");
    expect(await prefilled(ben)).toBeUndefined();
    await ana.taps(wire.t("button.change"));
    await ana.answers("Second words.");
    await ben.answers("Mine.");
    expect(last(ben, "home")).toMatch(/Second words\.[\s\S]*Mine\./);
    expect(last(ben, "home")).not.toContain("First words");
  });

  test("words in the direct chat are offered as an answer, and sealed by a tap", async () => {
    wire = await openWire({ platforms: ["discord"] });
    const { ana, ben } = await inChannel(wire);
    await ana.taps(wire.t("button.first-card"), "home");
    await ana.writes("Typed, not pressed.");
    await wire.restart();
    await ana.taps(wire.t("button.words-seal"));
    expect(read(ana)).toContain(wire.t("sealed.done"));
    await ben.answers("Pressed.");
    expect(last(ben, "home")).toContain("Typed, not pressed.");
  });
});
