/** `/answer` on Discord: what is open, each card with everything that can be done about it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { inChannel } from "./couples.ts";
import type { OnDiscord } from "./on-discord.ts";
import { last } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
beforeEach(async () => {
  wire = await openWire({ platforms: ["discord"] });
});
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

async function withSeveral() {
  const two = await inChannel(wire);
  await two.ana.taps(wire.t("button.first-card"), "home");
  await two.ana.types("/checkin checkin", "home");
  await two.ana.types("/checkin share", "home");
  return two;
}

const labelsOf = (who: OnDiscord) =>
  who
    .sees()
    .at(-1)
    ?.buttons.map(({ label }) => label) ?? [];

test("several cards: a list of them, by name and date; each opens with Answer and Not today, and no form by itself", async () => {
  const { ana } = await withSeveral();
  const outcome = await ana.types("/answer", "home");
  expect(outcome.form).toBeNull();
  const cards = labelsOf(ana);
  expect(cards).toHaveLength(3);
  expect(new Set(cards).size).toBe(3);
  for (const label of cards) expect(label).toMatch(/· .*\d/);
  for (const label of cards) {
    await ana.types("/answer", "home");
    expect((await ana.taps(label)).form).toBeNull();
    expect(labelsOf(ana)).toEqual(expect.arrayContaining([wire.t("button.answer"), wire.t("button.pass")]));
  }
});

test("Not today, and answering after all, from the list", async () => {
  const { ana } = await withSeveral();
  await ana.types("/answer", "home");
  const [first = ""] = labelsOf(ana);
  await ana.taps(first);
  await ana.taps(wire.t("button.pass"));
  expect(last(ana)).toContain(wire.t("passed.line"));
  await ana.types("/answer", "home");
  await ana.taps(first);
  expect((await ana.taps(wire.t("button.answer"))).form).not.toBeNull();
});

test("what is sealed is shown as sealed: changed, and taken back", async () => {
  const { ana, ben } = await withSeveral();
  await ana.types("/answer", "home");
  const label = labelsOf(ana).find((each) => each.startsWith(wire.t("ritual.heart.title"))) ?? "";
  await ana.taps(label);
  await ana.taps(wire.t("button.answer"));
  await ana.submits({ "0": "The heron." });
  await ana.types("/answer", "home");
  await ana.taps(label);
  expect(labelsOf(ana)).toEqual(expect.arrayContaining([wire.t("button.change"), wire.t("button.take-back")]));
  expect((await ana.taps(wire.t("button.change"))).form).not.toBeNull();
  await ana.submits({ "0": "The stork." });
  await ana.types("/answer", "home");
  await ana.taps(label);
  await ana.taps(wire.t("button.take-back"));
  expect(last(ana)).toContain(wire.t("taken-back.line"));
  expect(JSON.stringify(ben.sees("home"))).not.toMatch(/heron|stork/);
});

test("two cards of one ritual and date are told apart by their questions", async () => {
  const { ana, ben } = await inChannel(wire);
  await ana.taps(wire.t("button.first-card"), "home");
  await ana.types("/jar What makes you laugh?", "home");
  await ana.types("/jar What makes you sing?", "home");
  await ben.types("/checkin jar", "home");
  await wire.later(1_000);
  await ana.types("/answer", "home");
  const cards = labelsOf(ana);
  expect(new Set(cards).size).toBe(cards.length);
});

test("words that nobody can see, by form: nothing is sealed, and the partner's answer stays closed", async () => {
  const { ana, ben } = await inChannel(wire);
  await ana.taps(wire.t("button.first-card"), "home");
  await ben.answers("The otter.");
  for (const blank of ["\u3164", "\u2800", "\u200b"]) {
    await ana.answers(blank);
    expect(last(ana)).toContain(wire.t("refused.answer.empty"));
  }
  expect(JSON.stringify(ana.sees("home"))).not.toContain("otter");
  await ana.answers("The heron.");
  expect(last(ana, "home")).toMatch(/The heron\.[\s\S]*The otter\.|The otter\.[\s\S]*The heron\./);
});
