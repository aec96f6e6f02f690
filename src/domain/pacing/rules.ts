/** The pacing rules as predicates. */
import type { Card } from "../card.ts";
import type { Facts } from "./facts.ts";

type Rule = (card: Card, facts: Facts) => boolean;

/** Fits the couple, is not deeper or heavier than it may be now. Never relaxed. */
export const allowed: Rule = (card, { context, deepest, heavyAllowed, past }) =>
  !card.adult &&
  !context.exclude.includes(card.id) &&
  card.needs.every((need) => context.facts.includes(need)) &&
  !(card.ld === "no" && context.facts.includes("apart")) &&
  // Line 1.
  card.depth <= deepest &&
  // Lines 2, 3 and 6: both opt-ins, the hours of both, never two in a row, not on a chosen date.
  (!card.heavy || (heavyAllowed && past[0]?.heavy !== true));

/** Line 6: chosen dates are light; festive ones warm or playful, gentle ones warm or thoughtful. */
const fitsTheDate: Rule = (card, { context }) => {
  if (context.mood === "usual") return true;
  const tones: readonly Card["tone"][] = context.mood === "festive" ? ["warm", "playful"] : ["warm", "thoughtful"];
  return isLight(card) && tones.includes(card.tone);
};

/** Line 2: after a heavy card two light ones. */
const lightAfterHeavy: Rule = (card, { past }) => isLight(card) || !past.slice(0, 2).some(({ heavy }) => heavy);

/** Line 2: at most three depth-2 cards and one heavy card in 7 days. */
const weekNotTooDeep: Rule = (card, { week }) => !(card.heavy && week.heavy) && !(card.depth === 2 && week.depth2 >= 3);

/** Line 4: the same card at least 400 days apart. */
const notIn400Days: Rule = (card, { cardAge }) => (cardAge.get(card.id) ?? Infinity) >= 400;

/** `time_ok`: fits the hour at which it opens for each of the two. */
const fitsTheHour: Rule = (card, { times }) => times.every((time) => card.timeOk.includes(time));

/** Line 4: the same paraphrase family at least 120 days apart. */
const familyHasRested: Rule = (card, { clusterAge }) => (clusterAge.get(card.cluster) ?? Infinity) >= 120;

/** Line 4: never again as long as an unseen one fits. */
const unseen: Rule = (card, { cardAge }) => !cardAge.has(card.id);

/** Line 4: not the same strategy on consecutive days. */
const notYesterdaysStrategy: Rule = (card, { yesterday }) => !yesterday.has(card.strategy);

/** Line 4: the same form at most twice running. */
const notTheThirdOfItsForm: Rule = (card, { past }) =>
  past.length < 2 || past.slice(0, 2).some(({ form }) => form !== card.form);

/**
 * What gives way when no card keeps everything, most important first: a rule is broken only where
 * nothing else would leave a card, and never to keep one that stands after it. Line 5 comes last of
 * all (`quotas.ts`): a quota is worth another deck, but no rule.
 */
export const RULES: readonly Rule[] = [
  fitsTheDate,
  lightAfterHeavy,
  weekNotTooDeep,
  notIn400Days,
  fitsTheHour,
  familyHasRested,
  unseen,
  notYesterdaysStrategy,
  notTheThirdOfItsForm,
];

function isLight(card: Pick<Card, "depth" | "heavy">): boolean {
  return card.depth === 1 && !card.heavy;
}
