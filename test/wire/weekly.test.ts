/** A card of several fields: one by one on Telegram, one form on Discord. */
import { afterEach, expect, test } from "vitest";
import { apart, inChannel, inGroup } from "./couples.ts";
import { last, read, type Somebody } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

/** Taps a choice, skips the line, writes, takes the ready answer, writes; restarting in between. */
async function steps(who: Somebody): Promise<void> {
  await who.taps("Foggy");
  await wire.restart();
  await who.taps(wire.t("button.skip"));
  await who.writes("The tea on Tuesday.");
  await wire.restart();
  expect(last(who)).toContain("4 of 5");
  await who.taps("Nothing this week");
  expect(read(who)).not.toContain(wire.t("sealed.done"));
  await who.writes("The long weekend.");
  expect(last(who)).toContain(wire.t("sealed.done"));
}

const OTHER = ["Clear", "Quiet.", "Your call from the train.", "The dishes.", "More sleep."] as const;

async function form(who: Somebody, labels: readonly string[] | null): Promise<void> {
  expect(labels).toHaveLength(5);
  await who.submits(Object.fromEntries((labels ?? []).map((label, i) => [label, OTHER[i] ?? ""])));
  expect(read(who)).toContain(wire.t("sealed.done"));
}

test("telegram: field by field, resumable after a restart", async () => {
  wire = await openWire({ platforms: ["telegram"] });
  const { ana, ben } = await inGroup(wire);
  await ana.types("/checkin checkin", "home");
  for (const who of [ana, ben]) {
    await who.taps(wire.t("button.answer"), "home");
    await steps(who);
  }
  const shown = last(ben, "home");
  for (const words of ["Foggy", "The tea on Tuesday.", "Nothing this week", "The long weekend."]) {
    expect(shown.split(words)).toHaveLength(3);
  }
});

test("discord: one form", async () => {
  wire = await openWire({ platforms: ["discord"] });
  const { ana, ben } = await inChannel(wire);
  await ana.types("/checkin checkin", "home");
  for (const who of [ana, ben]) {
    await form(who, (await who.taps(wire.t("button.answer"), "home")).form);
    await wire.restart();
  }
  for (const words of OTHER) expect(last(ben, "home").split(words)).toHaveLength(3);
});

test("across platforms: one by form, one step by step, both see both", async () => {
  wire = await openWire();
  const { ana, ben } = await apart(wire, "telegram", "discord");
  await ana.types("/checkin checkin");
  await steps(ana);
  await form(ben, (await ben.taps(wire.t("button.answer"))).form);
  for (const who of [ana, ben]) {
    const shown = read(who);
    for (const words of [...OTHER, "Foggy", "The tea on Tuesday.", "The long weekend."]) expect(shown).toContain(words);
  }
});

test("a beginning that was not finished is forgotten after a day", async () => {
  wire = await openWire({ platforms: ["telegram"] });
  const { ana } = await inGroup(wire);
  await ana.types("/checkin checkin", "home");
  await ana.taps(wire.t("button.answer"), "home");
  await ana.taps("Foggy");
  await wire.later(25 * 3_600_000);
  await ana.types("/answer");
  await ana.taps(/Weekly check-in/);
  expect(last(ana)).toContain("1 of 5");
});
