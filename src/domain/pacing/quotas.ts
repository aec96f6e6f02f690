/** In any 14 days one good-news card, two appreciations, a quarter playful. */
import type { Card } from "../card.ts";
import type { Facts } from "./facts.ts";

interface Quota {
  /** How many of 14. */
  readonly least: number;
  readonly counts: (card: Pick<Card, "marks" | "tone">) => boolean;
}

/** How a quota stands at a draw. */
export interface Want {
  readonly counts: Quota["counts"];
  /**
   * `due`: worth leaving the day's deck for. `soon`: preferred within it. `open`: left to chance.
   * `served`: better kept for later, so that no deck runs out of what it has few of.
   */
  readonly state: "due" | "soon" | "open" | "served";
}

const WINDOW = 14;
/** Asked for so many days before it would be missed, because two quotas may fall on one day. */
const SOON = 2;
const DUE = 1;

const playful: Quota["counts"] = ({ tone }) => tone === "playful";

const QUOTAS: readonly Quota[] = [
  { least: 1, counts: ({ marks }) => marks.includes("good-news") },
  { least: 2, counts: ({ marks }) => marks.includes("appreciation") },
  // A quarter of 14 is three and a half.
  { least: 4, counts: playful },
];

/** Where each quota stands, most urgent first. Nothing has to be playful on a gentle date. */
export function wants(facts: Facts): readonly Want[] {
  return QUOTAS.filter(({ counts }) => counts !== playful || facts.context.mood !== "gentle")
    .map((quota) => ({ counts: quota.counts, ...standing(quota, facts) }))
    .sort((a, b) => a.left - b.left);
}

/** `left`: days until 14 days would hold too few. Couples with fewer cards than days have theirs counted in cards. */
function standing(quota: Quota, { past, context }: Facts): { readonly left: number; readonly state: Want["state"] } {
  const ages = past.map((card, index) => ({ card, age: Math.min(card.age, index + 1) }));
  const served = ages.filter(({ card }) => quota.counts(card));
  const last = served[quota.least - 1];
  // At the beginning: as if the day before the first card had served it, less a day for each one missing.
  const begun = (ages.at(-1)?.age ?? -1) + 1;
  const left = last === undefined ? WINDOW - begun - (quota.least - served.length) : WINDOW - 1 - last.age;
  if (left <= SOON) return { left, state: left <= DUE ? "due" : "soon" };
  return { left, state: last === undefined || context.mood !== "usual" ? "open" : "served" };
}
