/** Which cards a round asks: what the pacing rules of the domain draw from the ritual's decks. */
import type { Card } from "../../domain/card.ts";
import { draw } from "../../domain/deck.ts";
import { type DrawContext, type PastCard, pastOf } from "../../domain/pacing/context.ts";
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
    deepest: 3,
    facts: a.zone === b.zone ? [] : ["apart"],
    mood: "usual",
    exclude: [],
  };
}

/** The decks of a ritual kind on a local date, in order of preference. */
function decksFor(work: Work, plan: Readonly<Record<string, readonly string[]>>, date: string): Card[][] {
  const weekday = String(Temporal.PlainDate.from(date).dayOfWeek);
  const names = plan[weekday] ?? plan["*"] ?? [];
  return names.map((name) => [...(work.deps.content.deck(name, DRAWN_IN)?.cards ?? [])]);
}

/** The main card, then what the kind appends; null when pacing allows none. */
export async function chooseCards(work: Work, home: Home, opening: Opening): Promise<readonly Card[] | null> {
  const { content } = work.deps;
  const kind = content.ritualKind(opening.kind);
  if (!kind) throw new Error("a ritual of a kind that data/ does not have");
  const history = await work.tx.rounds.history(home.couple.id);
  const context = contextFor(work, home, opening, history);
  const decks = decksFor(work, kind.plan, opening.date);
  const asked = history.some((past) => past.kind === kind.id);
  const first = kind.first === undefined || asked ? undefined : content.card(kind.first, DRAWN_IN);
  const main = first ?? (kind.draw === "fixed" ? decks[0]?.[0] : draw(decks, context));
  if (!main) return null;
  if (kind.append === undefined) return [main];
  const extra = draw([[...(content.deck(kind.append, DRAWN_IN)?.cards ?? [])]], { ...context, exclude: [main.id] });
  return extra ? [main, extra] : [main];
}
