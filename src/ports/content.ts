/** What the application reads of `data/`. Loaded and validated once at start. */
import type { Card, Deck } from "../domain/card.ts";
import type { GuidePage } from "../domain/guide.ts";
import type { Resource } from "../domain/resource.ts";
import type { RitualKind } from "../domain/ritual-kind.ts";

export interface Content {
  /** Languages that have decks; English is among them. */
  readonly languages: readonly string[];
  readonly rituals: readonly RitualKind[];
  /** Falls back to English; undefined when no language has it. */
  card(id: string, language: string): Card | undefined;
  deck(id: string, language: string): Deck | undefined;
  ritualKind(id: string): RitualKind | undefined;
  /** All pages of the guide, chapters before questions, each in its place; English where there is no translation. */
  guide(language: string): readonly GuidePage[];
  guidePage(id: string, language: string): GuidePage | undefined;
  /** ISO codes of the countries that have resources of their own, sorted. */
  readonly countries: readonly string[];
  /** The country's own, and after them what is there for everybody; only that for a country not known. */
  resources(country: string, language?: string): readonly Resource[];
  /** Whether the phrase list finds anything in the text. Pure: nothing is kept, told or counted. */
  concerns(text: string, language: string): boolean;
}

/** Falls back to English; an unknown key throws, because it is a bug. Params are data, never markup. */
export type Translate = (language: string, key: string, params?: Readonly<Record<string, string | number>>) => string;
