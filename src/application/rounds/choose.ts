/** Which cards a round asks: what the pacing rules of the domain draw from the ritual's decks. */
import type { Card, Deck } from "../../domain/card.ts";
import { draw, drawPart, partsOf } from "../../domain/deck.ts";
import { type DrawContext, type PastCard, pastOf } from "../../domain/pacing/context.ts";
import type { RitualKind } from "../../domain/ritual-kind.ts";
import { Temporal } from "../../domain/temporal.ts";
import type { Past } from "../../ports/store.ts";
import type { Home, Work } from "../context.ts";
import type { Opening } from "./opening.ts";

/** Decks, and the depth they hold, are the same in every language: drawing uses the English ones. */
const DRAWN_IN = "en";

function pastCards(work: Work, history: readonly Past[]): PastCard[] {
  return history.flatMap(({ cards, openedAt, date, revealedAt }) =>
    cards.flatMap((id) => {
      const card = work.deps.content.card(id, DRAWN_IN);
      return card ? [pastOf(card, { at: openedAt, date, revealed: revealedAt !== null })] : [];
    }),
  );
}

/** What both know of: what one of them opened alone, or was asked alone, must not show in the next draw. */
export async function sharedPast(work: Work, home: Home): Promise<readonly Past[]> {
  const history = await work.tx.rounds.history(home.couple.id);
  const alone = (kind: string) => work.deps.content.ritualKind(kind)?.opens === "alone";
  return history.filter((past) => past.asked.length === 2 && !alone(past.kind));
}

/** Chosen dates are light for both, and a gentle one of either is stronger than any festive one. */
function moodOn(home: Home, date: string): DrawContext["mood"] {
  const marks = [...home.people.a.dates, ...home.people.b.dates].filter((one) => date.endsWith(one.date));
  if (marks.some(({ mood }) => mood === "gentle")) return "gentle";
  return marks.length > 0 ? "festive" : "usual";
}

function contextFor(work: Work, home: Home, opening: Opening, history: readonly Past[]): DrawContext {
  const { a, b } = home.people;
  const zones = home.couple.cards === "each" ? [a.zone, b.zone] : [opening.ritual?.zone ?? home.couple.zone];
  const heavyZones = [...new Set([a.zone, b.zone, ...zones])];
  return {
    coupleId: home.couple.id,
    seed: `${opening.kind}:${history.length}`,
    date: opening.date,
    opens: heavyZones.map((zone) => ({ zone, at: work.now })),
    history: pastCards(work, history),
    since: home.couple.createdAt,
    deep: a.deep && b.deep,
    deepest: (home.couple.gentleUntil ?? 0) > work.now ? 1 : 3,
    facts: a.zone === b.zone ? [] : ["apart"],
    mood: moodOn(home, opening.date),
    exclude: [],
  };
}

/** The decks of a ritual kind on a local date, in order of preference. */
function decksFor(work: Work, plan: RitualKind["plan"], date: string): Deck[] {
  const weekday = String(Temporal.PlainDate.from(date).dayOfWeek);
  const names = plan[weekday] ?? plan["*"] ?? [];
  return names.flatMap((name) => work.deps.content.deck(name, DRAWN_IN) ?? []);
}

/** The next part of a path that is taken occurrence by occurrence: the first that is not done; null when all are. */
export function nextOccurrencePart(
  deck: Deck,
  opening: Pick<Opening, "kind" | "ritual">,
  history: readonly Past[],
): number | null {
  const since = opening.ritual?.createdAt ?? 0;
  const partOf = new Map(deck.cards.map((card) => [card.id, card]));
  const done = history
    .filter((past) => past.kind === opening.kind && past.openedAt >= since)
    .flatMap((past) => {
      const card = partOf.get(past.cards[0] ?? "");
      return card && (past.state === "revealed" || card.fields.length === 0) ? [card.step.part] : [];
    });
  return partsOf(deck).find((part) => !done.includes(part)) ?? null;
}

function choosePart(kind: RitualKind, deck: Deck, opening: Opening, history: readonly Past[]): Card | null {
  const first = kind.step === "run" ? partsOf(deck)[0] : nextOccurrencePart(deck, opening, history);
  const part = opening.part ?? first;
  // Newest first, so that the last write is the oldest: turned round to keep the newest.
  const asked = new Map([...history].reverse().flatMap((past) => past.cards.map((id) => [id, past.openedAt] as const)));
  return part === null || part === undefined
    ? null
    : drawPart(deck, part, asked, `${opening.path ?? ""}${opening.date}`);
}

/** Cards appended to the main ones: as many as the chosen length has room for. */
function appended(work: Work, kind: RitualKind, main: readonly Card[], opening: Opening, context: DrawContext): Card[] {
  if (kind.append === undefined) return [];
  const count = kind.lengths?.[String(opening.ritual?.length ?? "")] ?? 1;
  const deck = [...(work.deps.content.deck(kind.append, DRAWN_IN)?.cards ?? [])];
  const cards: Card[] = [];
  for (let n = 0; n < count; n++) {
    const extra = draw([deck], { ...context, exclude: [...main, ...cards].map(({ id }) => id) });
    if (extra) cards.push(extra);
  }
  return cards;
}

/** The cards of a round, by the way its kind draws; null when pacing allows none or a path is at its end. */
export async function chooseCards(work: Work, home: Home, opening: Opening): Promise<readonly Card[] | null> {
  const { content } = work.deps;
  const kind = content.ritualKind(opening.kind);
  if (!kind) throw new Error("a ritual of a kind that data/ does not have");
  const named = (ids: readonly string[]) => ids.flatMap((id) => content.card(id, DRAWN_IN) ?? []);
  if (opening.cards) return named(opening.cards);
  const history = await sharedPast(work, home);
  const decks = decksFor(work, kind.plan, opening.date);
  // What later cards of a fixed ritual build on has to be there: asked until it was shown.
  const asked = history.some((past) => past.kind === kind.id && (kind.draw !== "fixed" || past.state === "revealed"));
  if (kind.first !== undefined && !asked) return named(kind.first);
  const [deck] = decks;
  const context = contextFor(work, home, opening, history);
  if (kind.draw === "fixed")
    return deck ? [...deck.cards, ...appended(work, kind, deck.cards, opening, context)] : null;
  if (kind.draw === "sequence") {
    const part = deck && choosePart(kind, deck, opening, history);
    return part ? [part] : null;
  }
  const main = draw(
    decks.map(({ cards }) => cards),
    context,
  );
  return main ? [main, ...appended(work, kind, [main], opening, context)] : null;
}
