/** The decks as they are: they load, read clean, and are enough for the weeks they are meant for. */
import { describe, expect, it } from "vitest";
import { lintContent } from "../../src/content/lint.ts";
import { loadWordRules } from "../../src/content/lint-words.ts";
import { loadContent } from "../../src/content/load.ts";
import type { Card } from "../../src/domain/card.ts";
import { DATA } from "./sample.ts";

const content = loadContent(DATA);
const cards = content.decks.filter(({ language }) => language === "en").flatMap((deck) => deck.cards);
const inDeck = (id: string) => content.deck(id, "en")?.cards ?? [];

/** Every deck that the daily card draws from. */
const daily = [...new Set(Object.values(content.ritualKind("heart")?.plan ?? {}).flat())];

describe("all decks", () => {
  it("read clean", () => {
    expect(lintContent(content, loadWordRules(DATA))).toEqual([]);
  });

  it.each([
    ["spark", 46],
    ["language", 27],
    ["beneath", 27],
    ["growth", 27],
    ["open-heart", 27],
    ["share", 20],
    ["wounds", 12],
    ["fourth", 30],
  ])("%s has at least %i cards", (id, least) => {
    expect(inDeck(id).length).toBeGreaterThanOrEqual(least);
  });

  it.each([
    [1, 50],
    [2, 27],
    [3, 12],
    [4, 27],
    [5, 35],
    [6, 27],
    [7, 27],
  ])("strategy %i has at least %i cards", (strategy, least) => {
    expect(cards.filter((card) => card.strategy === strategy).length).toBeGreaterThanOrEqual(least);
  });

  it("are mostly light, with something at every depth", () => {
    const at = (depth: number) => cards.filter((card) => card.depth === depth).length;
    expect(cards.length).toBeGreaterThanOrEqual(190);
    expect(at(1)).toBeGreaterThanOrEqual(120);
    expect(at(2)).toBeGreaterThanOrEqual(50);
    expect(at(3)).toBeGreaterThanOrEqual(15);
    expect(at(1)).toBeGreaterThan(at(2));
    expect(at(2)).toBeGreaterThan(at(3));
  });

  it("vary their form", () => {
    const forms = new Set(daily.flatMap(inDeck).map(({ form }) => form));
    expect([...forms].sort()).toEqual(["appreciation", "choice", "guess", "open", "scale", "template"]);
  });
});

describe("the daily card", () => {
  const pool = daily.flatMap(inDeck);
  const light = (card: Card) => card.depth === 1 && card.needs.length === 0;

  it("begins with the question of the first day", () => {
    const first = content.card(content.ritualKind("heart")?.first?.[0] ?? "", "en");
    expect(first?.text).toBe("What's on your heart today?");
    expect(first?.depth).toBe(1);
  });

  it("has, in every deck of the plan, light cards enough for the first weeks of any couple", () => {
    const short = daily.filter((deck) => inDeck(deck).filter(light).length < 15);
    expect(short).toEqual([]);
  });

  it("finds a card of another strategy than yesterday's on every weekday", () => {
    const plan = content.ritualKind("heart")?.plan ?? {};
    for (let day = 1; day <= 7; day += 1) {
      const strategies = (one: number) =>
        new Set((plan[String(one)] ?? []).flatMap(inDeck).map((card) => card.strategy));
      const today = strategies(day);
      for (const yesterday of strategies(((day + 5) % 7) + 1))
        expect([...today].some((strategy) => strategy !== yesterday)).toBe(true);
    }
  });

  it("carries good news once and appreciation twice a fortnight until all cards have been seen", () => {
    const fortnights = pool.length / 14;
    const marked = (mark: "good-news" | "appreciation") => pool.filter(({ marks }) => marks.includes(mark)).length;
    expect(marked("good-news")).toBeGreaterThanOrEqual(Math.floor(fortnights));
    expect(marked("appreciation")).toBeGreaterThanOrEqual(Math.floor(fortnights) * 2);
  });

  it("is playful a quarter of the time", () => {
    expect(pool.filter(({ tone }) => tone === "playful").length).toBeGreaterThanOrEqual(pool.length / 4);
  });

  it("leaves old wounds alone", () => {
    expect(pool.filter(({ strategy }) => strategy === 3)).toEqual([]);
  });
});

describe("old wounds", () => {
  it("are heavy, every one", () => {
    expect(inDeck("wounds").filter(({ heavy }) => !heavy)).toEqual([]);
  });
});

describe("the weekly check-in", () => {
  const card = content.card("checkin-weekly", "en");

  it("asks for the weather, what connected, and what felt off", () => {
    const required = card?.fields.filter(({ optional }) => !optional).map(({ id }) => id);
    expect(required).toEqual(["weather", "connected", "off"]);
  });

  it("takes “Nothing this week” for a full answer", () => {
    expect(card?.fields.find(({ id }) => id === "off")).toMatchObject({ kind: "text", ready: "Nothing this week" });
  });

  it("appends a fourth question that is one text field", () => {
    expect(content.ritualKind("checkin")?.append).toBe("fourth");
    expect(inDeck("fourth").every(({ fields }) => fields.length === 1 && fields[0]?.kind === "text")).toBe(true);
  });
});
