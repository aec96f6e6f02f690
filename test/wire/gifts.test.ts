/** Letters and the jar, as each platform takes one's own words: by message, or by form. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Couple, together } from "./couples.ts";
import { last, read, type Somebody } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

const QUESTION = "Which <b>bird</b> would you be, @everyone & _why_?";
const LETTER = "About the heron, **and** <i>the winter</i>.";

describe.each(["telegram", "discord"] as const)("%s", (platform) => {
  let wire: Wire;
  let two: Couple;
  beforeEach(async () => {
    wire = await openWire({ platforms: [platform] });
    two = await together(wire, platform);
  });
  afterEach(async () => {
    expect(await wire.end()).toEqual([]);
  });

  /** Where there are forms the tap has opened one; else the next message is meant. */
  async function gives(who: Somebody, label: string, words: string): Promise<void> {
    if (platform === "discord") await who.submits({ [label]: words });
    else await who.writes(words);
  }

  test("a question is put in unseen, drawn for both, swapped and answered", async () => {
    const { ana, ben } = two;
    const shared = read(ben, "home");
    for (const question of [QUESTION, "Where to?"]) {
      await ana.types("/jar", "home");
      await ana.taps(wire.t("button.jar-put"));
      await wire.restart();
      await gives(ana, wire.t("jar.form-question"), question);
      expect(last(ana)).toContain(wire.t("jar.in"));
    }
    expect(read(ben, "home")).toBe(shared);
    await ben.types("/jar", "home");
    expect(last(ben)).toContain(wire.t("jar.own", { count: 0 }));
    await ben.taps(wire.t("button.jar-draw"));
    await ana.taps(wire.t("button.jar-swap"), "home");
    expect(read(ben, "home")).toContain(wire.t("jar.back"));
    await ana.answers("The first.");
    await ben.answers("The second.");
    expect(last(ben, "home")).toMatch(/The first\.[\s\S]*The second\./);
    await ben.types("/checkin jar", "home");
    expect(read(ben, "home")).toContain(QUESTION);
    expect(read(ben, "home")).toContain("Where to?");
  });

  test("a letter is written privately, dated in words, and arrives once", async () => {
    const { ana, ben } = two;
    await ana.types("/letter", "home");
    const shared = read(ben, "home");
    if (platform === "discord") await ana.taps(wire.t("button.answer"));
    await gives(ana, "Your letter", LETTER);
    expect(last(ana)).toContain(wire.t("letter.when"));
    await ana.taps(wire.t("button.letter-date"));
    await wire.restart();
    await gives(ana, wire.t("letter.form-day"), "20 March");
    expect(last(ana)).toContain("arrives Friday, March 20, 09:00");
    await ana.types("/letter", "home");
    await ana.taps(/arrives Friday/);
    expect(last(ana)).toContain(LETTER);
    expect(read(ben) + read(ben, "home")).not.toContain("heron");
    expect(read(ben, "home")).toBe(shared);
    await wire.until("2026-03-20T08:00:00Z");
    await wire.restart();
    expect(read(ben).split(LETTER)).toHaveLength(2);
    expect(read(ben, "home")).not.toContain("heron");
  });
});
