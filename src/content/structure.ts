/** What must hold between files. The loader refuses content that fails here; the lints read the words. */
import type { Deck } from "../domain/card.ts";
import type { RitualKind } from "../domain/ritual-kind.ts";
import { BASE_LANGUAGE } from "./language.ts";
import { LIMITS } from "./limits.ts";

/** One thing wrong with the content: which rule, in what, and why. */
export interface Finding {
  readonly rule: string;
  /** `<language>/<deck>/<card>` or `rituals/<id>`, followed by the field where there is one. */
  readonly where: string;
  readonly detail: string;
}

/** Checks ids and references between decks and ritual kinds. Empty when all is well; never throws. */
export function checkStructure(decks: readonly Deck[], rituals: readonly RitualKind[]): Finding[] {
  const base = new Map(decks.filter(({ language }) => language === BASE_LANGUAGE).map((deck) => [deck.id, deck]));
  return [...decks.flatMap((deck) => ids(deck, decks)), ...rituals.flatMap((kind) => ritual(kind, base))];
}

function ids(deck: Deck, decks: readonly Deck[]): Finding[] {
  const elsewhere = decks.filter((other) => other !== deck && other.language === deck.language);
  const taken = new Set(elsewhere.flatMap((other) => other.cards.map(({ id }) => id)));
  const findings: Finding[] = [];
  for (const card of deck.cards) {
    const where = `${deck.language}/${deck.id}/${card.id}`;
    const say = (detail: string) => findings.push({ rule: "id", where, detail });
    if (taken.has(card.id)) say("this id is used more than once");
    taken.add(card.id);
    if (!card.id.startsWith(`${deck.id}-`)) say(`the id must begin with “${deck.id}-”`);
    if (card.deck !== deck.id) say(`the card says it belongs to “${card.deck}”`);
    if (new Set(card.fields.map(({ id }) => id)).size < card.fields.length) say("two fields have the same id");
  }
  return findings;
}

function ritual(kind: RitualKind, decks: ReadonlyMap<string, Deck>): Finding[] {
  const planned = [...new Set(Object.values(kind.plan).flat())];
  const missing = [...planned, ...(kind.append === undefined ? [] : [kind.append])].filter((id) => !decks.has(id));
  const main = planned.flatMap((id) => decks.get(id) ?? []);
  const findings = missing.map((id) => finding(kind, `there is no deck “${id}”`));
  if (main.length > 0 && kind.first !== undefined) {
    const known = main.some(({ cards }) => cards.some(({ id }) => id === kind.first));
    if (!known) findings.push(finding(kind, `the first card “${kind.first}” is in none of its decks`));
  }
  if (kind.draw === "fixed" && main.some(({ cards }) => cards.length !== 1))
    findings.push(finding(kind, "a fixed ritual needs a deck of exactly one card"));
  // Old wounds are opened by choice, never by chance.
  if (kind.draw === "paced" && main.some(({ cards }) => cards.some(({ strategy }) => strategy === 3)))
    findings.push(finding(kind, "cards of strategy 3 are never drawn at random"));
  if (!everyDay(kind)) findings.push(finding(kind, "some weekday has no deck: name all seven or add *"));
  return [...findings, ...uncarried(kind, main), ...appended(kind, main, decks)];
}

/** What the format knows and the program cannot do yet is refused, rather than shown like something else. */
function uncarried(kind: RitualKind, main: readonly Deck[]): Finding[] {
  const cards = main.flatMap((deck) => deck.cards);
  const other = cards.find(({ disclosure }) => disclosure !== "both");
  const bare = cards.find(({ fields }) => fields.length === 0 || fields.some((field) => field.kind === "media"));
  return [
    ...(other ? [finding(kind, `the disclosure “${other.disclosure}” of “${other.id}” is not carried out yet`)] : []),
    ...(bare ? [finding(kind, `spoken cards and media, as in “${bare.id}”, are not carried out yet`)] : []),
  ];
}

function everyDay({ plan }: RitualKind): boolean {
  return plan["*"] !== undefined || [1, 2, 3, 4, 5, 6, 7].every((day) => plan[String(day)] !== undefined);
}

/** An appended card is answered in the same round, so its fields and the main card's share one set of ids. */
function appended(kind: RitualKind, main: readonly Deck[], decks: ReadonlyMap<string, Deck>): Finding[] {
  const extra = decks.get(kind.append ?? "")?.cards ?? [];
  return main.flatMap((deck) =>
    deck.cards.flatMap((card) =>
      extra.flatMap((added) => {
        const all = [...card.fields, ...added.fields].map(({ id }) => id);
        if (all.length > LIMITS.fields) return [finding(kind, `${card.id} with ${added.id} has more than five fields`)];
        if (new Set(all).size < all.length) return [finding(kind, `${card.id} and ${added.id} share a field id`)];
        return [];
      }),
    ),
  );
}

function finding(kind: RitualKind, detail: string): Finding {
  return { rule: "reference", where: `rituals/${kind.id}`, detail };
}
