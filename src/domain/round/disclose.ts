/**
 * What of two answers may be shown once both are there: each card's own policy, and nothing beside it.
 * Pure; the only place that knows what `match` means.
 */
import type { Answer, FieldAnswer } from "../answer.ts";
import type { Card } from "../card.ts";
import type { Seat } from "../couple.ts";

export type Answers = Readonly<Record<Seat, Answer>>;

/** Each one's answers, as far as the other may read them after the reveal. `cards`: those of the round. */
export function disclosed(cards: readonly Card[], answers: Answers): Answers {
  const shown = new Set(cards.flatMap((card) => openedBy(card, answers)));
  const mayBeRead = (card: Card, key: string) =>
    card.disclosure === "both" || card.disclosure === "match" || shown.has(key);
  return pruned(answers, cards, mayBeRead);
}

/** What stays in storage after the reveal: of a `match` card only what matched, everything else whole. */
export function remaining(cards: readonly Card[], answers: Answers): Answers {
  return pruned(answers, cards, () => true);
}

/** A `match` card on which nothing was chosen says “not today”: a seal of it would tell that somebody came. */
export function ticksNothing(cards: readonly Card[], answer: Answer): boolean {
  return cards.every(({ disclosure }) => disclosure === "match") && !Object.values(answer).some(said);
}

/** Whether anything at all matched; true where nothing has to. */
export function anyMatch(cards: readonly Card[], answers: Answers): boolean {
  const matching = cards.filter(({ disclosure }) => disclosure === "match");
  return matching.length === 0 || matching.some((card) => card.fields.some(({ id }) => said(both(card, id, answers))));
}

function pruned(answers: Answers, cards: readonly Card[], keep: (card: Card, key: string) => boolean): Answers {
  const half = (seat: Seat): Answer => {
    const entries = cards.flatMap((card) =>
      card.fields.flatMap(({ id }) => {
        const key = `${card.id}/${id}`;
        const value = card.disclosure === "match" ? both(card, id, answers) : answers[seat][key];
        return value && keep(card, key) ? [[key, value] as const] : [];
      }),
    );
    return Object.fromEntries(entries);
  };
  return { a: half("a"), b: half("b") };
}

/** What both chose, or wrote, in one field of a `match` card. */
function both(card: Card, field: string, { a, b }: Answers): FieldAnswer {
  const key = `${card.id}/${field}`;
  const [one, other] = [a[key], b[key]];
  if (one?.kind === "choices" && other?.kind === "choices") {
    return { kind: "choices", ids: one.ids.filter((id) => other.ids.includes(id)) };
  }
  const texts = card.fields.filter((each) => each.kind === "text").map(({ id }) => `${card.id}/${id}`);
  if (one?.kind !== "text" || !texts.some((text) => same(one, b[text]))) return { kind: "skipped" };
  return one;
}

/** Two titles are one when they differ in case, space and punctuation only, whichever line they stand on. */
function same(one: FieldAnswer, other: FieldAnswer | undefined): boolean {
  const plain = (answer: FieldAnswer) =>
    answer.kind === "text"
      ? answer.parts
          .map(({ text }) => text)
          .join(" ")
          .toLowerCase()
          .replace(/[^\p{L}\p{N}]+/gu, " ")
          .trim()
      : "";
  return other !== undefined && plain(one) !== "" && plain(one) === plain(other);
}

function said(answer: FieldAnswer): boolean {
  return answer.kind === "text" || (answer.kind === "choices" && answer.ids.length > 0);
}

/** The answers that a matched option opens, on another card of the round. */
function openedBy(card: Card, answers: Answers): string[] {
  const { shows } = card;
  if (shows === undefined || card.disclosure !== "match") return [];
  const [field] = card.fields;
  const matched = field ? both(card, field.id, answers) : null;
  return matched?.kind === "choices" ? matched.ids.map((id) => `${shows}/${id}`) : [];
}
