/** How often cards come, after several closed unrevealed. */
import { daysBetween } from "../temporal.ts";

/** Slowest last. */
export const PACES = ["daily", "some", "weekly", "rest"] as const;
export type Pace = (typeof PACES)[number];

/**
 * True when a round that has just closed was the third in a row without a reveal (and again at the
 * sixth, …, so that nobody is asked after every card). `ended`: how the couple's ended rounds ended,
 * newest first; rounds still open are left out.
 */
export function asksForPace(ended: readonly ("revealed" | "closed")[]): boolean {
  const reveal = ended.indexOf("revealed");
  const row = reveal === -1 ? ended.length : reveal;
  return row > 0 && row % 3 === 0;
}

/** Of two wishes the slower; null, no wish, is as fast as `daily`. */
export function slowerPace(one: Pace | null, other: Pace | null): Pace {
  const order = (pace: Pace | null) => PACES.indexOf(pace ?? "daily");
  return PACES[Math.max(order(one), order(other))] ?? "daily";
}

/**
 * Whether a card that recurs daily comes on `date`, when the last came on `lastDate` (both local,
 * `YYYY-MM-DD`): every day, every other day, every seventh, or not at all.
 */
export function comesUnderPace(pace: Pace, lastDate: string | null, date: string): boolean {
  if (pace === "rest") return false;
  const gap = { daily: 1, some: 2, weekly: 7 }[pace];
  return lastDate === null || daysBetween(lastDate, date) >= gap;
}
