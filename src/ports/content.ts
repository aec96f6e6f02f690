/** What the application reads of `data/`. Loaded and validated once at start. */
import type { Card, Deck } from "../domain/card.ts";
import type { RitualKind } from "../domain/ritual-kind.ts";

export interface Content {
  /** Languages that have decks; English is among them. */
  readonly languages: readonly string[];
  readonly rituals: readonly RitualKind[];
  /** Falls back to English; undefined when no language has it. */
  card(id: string, language: string): Card | undefined;
  deck(id: string, language: string): Deck | undefined;
  ritualKind(id: string): RitualKind | undefined;
}

/** Falls back to English; an unknown key throws, because it is a bug. Params are data, never markup. */
export type Translate = (language: string, key: string, params?: Readonly<Record<string, string | number>>) => string;
