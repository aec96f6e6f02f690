/** The Support Card, people outside and the question before sealing, on each platform. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Couple, together } from "./couples.ts";
import { last, read, type Somebody } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

const NOT = "A joke @everyone, <b>please</b> & _not_";
const WORDS = "I am afraid of you when you drink";

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

  async function fillsIn(who: Somebody): Promise<void> {
    const { form } = await who.taps(wire.t("button.support-fill"));
    if (platform === "discord") {
      expect(form).toEqual(["This does me good", "This is what I tend to give", "Please not"]);
      await who.submits({ "This does me good": ["Kind words"], "Please not": NOT });
      return;
    }
    await who.taps("Kind words");
    await who.taps(wire.t("button.done"));
    await who.taps(wire.t("button.done"));
    await who.writes(NOT);
  }

  test("a card is filled in, shared line by line, and given when it is too much", async () => {
    const { ana, ben } = two;
    const shared = read(ben, "home");
    const before = read(ben);
    await ana.types("/support", "home");
    await fillsIn(ana);
    expect(last(ana)).toContain("1. Does me good: Kind words");
    expect(last(ana)).toContain(NOT);
    await wire.restart();
    await ana.taps(wire.t("button.support-line", { n: 2 }));
    await ana.taps(wire.t("button.share"));
    expect(read(ben)).toBe(before);
    await ben.types("/support", "home");
    expect(last(ben)).toContain(NOT);
    expect(last(ben)).not.toContain("Kind words");
    await ana.taps(wire.t("button.overwhelmed"));
    await wire.restart();
    await ana.taps(wire.t("button.overwhelmed-send"));
    expect(last(ana)).toContain(wire.t("gate.passed-on"));
    expect(last(ben)).toContain(wire.t("overwhelmed.line", { name: "Ana" }));
    expect(last(ben)).toContain(NOT);
    expect(read(ben, "home")).toBe(shared);
  });

  test("people to talk to: by part of the world and country, with their number", async () => {
    const { ana } = two;
    await ana.types("/privacy");
    await ana.taps(wire.t("button.resources"));
    expect(last(ana)).toContain(wire.t("resources.not-watched"));
    await ana.taps(wire.t("region.europe"));
    await wire.restart();
    await ana.taps("Germany");
    expect(last(ana)).toContain("0800 111 0 111");
    await ana.taps(wire.t("button.resources-away"));
    // Deleted, and nothing stands in its place; and what is not taken away goes by itself, over a restart.
    for (const gone of ["resources.gone", "resources.title"]) expect(last(ana)).not.toContain(wire.t(gone));
    expect(read(ana)).not.toContain("0800 111 0 111");
    await ana.taps(wire.t("button.resources"));
    expect(read(ana)).toContain("0800 111 0 111");
    await wire.restart();
    await wire.later(61 * 60_000);
    expect(read(ana)).not.toContain("0800 111 0 111");
  });

  test("an answer is held until its author says, and the resources go from the screen with the choice", async () => {
    const { ana, ben } = two;
    await ana.types("/settings country DE");
    await ana.taps(wire.t("button.resources-away"));
    await ana.types("/checkin", "home");
    const [home, own] = [read(ben, "home"), read(ben)];
    await ana.answers(WORDS);
    expect(last(ana)).toContain(wire.t("held.line"));
    expect(last(ana)).toContain("0800 111 0 111");
    expect([read(ben, "home"), read(ben)]).toEqual([home, own]);
    await wire.restart();
    await ana.taps(wire.t("button.held-seal"));
    expect(last(ana)).toContain(wire.t("sealed.done"));
    expect(read(ana)).not.toContain("0800 111 0 111");
    expect(wire.lines.join("\n")).not.toMatch(/held|concern|afraid/);
    await ben.answers("Otter.");
    expect(last(ben, "home")).toContain(WORDS);
  });

  test("dates are picked from months and days; the export is a file for programs and a page", async () => {
    const { ana, ben } = two;
    await ana.types("/settings date 05-02 gentle");
    await ana.taps(wire.t("button.date-joyful"));
    await ana.taps("June");
    // Thirty days are more than there is room for in buttons of Discord's: they are a menu there.
    if (platform === "telegram") await ana.taps("21");
    else await ana.types("/settings date 06-21 joyful");
    expect(last(ana)).toMatch(/May 2: gentle\n.*June 21: joyful/);
    await ana.types("/support a <script>cup</script> of tea");
    await ana.types("/settings keep month");
    await ana.types("/export");
    await ana.taps(wire.t("button.export-yes"));
    const [json, page] = ana.files();
    expect(JSON.parse(json?.text ?? "{}")).toMatchObject({
      settings: { keep: "month", dates: [{ date: "05-02", mood: "gentle" }, { date: "06-21" }] },
      writings: [{ kind: "support", text: "a <script>cup</script> of tea" }],
    });
    expect(page?.name).toBe("ampersand-export.html");
    expect(page?.text).toContain("a &lt;script&gt;cup&lt;/script&gt; of tea");
    expect(page?.text).not.toMatch(/<script|https?:/);
    expect(read(ben) + read(ben, "home")).not.toMatch(/gentle|joyful|tea/);
  });
});
