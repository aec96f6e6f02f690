import type { Card } from "../card.ts";
import type { Instant } from "../ids.ts";

/** A card that was put to the couple, as pacing remembers it; nobody's answers are in it. */
export interface PastCard {
  readonly cardId: string;
  readonly cluster: string;
  readonly strategy: Card["strategy"];
  readonly depth: Card["depth"];
  readonly heavy: boolean;
  readonly form: Card["form"];
  readonly marks: Card["marks"];
  readonly tone: Card["tone"];
  /** When it was opened. */
  readonly at: Instant;
  /** Local date in the ritual's zone, `YYYY-MM-DD`. */
  readonly date: string;
  readonly revealed: boolean;
}

/** Everything a draw may depend on: the same context gives the same card. */
export interface DrawContext {
  readonly coupleId: string;
  /** Of the installation, so that two installations differ; not a secret. */
  readonly seed: string;
  /** Local date in the ritual's zone, `YYYY-MM-DD`. */
  readonly date: string;
  /** When and in which zone the card opens for each of the two (one instant in a shared chat). */
  readonly opens: readonly { readonly zone: string; readonly at: Instant }[];
  /** All that was asked before, of every ritual, in any order. */
  readonly history: readonly PastCard[];
  /** When the two came together. */
  readonly since: Instant;
  /** Both have opted in to depth 3 and to heavy cards. */
  readonly deep: boolean;
  /** Deepest that may be drawn at present, for 60 days after a “no” to the honesty question; 3 otherwise. */
  readonly deepest: Card["depth"];
  /** What is true of the couple: `cohabit`, `apart`, `kids`, `pets`. */
  readonly facts: readonly string[];
  /** `festive`: an anniversary, a birthday, a joyful date. `gentle`: a date one of them marked, and stronger than festive. */
  readonly mood: "usual" | "festive" | "gentle";
  /** Card ids not to draw: what was just swapped away. */
  readonly exclude: readonly string[];
}

/** A copy of a card's traits for the history. */
export function pastOf(card: Card, when: Pick<PastCard, "at" | "date" | "revealed">): PastCard {
  const { id: cardId, cluster, strategy, depth, heavy, form, marks, tone } = card;
  return { cardId, cluster, strategy, depth, heavy, form, marks, tone, ...when };
}
