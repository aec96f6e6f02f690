/**
 * Reads every card as a careful editor would. Lints are for the tests and for
 * writers; the loader only refuses what could not work. Which words are not to be
 * used is data: `data/lint/<lang>.yaml`.
 */
import type { Card, Deck } from "../domain/card.ts";
import { BASE_LANGUAGE } from "./language.ts";
import { type Remark, shapeRemarks } from "./lint-shape.ts";
import { forbiddenWords, type WordRule, type WordRules } from "./lint-words.ts";
import type { Content } from "./load.ts";
import { overlap, trigrams } from "./similarity.ts";
import { checkStructure, type Finding } from "./structure.ts";

export type { Finding } from "./structure.ts";

/** Two cards of a deck that are at least this alike ask the same thing. */
export const TOO_ALIKE = 0.55;

/** Everything wrong with a deck's cards, under the word rules of its language. Empty when clean. Pure. */
export function lintDeck(deck: Deck, rules: readonly WordRule[]): Finding[] {
  const single = deck.cards.flatMap((card) =>
    [...shapeRemarks(card), ...forbiddenWords(card, rules)].map((remark) => toFinding(deck, card, remark)),
  );
  return [...single, ...nearDuplicates(deck)];
}

/** `lintDeck` for every deck, the references between files, and whether each language is complete. Pure. */
export function lintContent(content: Pick<Content, "decks" | "languages" | "rituals">, rules: WordRules): Finding[] {
  const { decks, languages, rituals } = content;
  const unguarded = languages.filter((language) => !rules.has(language));
  return [
    ...checkStructure(decks, rituals),
    ...decks.flatMap((deck) => lintDeck(deck, rules.get(deck.language) ?? [])),
    ...languages.flatMap((language) => completeness(language, decks)),
    ...unguarded.map((language) => ({ rule: "words", where: language, detail: "there is no lint file for it" })),
  ];
}

function nearDuplicates(deck: Deck): Finding[] {
  const runs = deck.cards.map((card) => ({ card, set: trigrams(card.text) }));
  return runs.flatMap(({ card, set }, index) =>
    runs.slice(0, index).flatMap((earlier) => {
      const alike = overlap(set, earlier.set);
      if (alike < TOO_ALIKE) return [];
      const detail = `${alike.toFixed(2)} like ${earlier.card.id}`;
      return [toFinding(deck, card, { rule: "duplicate", at: "text", detail })];
    }),
  );
}

/** A language has every English card and no other, and each is the same card but for its words. */
function completeness(language: string, decks: readonly Deck[]): Finding[] {
  if (language === BASE_LANGUAGE) return [];
  const cards = (tag: string) =>
    new Map(decks.filter((deck) => deck.language === tag).flatMap((deck) => deck.cards.map((card) => [card.id, card])));
  const english = cards(BASE_LANGUAGE);
  const translated = cards(language);
  const say = (id: string, detail: string): Finding => ({ rule: "language", where: `${language}/${id}`, detail });
  const lacking = [...english.keys()].filter((id) => !translated.has(id)).map((id) => say(id, "is not translated"));
  const own = [...translated].flatMap(([id, card]) => {
    const original = english.get(id);
    if (original === undefined) return [say(id, "does not exist in English")];
    return skeleton(original) === skeleton(card) ? [] : [say(id, "differs from the English card in more than words")];
  });
  return [...lacking, ...own];
}

/** What must not change with the language: answers and history refer to it. */
function skeleton(card: Card): string {
  const { rev, deck, strategy, depth, disclosure, form, heavy, marks, cluster, needs, timeOk, ld } = card;
  const fields = card.fields.map((field) => ({
    id: field.id,
    kind: field.kind,
    optional: field.optional,
    ready: "ready" in field,
    span: field.kind === "scale" ? [field.from, field.to] : [],
    options: "options" in field ? field.options.map(({ id }) => id) : [],
  }));
  return JSON.stringify({
    rev,
    deck,
    strategy,
    depth,
    disclosure,
    form,
    heavy,
    marks,
    cluster,
    needs,
    timeOk,
    ld,
    fields,
  });
}

function toFinding(deck: Deck, card: Card, { rule, at, detail }: Remark): Finding {
  return { rule, where: `${deck.language}/${deck.id}/${card.id}: ${at}`, detail };
}
