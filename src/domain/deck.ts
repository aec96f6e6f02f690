/** Which card comes next. Pure: the same decks and context give the same card, in whatever order they list it. */
import type { Card, Deck } from "./card.ts";
import type { Instant } from "./ids.ts";
import type { DrawContext } from "./pacing/context.ts";
import { type Facts, factsOf } from "./pacing/facts.ts";
import { type Want, wants } from "./pacing/quotas.ts";
import { allowed, RULES } from "./pacing/rules.ts";
import { unit } from "./prng.ts";

/**
 * Draws from decks in order of preference, under the pacing rules. What `allowed` forbids
 * never comes; the other rules give way in the order of `RULES`, and a deck is left for the next one
 * before a rule is broken. Among equals, chance decides, made of seed, couple and date. A swap is a
 * draw with the same context and the swapped card in `exclude`. Null only when no card is allowed.
 * Throws RangeError for an unknown zone or a date that is none.
 */
export function draw(decks: readonly (readonly Card[])[], context: DrawContext): Card | null {
  const facts = factsOf(context);
  const wanted = wants(facts);
  let best: { readonly card: Card; readonly rank: Rank } | null = null;
  for (const [deck, cards] of decks.entries()) {
    for (const card of cards) {
      if (!allowed(card, facts)) continue;
      const rank = rankOf(card, deck, facts, wanted);
      if (best === null || lower(rank, best.rank)) best = { card, rank };
    }
  }
  return best?.card ?? null;
}

/** When cards of a deck were asked before: card id → instant of the last time. */
type Asked = ReadonlyMap<string, Instant>;

/**
 * One of the cards that stand for a part of a path: the one that was asked longest ago, chance (of
 * `seed`) among those never asked. Null when the deck has no such part.
 */
export function drawPart(deck: Deck, part: number, asked: Asked, seed: string): Card | null {
  const rank = (card: Card): Rank => [asked.get(card.id) ?? -1, unit([seed, card.id].join("|"))];
  const cards = deck.cards.filter(({ step }) => step.part === part);
  return cards.reduce<Card | null>((best, card) => (best && !lower(rank(card), rank(best)) ? best : card), null);
}

/** The parts of a path, in order. */
export function partsOf(deck: Deck): readonly number[] {
  return [...new Set(deck.cards.map(({ step }) => step.part))].sort((a, b) => a - b);
}

/** Compared position by position; the lowest is drawn. */
type Rank = readonly number[];

function rankOf(card: Card, deck: number, facts: Facts, wanted: readonly Want[]): Rank {
  const { seed, coupleId, date } = facts.context;
  const missed = ({ counts }: Want) => (counts(card) ? 0 : 1);
  const age = facts.cardAge.get(card.id) ?? Infinity;
  return [
    ...RULES.map((rule) => (rule(card, facts) ? 0 : 1)),
    ...wanted.filter(({ state }) => state === "due").map(missed),
    deck,
    ...wanted.filter(({ state }) => state === "soon").map(missed),
    wanted.filter(({ state, counts }) => state === "served" && counts(card)).length,
    // A card that must come again too early is the one that was longest ago.
    age < 400 ? -age : -400,
    unit([seed, coupleId, date, card.id].join("|")),
  ];
}

function lower(one: Rank, other: Rank): boolean {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place >= 0 && (one[place] ?? 0) < (other[place] ?? 0);
}
