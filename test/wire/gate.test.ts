/** Pauses and the gate, on each platform. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Couple, together } from "./couples.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

const MINUTE = 60_000;

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

  test("a pause is its maker's, over a restart, and both read the same", async () => {
    const { ana, ben } = two;
    await ben.types("/pause");
    expect(last(ana)).toBe(wire.t("paused.line"));
    for (const command of ["/pause 1", "/resume"]) await ana.types(command);
    await wire.restart();
    await wire.later(2 * 24 * 60 * MINUTE);
    await ana.types("/checkin");
    expect(last(ana)).toBe(wire.t("paused.line"));
    await ben.types("/resume");
    expect(last(ana)).toBe(wire.t("resume.partner"));
  });

  test("“I am overwhelmed” waits for the other's pause and night, and its author reads one line", async () => {
    const { ana, ben } = two;
    const sends = async () => {
      await ana.types("/support");
      await ana.taps(wire.t("button.overwhelmed"));
      await ana.taps(wire.t("button.overwhelmed-send"));
      return last(ana);
    };
    await ben.types("/pause");
    const words = wire.t("overwhelmed.words");
    for (let n = 0; n < 3; n++) expect(await sends()).toBe(wire.t("gate.passed-on"));
    expect(await sends()).toBe(wire.t("gate.enough.overwhelmed"));
    await wire.restart();
    expect(read(ben)).not.toContain(words);
    await ben.types("/resume");
    expect(read(ben).split(words)).toHaveLength(2);
  });

  test("a letter is withdrawn within ten minutes without a trace, and on its way afterwards", async () => {
    const { ana, ben } = two;
    const writes = async (words: string) => {
      await ana.types("/letter");
      if (platform === "discord") {
        await ana.taps(wire.t("button.answer"));
        await ana.submits({ "Your letter": words });
      } else await ana.writes(words);
      await ana.taps(wire.t("button.letter-now"));
      expect(last(ana)).toContain(wire.t("gate.passed-on"));
    };
    await writes("About the heron");
    await ana.taps(wire.t("button.letter-del"));
    await ana.taps(wire.t("button.letter-delyes"));
    await wire.later(20 * MINUTE);
    expect(read(ben)).not.toContain("heron");
    await writes("About the otter");
    await wire.restart();
    await wire.later(10 * MINUTE);
    expect(last(ben)).toContain("About the otter");
    await ana.taps(wire.t("button.letter-del"));
    expect(last(ana)).toBe(wire.t("letter.sent-already"));
  });
});
