/** The loader fills in what a file leaves out, and names file, card and field of what is wrong. */
import { describe, expect, it } from "vitest";
import { ContentError } from "../../src/content/error.ts";
import { loadContent } from "../../src/content/load.ts";
import { folderOf, SOUND } from "./sample.ts";

const SPARK = "decks/en/spark.yaml";
const load = (changes: Record<string, string> = {}) => loadContent(folderOf({ ...SOUND, ...changes }));

/** A deck of one card, with these lines in it. */
function spark(lines: string): Record<string, string> {
  const head = "deck: spark\ntitle: Spark\nstrategy: 1\ncards:\n  - id: spark-two\n    theme: week\n";
  return { [SPARK]: head + lines.replace(/^/gm, "    ") };
}

function problems(changes: Record<string, string>): readonly string[] {
  try {
    load(changes);
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  }
  return [];
}

describe("what a card leaves out", () => {
  it("is filled in", () => {
    expect(load().card("spark-one", "en")).toEqual({
      id: "spark-one",
      rev: 1,
      deck: "spark",
      strategy: 1,
      theme: "week",
      depth: 1,
      disclosure: "both",
      fields: [{ kind: "text", id: "answer", label: "Your answer", optional: false }],
      tone: "warm",
      text: "Which teapot would you be?",
      starters: ["A round one", "The chipped", "Mine"],
      ld: "ok",
      needs: [],
      adult: false,
      heavy: false,
      timeOk: ["morning", "day", "evening"],
      cluster: "spark-one",
      form: "open",
      marks: [],
      mustNotImply: [],
      step: { part: 1, rest: { minutes: 0 }, silent: false, lasts: [], turns: false },
      listening: 0,
      effects: {},
      keeps: true,
    });
  });

  it("heavy follows from depth and strategy, and does not open a day", () => {
    const deep = load(spark("text: What?\ndepth: 3")).card("spark-two", "en");
    expect(deep).toMatchObject({ heavy: true, timeOk: ["day", "evening"] });
    const elsewhere = { "rituals/heart.yaml": 'id: heart\nusual: daily 20:00\ndraw: paced\nplan: { "*": [extra] }' };
    const wound = load({ ...spark("text: What?\nstrategy: 3"), ...elsewhere }).card("spark-two", "en");
    expect(wound).toMatchObject({ heavy: true, depth: 1 });
  });

  it("an appreciation is marked as one", () => {
    expect(load(spark("text: What?\nform: appreciation")).card("spark-two", "en")?.marks).toEqual(["appreciation"]);
  });

  it("another text for those apart makes the card an adapted one", () => {
    const card = load(spark("text: What?\nld_text: And from afar?")).card("spark-two", "en");
    expect(card).toMatchObject({ ld: "adapt", ldText: "And from afar?" });
  });

  it("a deck may word its ready-made fields otherwise", () => {
    expect(load().card("extra-one", "en")?.fields[0]?.label).toBe("This week's question");
  });
});

describe("fields", () => {
  const fields = (lines: string) => load(spark(`text: What?\n${lines}`)).card("spark-two", "en")?.fields;
  const line = { kind: "text", id: "line", label: "A line", optional: true };

  it("options make a choice and a line", () => {
    const options = [
      { id: "a", label: "One" },
      { id: "b", label: "Two" },
    ];
    expect(fields("options: { a: One, b: Two }")).toEqual([
      { kind: "choice", id: "pick", label: "Pick one", optional: false, options },
      line,
    ]);
    expect(fields("several: true\noptions: { a: One, b: Two }")).toMatchObject([
      { kind: "choices", label: "Pick any", options },
      line,
    ]);
  });

  it("a scale makes a mark and a line", () => {
    expect(fields("scale: { from: 1, to: 5, low: Slow, high: Fast }")).toEqual([
      { kind: "scale", id: "mark", label: "Your mark", optional: false, from: 1, to: 5, low: "Slow", high: "Fast" },
      line,
    ]);
  });

  it("parts are text fields, all to be filled", () => {
    expect(fields("parts: { guess: My guess, mine: Mine }")).toEqual([
      { kind: "text", id: "guess", label: "My guess", optional: false },
      { kind: "text", id: "mine", label: "Mine", optional: false },
    ]);
  });

  it("can be spelled out", () => {
    expect(fields("fields: [{ kind: text, id: a, label: A, ready: Nothing, optional: true }]")).toEqual([
      { kind: "text", id: "a", label: "A", ready: "Nothing", optional: true },
    ]);
  });
});

describe("what is wrong is named with file, card and field", () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ["an unknown key", spark("text: What?\nstarter: [a]"), /^decks\/en\/spark\.yaml: spark-two: .*"starter"/],
    ["a wrong depth", spark("text: What?\ndepth: 4"), /^decks\/en\/spark\.yaml: spark-two: depth: /],
    ["no text", spark("tone: warm"), /^decks\/en\/spark\.yaml: spark-two: text: /],
    ["a label too long", spark(`text: W?\nparts: { a: ${"a".repeat(46)} }`), /spark-two: parts\.a: .*45/],
    ["a bad option id", spark("text: W?\noptions: { A b: One, c: Two }"), /spark-two: options\.A b: /],
    ["one option", spark("text: W?\noptions: { a: One }"), /spark-two: options: give at least two options/],
    ["a scale without a span", spark("text: W?\nscale: { from: 5, to: 5 }"), /spark-two: scale: .*above/],
    ["two kinds of answer", spark("text: W?\nfields: []\nscale: { from: 1, to: 5 }"), /spark-two: write at most one/],
    ["adapted to nothing", spark("text: W?\nld: adapt"), /spark-two: `ld: adapt` needs `ld_text`/],
    ["an unknown need", spark("text: W?\nneeds: [yacht]"), /spark-two: needs\.0: /],
    ["broken YAML", { [SPARK]: "deck: [spark" }, /^decks\/en\/spark\.yaml: /],
    ["a key given twice", { [SPARK]: "deck: spark\ndeck: spark" }, /^decks\/en\/spark\.yaml: .*unique/i],
    ["a deck in the wrong file", { "decks/en/else.yaml": SOUND[SPARK] ?? "" }, /^decks\/en\/else\.yaml: deck: /],
    ["no labels", { "decks/en/_labels.yaml": "answer: A\n" }, /^decks\/en\/_labels\.yaml: line: /],
    [
      "a ritual at a strange time",
      { "rituals/heart.yaml": "id: heart\nusual: often" },
      /^rituals\/heart\.yaml: usual: /,
    ],
    ["a ritual in the wrong file", { "rituals/x.yaml": SOUND["rituals/heart.yaml"] ?? "" }, /^rituals\/x\.yaml: id: /],
  ])("%s", (_, changes, expected) => {
    expect(problems(changes).filter((problem) => expected.test(problem))).toHaveLength(1);
  });

  it("a card without an id is counted", () => {
    const deck = "deck: spark\ntitle: S\nstrategy: 1\ncards:\n  - { theme: week, text: What? }\n";
    expect(problems({ [SPARK]: deck })).toContainEqual(expect.stringMatching(/spark\.yaml: card 1: id: /));
  });

  it("everything wrong is said at once", () => {
    const broken = problems({ ...spark("depth: 9"), "rituals/heart.yaml": "id: heart" });
    expect(broken.some((line) => line.includes("spark-two: depth"))).toBe(true);
    expect(broken.some((line) => line.includes("spark-two: text"))).toBe(true);
    expect(broken.some((line) => line.startsWith("rituals/heart.yaml"))).toBe(true);
  });

  it("there has to be English", () => {
    expect(() => loadContent(folderOf({}))).toThrow(/decks\/en: there are no decks/);
  });
});

describe("references between files", () => {
  const heart = (lines: string) => ({ "rituals/heart.yaml": `id: heart\nusual: daily 20:00\n${lines}` });
  const checkin = (lines: string) => ({
    "rituals/checkin.yaml": `id: checkin\nusual: sun 19:00\ndraw: fixed\n${lines}`,
  });
  const twice = (SOUND[SPARK] ?? "").replace("spark-two", "spark-one");
  const named = (SOUND[SPARK] ?? "").replace("id: spark-one", "id: else-one");
  const own = '\nplan: { "*": [only] }\nappend: ';

  it.each<[string, Record<string, string>, RegExp]>([
    ["a deck that is not there", heart('draw: paced\nplan: { "*": [nope] }'), /there is no deck “nope”/],
    ["an appended deck that is not there", checkin(`${own}nope`), /there is no deck “nope”/],
    ["a first card that is not there", heart('draw: paced\nfirst: x\nplan: { "*": [spark] }'), /first card “x”/],
    ["a weekday without a deck", heart('draw: paced\nplan: { "1": [spark] }'), /some weekday has no deck/],
    [
      "a fixed ritual with a choice of decks",
      heart('draw: fixed\nplan: { 1: [spark], "*": [extra] }'),
      /one deck for all/,
    ],
    ["a path without an order", heart('draw: sequence\nstep: run\nplan: { "*": [spark] }'), /order: sequence/],
    ["an id used twice", { [SPARK]: twice, ...heart('draw: paced\nplan: { "*": [spark] }') }, /used more than once/],
    ["an id of another deck", { [SPARK]: named }, /must begin with “spark-”/],
    [
      "an old wound among the daily cards",
      { [SPARK]: (SOUND[SPARK] ?? "").replace("strategy: 1", "strategy: 3") },
      /never drawn at random/,
    ],
  ])("%s", (_, changes, expected) => {
    expect(problems(changes).join("\n")).toMatch(expected);
  });

  it("a round of more than ten fields", () => {
    const card = (id: string) =>
      `  - { id: only-${id}, theme: week, text: What?, parts: { a: A, b: B, c: C, d: D, e: E } }\n`;
    const deck = `deck: only\ntitle: O\nstrategy: 1\ncards:\n${card("one")}${card("two")}`;
    expect(problems({ "decks/en/only.yaml": deck }).join("\n")).toMatch(/more than 10 fields/);
  });
});

describe("languages", () => {
  const spanish = `
deck: spark
title: Chispa
strategy: 1
cards:
  - { id: spark-two, theme: us, text: "¿Dónde se esconde la mejor hora?", starters: [Antes, Entre, Después] }
`;
  const both = () =>
    load({ "decks/es/_labels.yaml": SOUND["decks/en/_labels.yaml"] ?? "", "decks/es/spark.yaml": spanish });

  it("a card is given in the reader's language, else in English", () => {
    const content = both();
    expect(content.languages).toEqual(["en", "es"]);
    expect(content.card("spark-two", "es")?.text).toMatch(/^¿Dónde/);
    expect(content.card("spark-two", "ES-mx")?.text).toMatch(/^¿Dónde/);
    expect(content.card("spark-two", "fr")?.text).toMatch(/^Where/);
    expect(content.card("spark-one", "es")?.text).toMatch(/^Which/);
    expect(content.card("spark-three", "es")).toBeUndefined();
  });

  it("a deck has the same cards in the same order in every language", () => {
    const content = both();
    const deck = content.deck("spark", "es");
    expect(deck?.title).toBe("Chispa");
    expect(deck?.cards.map(({ id }) => id)).toEqual(content.deck("spark", "en")?.cards.map(({ id }) => id));
    expect(deck?.cards[1]?.text).toMatch(/^¿Dónde/);
    expect(content.deck("nope", "en")).toBeUndefined();
  });

  it("ritual kinds are the same in all", () => {
    const content = both();
    expect(content.ritualKind("heart")).toEqual({
      id: "heart",
      usual: "daily 20:00",
      draw: "paced",
      step: "run",
      opens: "together",
      first: ["spark-two"],
      plan: { "*": ["spark"] },
      working: 6,
      offer: null,
      picture: null,
      listed: true,
    });
    expect(content.rituals.map(({ id }) => id)).toEqual(["checkin", "heart"]);
    expect(content.ritualKind("nope")).toBeUndefined();
  });
});
