/** Every lint catches a planted bad card, and only that. */
import { describe, expect, it } from "vitest";
import { lintContent, lintDeck, TOO_ALIKE } from "../../src/content/lint.ts";
import { loadWordRules } from "../../src/content/lint-words.ts";
import { similarity } from "../../src/content/similarity.ts";
import type { Card } from "../../src/domain/card.ts";
import { DATA, folderOf, sampleCard, sampleDeck, textField } from "./sample.ts";

const rules = loadWordRules(DATA);
const english = rules.get("en") ?? [];
const caught = (changes: Partial<Card>) => lintDeck(sampleDeck([sampleCard(changes)]), english).map(({ rule }) => rule);
const scale = { kind: "scale", id: "mark", label: "Your mark", optional: false, from: 1, to: 5 } as const;

it("has nothing to say about a good card", () => {
  expect(caught({})).toEqual([]);
});

describe("the ten bad cards", () => {
  it.each([
    ["absolutes", "Why do you never listen?"],
    ["ranking", "Rate your partner in bed 1–10."],
    ["surveillance", "Swap phones for ten minutes to show trust."],
    ["clinical", "Describe your worst childhood trauma."],
    ["ranking", "Who was better at comforting you, your ex or your partner?"],
    ["role", "What should your husband cook tonight?"],
    ["clinical", "Which attachment disorder do you two have?"],
    ["threat", "What would make you leave?"],
    ["pressure", "Your partner answered six hours ago! Save your 41-day streak!"],
    ["pressure", "When are you finally having children?"],
    ["surveillance", "Where were you at six yesterday?"],
    ["forgiveness", "I forgive you for ___"],
  ])("%s: %s", (rule, text) => {
    expect(caught({ text })).toContain(rule);
  });
});

describe("words", () => {
  it.each([
    ["pronoun", "What did he cook on your first evening?"],
    ["role", "Which song would your girlfriend sing?"],
    ["assumption", "What would you change about your wedding?"],
    ["assumption", "Over a glass of wine, what would you say?"],
    ["children", "What shall the baby be called?"],
    ["household", "Which lamp in your living room, in your home, is best?"],
    ["pets", "What would your dog say about this week?"],
    ["absolutes", "What do you think your partner should change?"],
    ["absolutes", "You always do what?"],
    ["claim", "Studies show that tea helps. Which one?"],
    ["claim", "It helps 34 % of couples. You too?"],
    ["clinical", "What does your therapist say?"],
    ["closeness", "When do you feel intimate?"],
    ["ranking", "Who of you is better at parking?"],
    ["threat", "What is your dealbreaker?"],
    ["pressure", "Your partner hasn't answered. Will you?"],
  ])("%s: %s", (rule, text) => {
    expect(caught({ text })).toContain(rule);
  });

  it("every rule of the English list is shown to catch something", () => {
    const shown = ["pronoun", "role", "assumption", "children", "household", "pets", "absolutes", "claim", "clinical"];
    const more = ["closeness", "ranking", "surveillance", "threat", "forgiveness", "pressure"];
    expect(english.map(({ rule }) => rule).sort()).toEqual([...shown, ...more].sort());
  });

  it("are looked for wherever a card speaks, and named there", () => {
    const bad = "Ask your husband";
    const places: Partial<Card>[] = [
      { hint: bad },
      { ld: "adapt", ldText: bad },
      { starters: [bad, "Two", "Three"] },
      { fields: [textField({ label: bad })] },
      { fields: [textField({ placeholder: bad })] },
      { fields: [textField({ ready: bad })] },
      { fields: [{ ...scale, low: bad }], form: "scale", starters: [] },
      { why: bad, source: "Somebody 2001" },
    ];
    for (const changes of places) expect(caught(changes)).toEqual(["role"]);
    const [finding] = lintDeck(sampleDeck([sampleCard({ hint: bad })]), english);
    expect(finding?.where).toBe("en/spark/spark-sample: hint");
  });

  it("need a whole word: there is no “he” in “the”", () => {
    expect(caught({ text: "There, the sherbet: whose?" })).toEqual([]);
  });

  it("are allowed to a card that is only shown where they are true", () => {
    const text = "Which noise of your home is best?";
    expect(caught({ text, needs: ["cohabit"], ld: "no" })).toEqual([]);
  });

  it("may be an expression, which has to compile", () => {
    const dir = folderOf({ "lint/en.yaml": "- { rule: broken, why: it is, patterns: ['('] }\n" });
    expect(() => loadWordRules(dir)).toThrow(/lint\/en\.yaml: broken: not a regular expression/);
  });
});

describe("shape", () => {
  it.each<[string, string, Partial<Card>]>([
    ["length", "a long text", { text: `${"a".repeat(220)}?` }],
    ["length", "a long label", { fields: [textField({ label: "a".repeat(46) })] }],
    ["length", "a long placeholder", { fields: [textField({ placeholder: "a".repeat(101) })] }],
    ["length", "six fields", { fields: Array.from({ length: 6 }, (_, n) => textField({ id: `f${n}` })) }],
    ["id", "a field id that cannot travel in a button", { fields: [textField({ id: "What else" })] }],
    ["id", "a field id that is too long for one", { fields: [textField({ id: "a".repeat(21) })] }],
    ["questions", "three questions", { text: "Who? Where? And with which teapot?" }],
    ["blank", "a blank inside a sentence", { text: "When ___ happens, what do you do?" }],
    ["starters", "two starters", { starters: ["One", "Two"] }],
    ["starters", "a starter that is over already", { starters: ["One", "Two", "I was there."] }],
    ["starters", "starters where nothing is written", { fields: [scale], form: "scale" }],
    ["calm", "a shout at depth 2", { depth: 2, text: "Tell!" }],
    ["heavy", "depth 3 that is not heavy", { depth: 3, timeOk: ["day"] }],
    ["heavy", "strategy 3 that is not heavy", { strategy: 3, timeOk: ["day"] }],
    ["heavy", "a heavy card in the morning", { depth: 3, heavy: true }],
    ["form", "a scale without a scale", { form: "scale" }],
    ["form", "a guess with one answer", { form: "guess" }],
    ["form", "an appreciation without its mark", { form: "appreciation" }],
    ["source", "a reason without a source", { why: "Tea helps." }],
    ["ld", "an adapted card without its other text", { ld: "adapt" }],
    ["ld", "two who live together, far apart", { needs: ["cohabit"] }],
  ])("%s: %s", (rule, _, changes) => {
    expect(caught(changes)).toEqual([rule]);
  });

  it("measures the label of an option", () => {
    const options = [
      { id: "a", label: "a".repeat(46) },
      { id: "b", label: "b" },
    ];
    const pick = { kind: "choice", id: "pick", label: "Pick one", optional: false, options } as const;
    expect(caught({ fields: [pick], form: "choice", starters: [] })).toEqual(["length"]);
  });

  it.each(["It was ___.", "It was ___", "This: ___ · that: ___", "Left unsaid: ___ (No fixing needed.)"])(
    "leaves a blank at the end of a clause alone: %s",
    (text) => {
      expect(caught({ text })).toEqual([]);
    },
  );
});

describe("near-duplicates", () => {
  const one = sampleCard({ id: "spark-a", text: "Which song would be the soundtrack of your week?" });
  const other = sampleCard({ id: "spark-b", text: "Which song would be the soundtrack of your day?" });

  it("are found inside a deck, and the earlier card is named", () => {
    const findings = lintDeck(sampleDeck([one, other]), english);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ rule: "duplicate", where: "en/spark/spark-b: text" });
    expect(findings[0]?.detail).toContain("spark-a");
  });

  it("ignore case, accents and punctuation", () => {
    expect(similarity("Café, at nine!", "cafe at NINE")).toBe(1);
  });

  it("are not two different questions", () => {
    expect(similarity(one.text, "What have you been carrying lately?")).toBeLessThan(TOO_ALIKE);
    expect(similarity("", "")).toBe(0);
  });
});

describe("languages and references", () => {
  const english1 = sampleDeck([sampleCard()]);
  const lint = (decks: Parameters<typeof lintContent>[0]["decks"], languages = ["en", "es"]) =>
    lintContent({ decks, languages, rituals: [] }, new Map([...rules, ["es", []]]));

  it("a card that is missing in a language is named", () => {
    const spanish = sampleDeck([], { language: "es" });
    expect(lint([english1, spanish])).toEqual([
      { rule: "language", where: "es/spark-sample", detail: "is not translated" },
    ]);
  });

  it("a card that exists only in a translation is named", () => {
    const spanish = sampleDeck([sampleCard(), sampleCard({ id: "spark-more", text: "¿Y tú?" })], { language: "es" });
    expect(lint([english1, spanish])).toMatchObject([{ rule: "language", where: "es/spark-more" }]);
  });

  it.each<[string, Partial<Card>]>([
    ["depth", { depth: 2 }],
    ["field", { fields: [textField({ id: "other" })] }],
    ["ready answer", { fields: [textField({ ready: "Nada" })] }],
    ["cluster", { cluster: "spark-else" }],
  ])("a translation with another %s is a different card", (_, changes) => {
    const spanish = sampleDeck([sampleCard(changes)], { language: "es" });
    expect(lint([english1, spanish])).toMatchObject([{ rule: "language", where: "es/spark-sample" }]);
  });

  it("a translation with other words is the same card", () => {
    const words: Partial<Card> = { text: "¿Qué tetera serías?", fields: [textField({ label: "Tu respuesta" })] };
    expect(lint([english1, sampleDeck([sampleCard(words)], { language: "es" })])).toEqual([]);
  });

  it("a language without a word list is named", () => {
    const german = sampleDeck([sampleCard()], { language: "de" });
    expect(lint([english1, german], ["en", "de"])).toMatchObject([{ rule: "words", where: "de" }]);
  });

  it("references are checked too", () => {
    const kind = {
      id: "heart",
      usual: "daily 20:00",
      plan: { "*": ["nowhere"] },
      draw: "paced",
      step: "run",
      opens: "together",
      working: 6,
      offer: null,
      picture: null,
      listed: true,
    } as const;
    const findings = lintContent({ decks: [english1], languages: ["en"], rituals: [kind] }, rules);
    expect(findings).toEqual([{ rule: "reference", where: "rituals/heart", detail: "there is no deck “nowhere”" }]);
  });
});
