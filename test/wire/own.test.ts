/** Rituals, settings, resting, one's own data and leaving, on each platform. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Couple, together } from "./couples.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

const EVENING = "2026-03-11T19:00:00Z";

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

  const weekly = () => wire.t("ritual.checkin.title");
  const cards = () =>
    two.ana.sees("home").filter(({ buttons }) => buttons.some(({ action }) => action.startsWith("answer_"))).length;

  test("a ritual by buttons: added, accepted, moved, rested, woken", async () => {
    const { ana, ben } = two;
    await ana.types("/rituals");
    await ana.taps(wire.t("button.ritual-add", { name: weekly() }));
    await ana.taps(wire.t("every.weekly"));
    await ana.taps(wire.t("weekday.4"));
    await ana.taps("18:00");
    expect(last(ana, "home")).toContain("Ana would like a new ritual");
    await ana.taps(wire.t("button.accept"), "home");
    expect(read(ana)).toContain(wire.t("ritual.partners-tap"));
    await wire.restart();
    await ben.taps(wire.t("button.accept"), "home");
    expect(last(ben, "home")).toMatch(/is on: every Thursday at 18:00/);
    await ben.types("/rituals");
    await ben.taps(wire.t("button.ritual-time", { name: weekly() }));
    await ben.taps(wire.t("every.monthly"));
    await ben.taps("15.");
    await ben.taps("19:00");
    await ana.taps(wire.t("button.accept"), "home");
    expect(last(ben, "home")).toMatch(/every month on the 15th at 19:00/);
    await ana.types("/rituals");
    await ana.taps(wire.t("button.ritual-rest", { name: weekly() }));
    expect(last(ben, "home")).toBe(wire.t("ritual.rests", { name: weekly() }));
    await ana.types("/rituals");
    await ana.taps(wire.t("button.ritual-wake", { name: weekly() }));
    await ben.taps(wire.t("button.not-now"), "home");
    expect(last(ben, "home")).toBe(wire.t("ritual.stays"));
  });

  test("a ritual typed: added, rested, woken, and its card comes", async () => {
    const { ana, ben } = two;
    await ana.types("/rituals add checkin thu 18:30");
    await ben.taps(wire.t("button.accept"), "home");
    await ben.types("/rituals rest heart");
    await wire.until(EVENING);
    expect(cards()).toBe(0);
    await wire.restart();
    await wire.until("2026-03-12T17:30:00Z");
    expect(last(ana, "home")).toContain(weekly());
    await ben.types("/rituals wake heart");
    await ana.taps(wire.t("button.accept"), "home");
    await wire.until("2026-03-12T19:00:00Z");
    expect(last(ana, "home")).toContain(wire.t("ritual.heart.title"));
    await ana.types("/rituals add heart nonsense");
    expect(read(ana)).toContain(wire.t("refused.when.unknown"));
  });

  test("settings by buttons and typed, right again after a restart", async () => {
    const { ana, ben } = two;
    await ana.types("/settings");
    await ana.taps(wire.t("button.quiet"));
    await ana.taps("21:00–07:00");
    expect(last(ana)).toContain("Quiet hours: 21:00–07:00");
    await ana.taps(wire.t("settings.reminders.turn-off"));
    await ana.taps(wire.t("settings.deep.turn-on"));
    await wire.restart();
    expect(last(ana)).toContain(wire.t("settings.reminders.off"));
    expect(last(ana)).toContain(wire.t("settings.deep.on"));
    await ana.taps(wire.t("button.zone-other"));
    await ana.taps(wire.t("region.asia"));
    await ana.taps("Tokyo");
    await ana.types("/settings quiet off");
    expect(last(ana)).toContain(wire.t("settings.quiet", { quiet: wire.t("settings.quiet-off") }));
    expect(last(ana)).toContain("Asia/Tokyo");
    await ana.types("/settings timezone Berlin");
    await ana.types("/settings timezone +3");
    expect(last(ana)).toBe(wire.t("refused.zone.offset"));
    await ben.types("/settings cards each");
    expect(read(ana)).toContain(wire.t("settings.cards.now-each"));
    await ana.types("/settings");
    await ana.taps(wire.t("settings.cards.to-shared"));
    expect(last(ana)).toContain(wire.t("settings.cards.shared"));
  });

  test("“one of us has answered” is told while both want it, and only then", async () => {
    const { ana, ben } = two;
    await ana.types("/settings tell on");
    await wire.until(EVENING);
    await ana.answers("Here.");
    expect(read(ben, "home")).not.toContain("one of you has answered");
    await ana.taps(wire.t("button.take-back"));
    await ben.types("/settings tell on");
    await ana.answers("Here again.");
    expect(last(ben, "home")).toContain("one of you has answered");
  });

  test("a pause of one; what is ready waits until they end it themselves", async () => {
    const { ana, ben } = two;
    await wire.until(EVENING);
    await ana.answers("Mine.");
    await ben.types("/pause 3");
    expect(last(ana)).toBe(wire.t("paused.line"));
    await ben.answers("Ours.");
    expect(read(ana, "home")).not.toContain("Ours.");
    await wire.restart();
    await wire.until("2026-03-12T19:00:00Z");
    expect(cards()).toBe(1);
    await ana.types("/checkin");
    expect(read(ana)).toContain(wire.t("paused.line"));
    await ana.types("/resume");
    expect(read(ana, "home")).not.toContain("Ours.");
    await ben.types("/resume");
    expect(last(ana, "home")).toMatch(/Mine\.[\s\S]*Ours\./);
    expect(last(ana)).toContain(wire.t("resume.partner"));
  });

  test("the export holds one's own words only; privacy and help answer privately", async () => {
    const { ana, ben } = two;
    await wire.until(EVENING);
    await ana.answers("Words of Ana, “quoted” & <plain>.");
    await ben.answers("Words of Ben.");
    const before = read(ben, "home");
    for (const command of ["/privacy", "/help", "/export"]) await ana.types(command, "home");
    await ana.taps(wire.t("button.export-yes"));
    expect(read(ben, "home")).toBe(before);
    expect(read(ana)).toContain(wire.t("privacy.title"));
    const [file] = ana.files();
    const data = JSON.parse(file?.text ?? "{}");
    expect(data.format).toBe("ampersand-export");
    expect(data.answers.map((each: { answer: string }) => each.answer)).toEqual(["Words of Ana, “quoted” & <plain>."]);
    expect(file?.text).not.toContain("Words of Ben");
    expect(ben.files()).toEqual([]);
  });

  test("leaving erases; the partner reads what a pause would say, and both may pair anew", async () => {
    const { ana, ben } = two;
    await wire.until(EVENING);
    await ana.answers("Unread.");
    await ana.types("/forget", "home");
    await ana.taps(wire.t("button.forget-no"));
    await ana.types("/forget");
    await ana.taps(wire.t("button.forget-quiet"));
    expect(read(ana)).toContain(wire.t("forget.done"));
    expect(last(ben)).toBe(wire.t("paused.line"));
    await wire.restart();
    await ben.types("/checkin");
    expect(last(ben)).toBe(wire.t("paused.line"));
    await wire.until("2026-03-12T19:00:00Z");
    expect(read(ben) + read(ben, "home")).not.toContain("Unread.");
    expect(cards()).toBe(1);
    await ana.types("/export");
    expect(read(ana)).toContain(wire.t("forget.nothing"));
    await ben.types("/export");
    await ben.taps(wire.t("button.export-yes"));
    expect(ben.files()).toHaveLength(2);
  });
});
