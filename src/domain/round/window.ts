/** Rule 6 and rule 9: how long a round waits, and when a ready one may be shown. */
import type { Couple, Person, Seat } from "../couple.ts";
import { DAY, HOUR, type Instant } from "../ids.ts";
import { nextFree } from "../quiet.ts";
import { nextOccurrence } from "../recurrence.ts";
import type { Ritual } from "../ritual.ts";
import type { Round } from "./state.ts";

/** Never less than this after the card was delivered. */
export const SHORTEST_WINDOW = 2 * HOUR;
const WEEKLY_WINDOW = 72 * HOUR;
const OTHER_WINDOW = 7 * DAY;
/** What is ready waits this long for a pause to end. */
export const LONGEST_PAUSE_WAIT = 30 * DAY;

/** End of the window of a card that came at `from`; `ritual` is null for a card opened without one. */
export function windowEnd(ritual: Pick<Ritual, "rule" | "zone"> | null, from: Instant): Instant {
  const { every } = ritual?.rule ?? { every: "month" };
  if (!ritual || every === "month" || every === "year") return from + OTHER_WINDOW;
  const next = nextOccurrence(ritual.rule, ritual.zone, from);
  const end = every === "week" ? Math.min(next, from + WEEKLY_WINDOW) : next;
  return Math.max(end, from + SHORTEST_WINDOW);
}

/** The one reminder: a quarter of the window before its end (rule 8). */
export function reminderAt(openedAt: Instant, windowEndsAt: Instant): Instant {
  return Math.round(windowEndsAt - (windowEndsAt - openedAt) / 4);
}

type Two = Readonly<Record<Seat, Pick<Person, "quiet" | "zone">>>;

/**
 * Earliest instant ≥ `now` at which the reveal may be posted: both quiet hours are over, except those
 * in which somebody sealed, and a long text has settled. Null: the two are never awake together.
 */
export function revealableAt(
  round: Extract<Round, { state: "ready" | "revealed" }>,
  two: Two,
  now: Instant,
): Instant | null {
  const { a, b } = round.seals;
  const settled = Math.max(now, a.settlesAt ?? 0, b.settlesAt ?? 0);
  return nextFree(settled, [
    { ...two.a, acted: a.at },
    { ...two.b, acted: b.at },
  ]);
}

/** Whether cards rest now. A pause with an end is over at that instant, also before its timer ran. */
export function isPaused(couple: Pick<Couple, "pause">, now: Instant): boolean {
  return couple.pause !== null && (couple.pause.until === null || now < couple.pause.until);
}
