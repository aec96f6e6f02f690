/** Loads what the bot asks from `data/` and answers questions about it. */
import { join } from "node:path";
import type { Deck } from "../domain/card.ts";
import type { RitualKind } from "../domain/ritual-kind.ts";
import type { Content as ReadContent } from "../ports/content.ts";
import { buildDeck, buildRitual } from "./build.ts";
import { ContentError } from "./error.ts";
import { folders, readAs, yamlFiles } from "./files.ts";
import { loadGuide } from "./guide.ts";
import { BASE_LANGUAGE, resolveLanguage } from "./language.ts";
import { loadPhrases } from "./phrases.ts";
import { loadResources } from "./resources.ts";
import { deckSchema, labelsSchema, ritualSchema } from "./schema.ts";
import { checkStructure } from "./structure.ts";

const LABELS = "_labels.yaml";

/**
 * All cards and ritual kinds, read once at start. `card` takes the nearest language
 * before English. `deck` has the same cards in the same order in every language, so
 * that a draw does not depend on it: a card not translated yet is there in English.
 */
export interface Content extends ReadContent {
  /** Every deck as written, in every language, without fallback. */
  readonly decks: readonly Deck[];
}

/**
 * Reads `decks/`, `rituals/`, `guide/`, `phrases/` and `resources.yaml` under `dir`.
 * @throws ContentError if a file is malformed, an id is used twice, a reference
 *   leads nowhere, or there is no English.
 */
export function loadContent(dir: string): Content {
  const languages = folders(join(dir, "decks"));
  if (!languages.includes(BASE_LANGUAGE)) throw new ContentError([`decks/${BASE_LANGUAGE}: there are no decks`]);
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T[] => {
    try {
      return [read()];
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  };
  const decks = languages.flatMap((language) => attempt(() => readDecks(dir, language, attempt)).flat());
  const rituals = yamlFiles(join(dir, "rituals")).flatMap((file) => attempt(() => readRitual(dir, file)));
  const [apart] = attempt(() => ({ ...loadResources(dir), ...loadPhrases(dir) }));
  // References are only worth checking between files that could be read.
  if (problems.length === 0) {
    const findings = checkStructure(decks, rituals);
    problems.push(...findings.map(({ where, detail }) => `${where}: ${detail}`));
  }
  const [guide] = problems.length === 0 ? attempt(() => loadGuide(dir, { cards: idsOf(decks), rituals })) : [];
  if (apart === undefined || guide === undefined) throw new ContentError(problems);
  return { ...makeContent(languages, decks, rituals), ...apart, ...guide };
}

function idsOf(decks: readonly Deck[]): ReadonlySet<string> {
  const english = decks.filter(({ language }) => language === BASE_LANGUAGE);
  return new Set(english.flatMap((deck) => deck.cards.map(({ id }) => id)));
}

type Attempt = <T>(read: () => T) => T[];

function readDecks(dir: string, language: string, attempt: Attempt): Deck[] {
  const path = ["decks", language];
  const labels = readAs(labelsSchema, dir, ...path, LABELS);
  return yamlFiles(join(dir, ...path))
    .filter((file) => file !== LABELS)
    .flatMap((file) =>
      attempt(() => {
        const raw = readAs(deckSchema, dir, ...path, file);
        if (file !== `${raw.deck}.yaml`)
          throw new ContentError([`${join(...path, file)}: deck: must be the file's name`]);
        return buildDeck(raw, language, labels);
      }),
    );
}

function readRitual(dir: string, file: string): RitualKind {
  const raw = readAs(ritualSchema, dir, "rituals", file);
  if (file !== `${raw.id}.yaml`) throw new ContentError([`${join("rituals", file)}: id: must be the file's name`]);
  return buildRitual(raw);
}

type Cards = Pick<Content, "languages" | "rituals" | "decks" | "card" | "deck" | "ritualKind">;

/** The lookups over decks and ritual kinds that have been checked. */
function makeContent(languages: readonly string[], decks: readonly Deck[], rituals: readonly RitualKind[]): Cards {
  const cards = new Map(decks.flatMap((deck) => deck.cards.map((card) => [key(deck.language, card.id), card])));
  const byKind = new Map(rituals.map((kind) => [kind.id, kind]));
  const card = (id: string, language: string) =>
    cards.get(key(resolveLanguage(languages, language), id)) ?? cards.get(key(BASE_LANGUAGE, id));
  const complete = new Map<string, Deck>();
  for (const deck of decks.filter(({ language }) => language === BASE_LANGUAGE)) {
    for (const language of languages) {
      const title = decks.find((other) => other.id === deck.id && other.language === language)?.title ?? deck.title;
      const translated = deck.cards.map((original) => card(original.id, language) ?? original);
      complete.set(key(language, deck.id), { ...deck, language, title, cards: translated });
    }
  }
  return {
    languages,
    rituals,
    decks,
    card,
    deck: (id, language) => complete.get(key(resolveLanguage(languages, language), id)),
    ritualKind: (id) => byKind.get(id),
  };
}

function key(language: string, id: string): string {
  return `${language}/${id}`;
}
