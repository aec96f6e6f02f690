/** A couple's whole day, on each platform and across them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { apart, type Couple, type Platform, together } from "./couples.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

const STORIES = ["telegram", "discord", "telegram and discord", "discord and telegram"] as const;
const EVENING = "2026-03-11T19:00:00Z";
const MARKER = "Zitronenfalter";

describe.each(STORIES)("%s", (story) => {
  let wire: Wire;
  let two: Couple;
  /** Where the couple reads its cards. */
  let where: "home" | "private";
  beforeEach(async () => {
    wire = await openWire();
    const [first, second] = story.split(" and ") as [Platform, Platform | undefined];
    two = second ? await apart(wire, first, second) : await together(wire, first);
    where = second ? "private" : "home";
  });
  afterEach(async () => {
    expect(await wire.end()).toEqual([]);
    // Nothing of an answer is in a log line.
    expect(wire.lines.join("\n")).not.toContain(MARKER);
  });

  const reveals = (who: Couple["ana"]) => who.sees(where).filter(({ text }) => /You have both answered\./.test(text));
  const sealedLine = () => wire.t("sealed.done");

  test("the card comes at its time, two answers, one reveal, a response", async () => {
    const { ana, ben } = two;
    await wire.until("2026-03-11T18:59:00Z");
    expect(read(ana, where)).not.toMatch(/heart today/);
    await wire.until(EVENING);
    expect(read(ana, where)).toMatch(/on your heart today/);
    await wire.later(60_000);
    expect(ana.sees(where).filter(({ text }) => /on your heart today/.test(text))).toHaveLength(1);
    const before = read(ben) + read(ben, "home");
    await ana.answers(`The lake, still. ${MARKER}`);
    expect(read(ana)).toContain(sealedLine());
    // Rule 1: nothing at all reaches the partner.
    expect(read(ben) + read(ben, "home")).toBe(before);
    await wire.restart();
    await ben.answers(`<b>Tired</b> & *glad* @everyone ${MARKER}`);
    for (const who of [ana, ben]) {
      expect(reveals(who)).toHaveLength(1);
      expect(reveals(who)[0]?.text).toContain(`The lake, still. ${MARKER}`);
      expect(reveals(who)[0]?.text).toContain(`<b>Tired</b> & *glad* @everyone ${MARKER}`);
    }
    await ben.taps(wire.t("response.same"), where);
    for (const who of [ana, ben]) expect(reveals(who)[0]?.text).toContain("Ben: Me too");
    await ana.taps(wire.t("response.hug"), where);
    await ana.taps(wire.t("response.hear"), where);
    for (const who of [ana, ben]) expect(reveals(who)[0]?.text).toContain("Ana: I hear you");
    expect(reveals(ana)).toHaveLength(1);
  });

  test("an answer is taken back and given anew; the partner sees none of it", async () => {
    const { ana, ben } = two;
    await wire.until(EVENING);
    const before = read(ben) + read(ben, "home");
    await ana.answers(`first ${MARKER}`);
    await ana.taps(wire.t("button.take-back"));
    expect(read(ana)).toContain(wire.t("taken-back.line"));
    expect(read(ben) + read(ben, "home")).toBe(before);
    await wire.restart();
    await ana.answers("second");
    await ben.answers("other");
    expect(reveals(ben)).toHaveLength(1);
    expect(reveals(ben)[0]?.text).toContain("second");
    expect(reveals(ben)[0]?.text).not.toContain("first");
  });

  test("a pass looks like not having come, and the next day's card is another round", async () => {
    const { ana, ben } = two;
    await wire.until(EVENING);
    // In a shared place the pass is on what opens privately.
    if (where === "home" && ana.platform === "telegram") await ana.taps(wire.t("button.answer"), "home");
    if (where === "home" && ana.platform === "discord") await ana.types("/checkin");
    const before = read(ben) + read(ben, "home");
    await ana.taps(wire.t("button.pass"));
    expect(read(ana)).toContain(wire.t("passed.line"));
    expect(read(ben) + read(ben, "home")).toBe(before);
    await ben.answers("I came alone.");
    expect(reveals(ben)).toHaveLength(0);
    await wire.until("2026-03-12T19:00:00Z");
    const cards = ben.sees(where).filter(({ buttons }) => buttons.some(({ action }) => action.startsWith("answer_")));
    expect(where === "home" ? cards.length : 2).toBe(2);
    await wire.until("2026-03-13T19:00:00Z");
    expect(read(ben)).toContain("was not shown to anybody");
    expect(read(ana)).not.toContain("was not shown to anybody");
    expect(read(ana, where)).not.toContain("I came alone");
  });

  test("one half is taken back after the reveal: it is blank for both, also after a restart", async () => {
    const { ana, ben } = two;
    await wire.until(EVENING);
    await ana.answers("Mine stays.");
    await ben.answers(`Mine goes. ${MARKER}`);
    await wire.restart();
    await ben.taps(wire.t("button.half"), where);
    await ben.taps(wire.t("button.half-yes"));
    for (const who of [ana, ben]) {
      expect(reveals(who)).toHaveLength(1);
      expect(reveals(who)[0]?.text).toContain("Mine stays.");
      expect(reveals(who)[0]?.text).toContain("Ben has taken this half back.");
      expect(reveals(who)[0]?.text).not.toContain("Mine goes.");
    }
  });

  test("a reception flag stands over the answer", async () => {
    const { ana, ben } = two;
    await wire.until(EVENING);
    await ana.answers("A hard day.");
    await ana.taps(wire.t("flag.listen"));
    expect(last(ana)).toContain(sealedLine());
    await ben.answers("Mine too.");
    expect(reveals(ben)[0]?.text).toMatch(/Ana would like you to just listen\.[\s\S]*A hard day\./);
  });

  test("the reminder comes once, and only to who has not sealed", async () => {
    const { ana, ben } = two;
    await wire.until(EVENING);
    await ana.answers("Before the night.");
    const count = (who: Couple["ana"]) =>
      who.sees().filter(({ text }) => text.includes(wire.t("reminder.line"))).length;
    await wire.until("2026-03-12T13:05:00Z");
    expect(count(ana)).toBe(0);
    expect(count(ben)).toBe(1);
    await wire.restart();
    await wire.until("2026-03-12T14:00:00Z");
    expect(count(ben)).toBe(1);
    await ben.answers("In the afternoon.");
    expect(reveals(ana)).toHaveLength(1);
  });

  test("an answer of the night is revealed in the morning", async () => {
    const { ana, ben } = two;
    await wire.until(EVENING);
    await ana.answers("In the evening.");
    await wire.until("2026-03-11T23:00:00Z");
    const before = read(ana) + read(ana, "home");
    await ben.answers("At midnight.");
    expect(read(ben)).toContain(sealedLine());
    expect(read(ana) + read(ana, "home")).toBe(before);
    await wire.restart();
    await wire.until("2026-03-12T06:29:00Z");
    expect(reveals(ana)).toHaveLength(0);
    await wire.until("2026-03-12T06:31:00Z");
    for (const who of [ana, ben]) expect(reveals(who)).toHaveLength(1);
  });

  test("what was left over: kept, sent as a letter, deleted", async () => {
    const { ana, ben } = two;
    await wire.until(EVENING);
    await ana.answers("One.");
    await wire.until("2026-03-13T19:00:00Z");
    await ana.taps(wire.t("button.left-keep"));
    expect(last(ana)).toBe(wire.t("leftover.keep"));
    await ana.answers("Two.");
    await wire.until("2026-03-15T19:00:00Z");
    await wire.restart();
    await ana.taps(wire.t("button.left-letter"));
    expect(read(ana)).toContain(wire.t("leftover.letter"));
    await wire.until("2026-03-15T19:11:00Z");
    expect(read(ben)).toMatch(/A letter for you[\s\S]*Two\./);
    await ana.answers("Three.");
    await wire.until("2026-03-17T19:00:00Z");
    const asked = last(ana);
    await ana.taps(wire.t("button.left-delete"));
    // Gone, and no line stands in its place.
    expect(read(ana)).not.toContain(asked);
    expect(read(ana)).not.toContain(wire.t("leftover.delete"));
    expect(read(ben) + read(ben, "home")).not.toMatch(/One\.|Three\./);
  });
});
