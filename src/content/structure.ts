/** What must hold between files. The loader refuses content that fails here; the lints read the words. */
import type { Card, Deck } from "../domain/card.ts";
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
  const known = new Map([...decks.values()].flatMap(({ cards }) => cards.map((card) => [card.id, card])));
  const unknown = (kind.first ?? []).filter((id) => !known.has(id));
  const first = (kind.first ?? []).flatMap((id) => known.get(id) ?? []);
  const sets = [...askedTogether(kind, main, decks), ...(first.length > 0 ? [first] : [])];
  return [
    ...missing.map((id) => finding(kind, `there is no deck “${id}”`)),
    ...unknown.map((id) => finding(kind, `the first card “${id}” is in no deck`)),
    ...drawn(kind, main),
    ...(everyDay(kind) ? [] : [finding(kind, "some weekday has no deck: name all seven or add *")]),
    ...sets.flatMap((cards) => togetherness(kind, cards)),
    ...main.flatMap((deck) => deck.cards).flatMap((card) => references(kind, card, decks, known)),
  ];
}

/** What a way of drawing asks of its decks. */
function drawn(kind: RitualKind, main: readonly Deck[]): Finding[] {
  const findings: Finding[] = [];
  if (kind.draw !== "paced" && new Set(main.map(({ id }) => id)).size > 1)
    findings.push(finding(kind, `a ${kind.draw} ritual has one deck for all days`));
  if (kind.draw === "sequence" && main.some(({ order }) => order !== "sequence"))
    findings.push(finding(kind, "a path needs a deck with `order: sequence`"));
  const cards = main.flatMap((deck) => deck.cards);
  // Old wounds are opened by choice, never by chance.
  if (kind.draw === "paced" && cards.some(({ strategy }) => strategy === 3))
    findings.push(finding(kind, "cards of strategy 3 are never drawn at random"));
  if (kind.draw === "paced" && cards.some(({ disclosure }) => disclosure !== "both"))
    findings.push(finding(kind, "only cards of the policy “both” are drawn at random"));
  if (kind.opens === "alone" && cards.some(({ disclosure, step }) => disclosure === "both" && step.part === 1))
    findings.push(finding(kind, "a card for both cannot be opened alone"));
  return findings;
}

/** The largest sets of cards that one round of this kind may ask. */
function askedTogether(kind: RitualKind, main: readonly Deck[], decks: ReadonlyMap<string, Deck>): Card[][] {
  const extra = [...(decks.get(kind.append ?? "")?.cards ?? [])].sort((a, b) => b.fields.length - a.fields.length);
  const most = Math.max(1, ...Object.values(kind.lengths ?? {}));
  const sets =
    kind.draw === "fixed"
      ? main.map(({ cards }) => [...cards])
      : main.flatMap(({ cards }) => cards.map((card) => [card]));
  return sets.map((cards) => [
    ...cards,
    ...extra.filter(({ id }) => !cards.some((card) => card.id === id)).slice(0, most),
  ]);
}

/** Cards of one round are answered together, so their fields share one set of ids, and one policy opens them. */
function togetherness(kind: RitualKind, cards: readonly Card[]): Finding[] {
  const names = cards.map(({ id }) => id).join(" with ");
  const fields = cards.flatMap((card) => card.fields);
  const findings: Finding[] = [];
  if (fields.length > LIMITS.roundFields)
    findings.push(finding(kind, `${names} has more than ${LIMITS.roundFields} fields`));
  if (cards.length > 1 && cards.some((card) => card.fields.length === 0))
    findings.push(finding(kind, `${names}: a spoken card stands alone`));
  if (cards.length > 1 && cards.some(({ disclosure }) => disclosure === "gift"))
    findings.push(finding(kind, `${names}: a gift stands alone`));
  return findings;
}

/** What a card names has to be there. */
function references(
  kind: RitualKind,
  card: Card,
  decks: ReadonlyMap<string, Deck>,
  known: ReadonlyMap<string, Card>,
): Finding[] {
  const leads = card.fields.flatMap((field) => (field.leads === undefined ? [] : [field.leads]));
  const shown = card.shows === undefined ? [] : [card.shows];
  const gone = [...leads, ...shown]
    .filter((id) => !known.has(id))
    .map((id) => `${card.id} names “${id}”, which is no card`);
  const small =
    card.lone && !decks.has(card.lone.small) ? [`${card.id} names “${card.lone.small}”, which is no deck`] : [];
  const answers = Object.entries(card.effects).flatMap(([field, options]) =>
    Object.keys(options)
      .filter(
        (option) =>
          !card.fields.some(
            (one) => one.id === field && "options" in one && one.options.some(({ id }) => id === option),
          ),
      )
      .map((option) => `${card.id}: nothing is called “${field}/${option}”`),
  );
  const unmatched = card.disclosure === "match" && card.fields.some(({ kind: k }) => k === "scale" || k === "media");
  const odd = unmatched ? [`${card.id}: only choices and words can match`] : [];
  return [...gone, ...small, ...answers, ...odd].map((detail) => finding(kind, detail));
}

function everyDay({ plan }: RitualKind): boolean {
  return plan["*"] !== undefined || [1, 2, 3, 4, 5, 6, 7].every((day) => plan[String(day)] !== undefined);
}

function finding(kind: RitualKind, detail: string): Finding {
  return { rule: "reference", where: `rituals/${kind.id}`, detail };
}
