/**
 * What one of the two may send to the other, and how often. Only the sender's own sends are counted, never what became
 * of them, so that a limit tells nothing about the other.
 */
import { DAY, type Instant } from "./ids.ts";

/** The most of each kind in any 24 hours, for each sender. */
export const MOST_A_DAY = {
  /** A letter, now or for a date. */
  letter: 3,
  /** An answer given to the partner before they have answered. */
  first: 3,
  overwhelmed: 3,
  /** A ritual proposed, moved, woken or given another length. */
  proposal: 12,
  /** Words added below a reveal. */
  below: 10,
  /** The other is told that cards are paused or awake, or appear elsewhere. */
  notice: 4,
  /** A card for both, opened by a tap or a command. */
  card: 8,
  /** A card for oneself alone. */
  own: 20,
  /** An open card that is posted once more where both see it. */
  again: 3,
} as const;

export type SendKind = keyof typeof MOST_A_DAY;

/** Sends at or after this instant count. No calendar day, which a change of one's zone would begin anew. */
export function countsSince(now: Instant): Instant {
  return now - DAY;
}
