/** Made-up cards and a couple that draws one a day, for the tests of pacing. */
import type { Card, Strategy, Tone } from "../../src/domain/card.ts";
import { draw } from "../../src/domain/deck.ts";
import { DAY, HOUR } from "../../src/domain/ids.ts";
import { type DrawContext, type PastCard, pastOf } from "../../src/domain/pacing/context.ts";
import { unit } from "../../src/domain/prng.ts";

export function card(id: string, traits: Partial<Card> = {}): Card {
  const depth = traits.depth ?? 1;
  const strategy = traits.strategy ?? 1;
  return {
    id,
    rev: 1,
    deck: "test",
    strategy,
    theme: "test",
    depth,
    disclosure: "both",
    fields: [],
    tone: "warm",
    text: id,
    starters: [],
    ld: "ok",
    needs: [],
    adult: false,
    heavy: depth === 3 || strategy === 3,
    timeOk: ["morning", "day", "evening"],
    cluster: id,
    form: "open",
    marks: [],
    mustNotImply: [],
    step: { part: 1, rest: { minutes: 0 }, silent: false, lasts: [], turns: false },
    listening: 0,
    effects: {},
    keeps: true,
    ...traits,
  };
}

export const START = Date.UTC(2026, 0, 5);

/** The local date `days` after the first Monday of 2026. */
export function dateOn(days: number): string {
  return new Date(START + days * DAY).toISOString().slice(0, 10);
}

/** A couple in Berlin at 20:00 on day `day`, deep enough for everything unless told otherwise. */
export function context(day: number, traits: Partial<DrawContext> = {}): DrawContext {
  return {
    coupleId: "couple",
    seed: "seed",
    date: dateOn(day),
    opens: [{ zone: "Europe/Berlin", at: START + day * DAY + 19 * HOUR }],
    history: [],
    since: START - 100 * DAY,
    deep: true,
    deepest: 3,
    facts: [],
    mood: "usual",
    exclude: [],
    ...traits,
  };
}

export function past(seen: Card, day: number, revealed = true): PastCard {
  return pastOf(seen, { at: START + day * DAY + 19 * HOUR, date: dateOn(day), revealed });
}

/** So many reveals, long ago and of no card in use, that every depth is open, every quota served and no rule in the way. */
export function settled(): PastCard[] {
  return Array.from({ length: 20 }, (_, index) =>
    past(
      card(`old-${index}`, { tone: index % 2 === 0 ? "playful" : "warm", marks: ["good-news", "appreciation"] }),
      -450 - index,
    ),
  );
}

/** A deck as the real ones are: mostly depth 1, with some of everything. */
export function deckOf(name: string, strategy: Strategy, size: number): Card[] {
  return Array.from({ length: size }, (_, index): Card => {
    const chance = (what: string) => unit(`${name}-${index}-${what}`);
    const depth = chance("depth") < 0.6 ? 1 : chance("depth") < 0.92 ? 2 : 3;
    const tones: Tone[] = depth === 1 ? ["playful", "warm", "playful", "warm", "thoughtful"] : ["thoughtful", "brave"];
    const forms: Card["form"][] = ["open", "open", "template", "scale", "choice", "guess"];
    const marked = depth === 1 ? chance("mark") : 1;
    return card(`${name}-${index}`, {
      deck: name,
      strategy: chance("strategy") < 0.8 ? strategy : ((Math.floor(chance("which") * 7) + 1) as Strategy),
      depth,
      tone: tones[Math.floor(chance("tone") * tones.length)] ?? "warm",
      form: forms[Math.floor(chance("form") * forms.length)] ?? "open",
      marks: marked < 0.15 ? ["good-news"] : marked < 0.4 ? ["appreciation"] : [],
      cluster: chance("family") < 0.2 ? `${name}-family-${Math.floor(index / 5)}` : `${name}-${index}`,
      needs: chance("needs") < 0.08 ? ["kids"] : [],
    });
  });
}

/** Monday first. */
export const PLAN = [
  ["spark", "open-heart"],
  ["language", "open-heart"],
  ["spark", "language"],
  ["beneath", "open-heart"],
  ["growth", "spark"],
  ["open-heart", "beneath"],
  ["share", "spark"],
] as const;

export interface Drawn {
  readonly card: Card;
  readonly day: number;
}

export interface Days {
  readonly days: number;
  readonly decksOn: (day: number) => readonly (readonly Card[])[];
  readonly traits?: (day: number) => Partial<DrawContext>;
  /** Share of cards swapped for another. */
  readonly swaps?: number;
  /** Share of rounds that end in a reveal. */
  readonly reveals?: number;
}

/** A couple that gets a card every day; what it saw, a null for a day without. */
export function live({ days, decksOn, traits, swaps = 0, reveals = 0.8 }: Days): (Drawn | null)[] {
  const history: PastCard[] = [];
  return Array.from({ length: days }, (_, day) => {
    const now = context(day, { since: START, history: [...history], ...traits?.(day) });
    const decks = decksOn(day);
    const first = draw(decks, now);
    const swap = first !== null && unit(`swap ${now.coupleId} ${day}`) < swaps;
    const drawn = swap ? draw(decks, { ...now, exclude: [first.id] }) : first;
    if (drawn === null) return null;
    history.push(past(drawn, day, unit(`reveal ${now.coupleId} ${day}`) < reveals));
    return { card: drawn, day };
  });
}
