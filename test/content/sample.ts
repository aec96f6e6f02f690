/** A clean card and a small data folder, for tests to spoil. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Card, Deck, Field } from "../../src/domain/card.ts";

export const DATA = join(import.meta.dirname, "../../data");

export function textField(changes: Partial<Extract<Field, { kind: "text" }>> = {}): Field {
  return { kind: "text", id: "answer", label: "Your answer", optional: false, ...changes };
}

/** A card that no lint has anything to say about. */
export function sampleCard(changes: Partial<Card> = {}): Card {
  return {
    id: "spark-sample",
    rev: 1,
    deck: "spark",
    strategy: 1,
    theme: "week",
    depth: 1,
    disclosure: "both",
    fields: [textField()],
    tone: "warm",
    text: "Which teapot would you be?",
    starters: ["A round one", "The chipped", "Mine whistles"],
    ld: "ok",
    needs: [],
    adult: false,
    heavy: false,
    timeOk: ["morning", "day", "evening"],
    cluster: "spark-sample",
    form: "open",
    marks: [],
    mustNotImply: [],
    step: { part: 1, rest: { minutes: 0 }, silent: false, lasts: [], turns: false },
    listening: 0,
    effects: {},
    keeps: true,
    ...changes,
  };
}

export function sampleDeck(cards: readonly Card[], changes: Partial<Deck> = {}): Deck {
  return { id: "spark", language: "en", title: "Spark", order: "shuffle", cards, ...changes };
}

const LABELS = "answer: Your answer\nline: A line\npick: Pick one\nseveral: Pick any\nmark: Your mark\n";

/** A file of each kind that loads; a test replaces what it wants to break. */
export const SOUND: Readonly<Record<string, string>> = {
  "decks/en/_labels.yaml": LABELS,
  "decks/en/spark.yaml": `
deck: spark
title: Spark
strategy: 1
cards:
  - { id: spark-one, theme: week, text: "Which teapot would you be?", starters: [A round one, The chipped, Mine] }
  - { id: spark-two, theme: us, text: "Where does the day hide its best hour?", starters: [Before, Between, After] }
`,
  "decks/en/extra.yaml": `
deck: extra
title: Extra
strategy: 5
labels: { answer: This week's question }
cards:
  - { id: extra-one, theme: week, text: "What would a kind Tuesday have in it?", starters: [Soup, Rain, A nap] }
`,
  "decks/en/only.yaml": `
deck: only
title: Only
strategy: 1
cards:
  - { id: only-one, theme: week, text: "How was it?", options: { good: Good, long: Long } }
`,
  "rituals/heart.yaml": 'id: heart\nusual: daily 20:00\ndraw: paced\nfirst: spark-two\nplan: { "*": [spark] }\n',
  "rituals/checkin.yaml": 'id: checkin\nusual: sun 19:00\ndraw: fixed\nappend: extra\nplan: { "*": [only] }\n',
  "guide/en/start.md":
    "---\nid: start\nkind: question\norder: 1\ntitle: Start\ndo: [{ label: Settings, action: settings }]\n---\nOne thing.\n",
  "phrases/en.yaml": "ignore: [x]\nconcerns: { fear: [fear], harm: [harm], control: [control], life: [life] }\n",
  "resources.yaml":
    'international:\n  - { kind: both, name: All, url: "https://example.org", languages: [en], checked_on: 2026-11-23 }\n',
};

/** Writes the files into a new folder that goes away with the test, and returns it. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), "ampersand-content-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}
