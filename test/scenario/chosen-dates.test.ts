/** Chosen dates: on them cards are light for both, and the other one learns nothing of why. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import type { Card } from "../../src/domain/card.ts";
import { seededRandom } from "../model/seeded.ts";
import { couple } from "./actor.ts";
import { actionOf, answers, fillIn } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const content = loadContent("data");

describe("dates · the list", () => {
  test("is kept by buttons: added, remarked, removed", async () => {
    const { ana, ben } = await couple(stage);
    ben.looks();
    await ana.types("/settings");
    await ana.taps("Dates");
    ana.sees(/nobody is told why a card is light/);
    await ana.taps("Add a gentle date");
    await ana.taps("June");
    await ana.taps("21");
    ana.sees(/June 21: gentle/);
    await ana.taps("Add a joyful date");
    await ana.taps("February");
    await ana.taps("29");
    ana.sees(/February 29: joyful\nJune 21: gentle/);
    await ana.types("/settings date 06-21 joyful");
    ana.sees(/June 21: joyful/);
    await ana.taps("Remove June 21");
    expect(ana.last()).not.toMatch(/June 21/);
    await ana.types("/settings date off 02-29");
    expect(ana.last()).not.toMatch(/February/);
    ben.seesNothing();
  });

  test("has twelve, and takes no day that there is not", async () => {
    const { ana } = await couple(stage);
    for (let month = 1; month <= 12; month++)
      await ana.types(`/settings date ${String(month).padStart(2, "0")}-10 joyful`);
    ana.sees(/December 10: joyful/);
    expect(ana.last()).not.toMatch(/Add a joyful date/);
    await ana.types("/settings date 05-05 gentle");
    ana.sees(/There is room for 12 dates/);
    await ana.types("/settings date 05-10 gentle");
    ana.sees(/May 10: gentle/);
    for (const words of ["02-30 joyful", "june gentle", "13-01 gentle", "05-10 sad"]) {
      await ana.types(`/settings date ${words}`);
      ana.sees(/I didn’t understand that/);
    }
    await ana.does("dateset_gentle_02-30");
    ana.sees(/had its day/);
  });

  test("is nobody else's", async () => {
    const { ana, ben } = await couple(stage);
    await ana.types("/settings date 06-21 gentle");
    const remove = actionOf(ana, "Remove June 21");
    await ben.does(remove);
    await ben.types("/settings dates");
    expect(ben.last()).not.toMatch(/June/);
    await ana.types("/settings dates");
    ana.sees(/June 21: gentle/);
    const cleo = stage.person("Cleo");
    await cleo.does(remove);
    cleo.sees(/isn’t something I can open for you/);
  });
});

const MARCH = ["19", "20", "21", "22", "23", "24", "25", "26"];

/** The daily cards of two weeks in which both answer every day; `marks`: typed by Ana before. */
async function twoWeeks(marks: readonly string[]): Promise<{ cards: readonly Card[]; ben: string; raw: string }> {
  const lived = await openStage({ random: seededRandom("days") });
  const { ana, ben, home } = await couple(lived);
  for (const words of marks) await ana.types(`/settings date ${words}`);
  for (let day = 0; day < 16; day++) {
    await lived.later(day === 0 ? 9 * 3_600_000 : 24 * 3_600_000);
    for (const one of [ana, ben]) {
      await one.taps("Answer", home);
      await fillIn(one, "words");
    }
  }
  const cards = await lived.store.transaction(async (tx) => {
    const me = await tx.people.byAccount("stage", ana.account.userId);
    const known = me && (await tx.couples.ofPerson(me.id));
    const past = known ? await tx.rounds.history(known.id) : [];
    const marked = past.filter(({ kind, date }) => kind === "heart" && MARCH.includes(date.slice(-2)));
    return marked.flatMap(({ cards: ids }) => ids.flatMap((id) => content.card(id, "en") ?? []));
  });
  const raw = JSON.stringify(lived.store.internals.database.prepare("select * from people").all());
  const seen = ben.transcript() + ben.transcript(home);
  await lived.end();
  return { cards, ben: seen, raw };
}

describe("dates · the cards", () => {
  test("are light on gentle days, and nothing says so to the other one", { timeout: 60_000 }, async () => {
    const gentle = await twoWeeks(MARCH.map((day) => `03-${day} gentle`));
    const usual = await twoWeeks([]);
    expect(usual.cards.length).toBe(MARCH.length);
    expect(usual.cards.some(({ depth }) => depth > 1)).toBe(true);
    expect(gentle.cards.length).toBe(MARCH.length);
    expect(gentle.cards.filter(({ depth, heavy }) => depth > 1 || heavy)).toEqual([]);
    // Every line that is not a card's own words is one that comes without the mark too.
    const said = new Set(gentle.cards.flatMap(wordsOf));
    const known = new Set(usual.ben.split("\n"));
    expect(
      gentle.ben.split("\n").filter((line) => !known.has(line) && ![...said].some((s) => line.includes(s))),
    ).toEqual([]);
    expect(gentle.raw).not.toMatch(/03-1|03-2|gentle/);
  });
});

function wordsOf(card: Card): string[] {
  const fields = card.fields.flatMap((field) => [
    field.label,
    ...("options" in field ? field.options.map(({ label }) => label) : []),
    ...("low" in field ? [field.low, field.high] : []),
    ...("ready" in field ? [field.ready] : []),
  ]);
  return [card.text, card.hint, ...card.starters, ...fields].filter((words) => words !== undefined);
}

test("dates · a gentle mark of one is stronger than a joyful one of the other", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/settings date 03-12 joyful");
  await ben.types("/settings date 03-12 gentle");
  await ana.types("/checkin", home);
  await answers(ana, "one");
  await answers(ben, "two");
  await stage.until("2026-03-12T19:30:00Z");
  const card = await stage.store.transaction(async (tx) => {
    const me = await tx.people.byAccount("stage", ana.account.userId);
    const known = me && (await tx.couples.ofPerson(me.id));
    const [last] = known ? await tx.rounds.history(known.id) : [];
    return content.card(last?.cards[0] ?? "", "en");
  });
  expect(card).toMatchObject({ depth: 1, heavy: false });
  expect(["warm", "thoughtful"]).toContain(card?.tone);
});
