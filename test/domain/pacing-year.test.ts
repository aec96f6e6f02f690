/** Four hundred days of couples who get a card every day, under every rule at once. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import type { Card } from "../../src/domain/card.ts";
import { type Days, type Drawn, deckOf, live, PLAN } from "./cards.ts";

const DAYS = 400;

/** What a couple's days broke, as readable lines; empty when they kept everything. */
function broken(days: readonly (Drawn | null)[], until = DAYS): string[] {
  const seen = new Map<string, number>();
  const families = new Map<string, number>();
  return days.slice(0, until).flatMap((today, day) => {
    if (today === null) return [`day ${day}: no card`];
    const { card } = today;
    const before = (back: number) => days[day - back]?.card;
    const week = days.slice(Math.max(0, day - 6), day + 1);
    const count = (fits: (card: Card) => boolean) => week.filter((one) => one !== null && fits(one.card)).length;
    const faults = [
      seen.has(card.id) && "the same card",
      day - (families.get(card.cluster) ?? -Infinity) < 120 && "the same family",
      before(1)?.strategy === card.strategy && "yesterday's strategy",
      before(1)?.form === card.form && before(2)?.form === card.form && "the third of its form",
      count(({ depth }) => depth === 2) > 3 && "a fourth depth-2 card in a week",
      count(({ heavy }) => heavy) > 1 && "a second heavy card in a week",
      (card.depth > 1 || card.heavy) && (before(1)?.heavy || before(2)?.heavy) && "not light after a heavy card",
    ];
    seen.set(card.id, day);
    families.set(card.cluster, day);
    return faults.flatMap((fault) => (fault === false || fault === undefined ? [] : [`day ${day}: ${fault}`]));
  });
}

/** The days at which the last fourteen held too few good-news cards, appreciations or playful cards. */
function underserved(days: readonly (Drawn | null)[], until = DAYS): string[] {
  return days.slice(0, until).flatMap((_, day) => {
    if (day < 13) return [];
    const cards = days.slice(day - 13, day + 1).flatMap((one) => one?.card ?? []);
    const count = (fits: (card: Card) => boolean) => cards.filter(fits).length;
    const faults = [
      count(({ marks }) => marks.includes("good-news")) < 1 && "no good news",
      count(({ marks }) => marks.includes("appreciation")) < 2 && "fewer than two appreciations",
      count(({ tone }) => tone === "playful") / 14 < 0.25 && "less than a quarter playful",
    ];
    return faults.flatMap((fault) => (fault === false ? [] : [`day ${day}: ${fault}`]));
  });
}

const couples = Array.from({ length: 6 }, (_, index) => ({
  coupleId: `couple-${index}`,
  deep: index % 2 === 0,
  facts: index % 3 === 0 ? ["apart"] : ["cohabit", "kids"],
}));

describe("with decks of the planned sizes", () => {
  const decks: Readonly<Record<string, readonly Card[]>> = {
    spark: deckOf("spark", 1, 220),
    language: deckOf("language", 2, 120),
    beneath: deckOf("beneath", 4, 120),
    growth: deckOf("growth", 7, 120),
    "open-heart": deckOf("open-heart", 6, 120),
    share: deckOf("share", 5, 100).map((card) => ({ ...card, marks: ["appreciation"], form: "appreciation" })),
  };
  const decksOn: Days["decksOn"] = (day) => (PLAN[day % 7] ?? []).map((name) => decks[name] ?? []);

  it.each(couples)("$coupleId keeps every rule for 400 days, one in five swapped", (traits) => {
    const days = live({ days: DAYS, decksOn, swaps: 0.2, traits: () => traits });
    expect(broken(days)).toEqual([]);
    expect(underserved(days)).toEqual([]);
  });

  it("stays within the depth that reveals have opened", () => {
    const days = live({ days: 60, decksOn, reveals: 1 });
    expect(days.slice(0, 7).every((one) => one?.card.depth === 1)).toBe(true);
    expect(days.slice(0, 21).every((one) => one !== null && one.card.depth <= 2)).toBe(true);
    const never = live({ days: 60, decksOn, reveals: 0 });
    expect(never.every((one) => one?.card.depth === 1)).toBe(true);
  });

  it("draws the same year twice", () => {
    const year = () => live({ days: DAYS, decksOn, swaps: 0.2 }).map((one) => one?.card.id);
    expect(year()).toEqual(year());
  });

  it("mostly keeps to the day's deck", () => {
    const days = live({ days: DAYS, decksOn, swaps: 0.2 });
    const away = days.filter((one, day) => one?.card.deck !== PLAN[day % 7]?.[0]);
    expect(away.length).toBeLessThan(DAYS / 20);
  });

  it("sees what the rules would not: the check itself is checked", () => {
    const one = decksOn(0)[0]?.[0];
    const same = Array.from({ length: 20 }, (_, day) => (one ? { card: one, day } : null));
    expect(broken(same).length).toBeGreaterThan(40);
    expect(underserved(same)).not.toEqual([]);
    expect(broken([null])).toEqual(["day 0: no card"]);
  });

  it("gives a card every day although decks are far too small", () => {
    const few = Object.fromEntries(Object.entries(decks).map(([name, cards]) => [name, cards.slice(0, 8)]));
    const days = live({ days: DAYS, decksOn: (day) => (PLAN[day % 7] ?? []).map((name) => few[name] ?? []) });
    expect(days.filter((one) => one === null)).toEqual([]);
    expect(broken(days).filter((fault) => /depth-2|heavy/.test(fault))).toEqual([]);
  });
});

describe("with the decks of data/, in English", () => {
  const content = loadContent(join(import.meta.dirname, "../../data"));
  const plan = content.ritualKind("heart")?.plan ?? {};
  const namesOn = (day: number) => plan[String((day % 7) + 1)] ?? plan["*"] ?? [];
  const decksOn: Days["decksOn"] = (day) => namesOn(day).map((name) => content.deck(name, "en")?.cards ?? []);
  const all = new Set([0, 1, 2, 3, 4, 5, 6].flatMap((day) => decksOn(day).flatMap((deck) => deck.map(({ id }) => id))));

  it.each(couples)("$coupleId gets a card every day and never one too deep or too heavy", (traits) => {
    const days = live({ days: DAYS, decksOn, swaps: 0.2, traits: () => traits });
    expect(broken(days).filter((fault) => /no card|depth-2|heavy/.test(fault))).toEqual([]);
  });

  it.each(couples)("$coupleId sees nothing twice before most of the decks were seen", (traits) => {
    const days = live({ days: DAYS, decksOn, swaps: 0.2, traits: () => traits });
    const fresh = Math.min(DAYS, Math.floor(all.size * 0.5));
    expect(fresh).toBeGreaterThan(100);
    expect(broken(days, fresh)).toEqual([]);
    expect(underserved(days, fresh)).toEqual([]);
  });
});
