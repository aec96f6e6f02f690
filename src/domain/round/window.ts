/** Rule 6 and rule 9: how long a round waits, and when a ready one may be shown. */
import type { Couple, Person, Seat } from "../couple.ts";
import { DAY, HOUR, type Instant } from "../ids.ts";
import { isPaused, pauseEnds } from "../pause.ts";
import { nextFree } from "../quiet.ts";
import { nextOccurrence } from "../recurrence.ts";
import type { Ritual } from "../ritual.ts";
import type { Round, Seal } from "./state.ts";

/** Never less than this after the card was delivered. */
export const SHORTEST_WINDOW = 2 * HOUR;
const WEEKLY_WINDOW = 72 * HOUR;
const OTHER_WINDOW = 7 * DAY;
/** Sealed answers wait this long after the window's end for a moment in which they may be shown. */
export const LONGEST_WAIT = 30 * DAY;

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
  round: Pick<Extract<Round, { state: "ready" | "revealed" }>, "seals">,
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

/**
 * Earliest instant ≥ `now` at which neither a pause nor quiet hours hold a reveal back, whoever has sealed
 * and when. `now` itself for two who are never awake together: each then gets it in their own time. Null: cards
 * rest until somebody says otherwise.
 */
export function freeAt(couple: Pick<Couple, "pauses">, two: Two, now: Instant): Instant | null {
  const awake = pauseEnds(couple, now);
  return awake === null ? null : (nextFree(awake, [two.a, two.b]) ?? awake);
}

/** Earliest instant ≥ `now` at which two answers may be revealed; null as for `freeAt`. */
export function revealAt(
  seals: Readonly<Record<Seat, Seal>>,
  couple: Pick<Couple, "pauses">,
  two: Two,
  now: Instant,
): Instant | null {
  const settled = Math.max(now, seals.a.settlesAt ?? 0, seals.b.settlesAt ?? 0);
  if (isPaused(couple, settled)) return freeAt(couple, two, settled);
  const awake = revealableAt({ seals }, two, settled) ?? settled;
  return awake <= settled ? settled : Math.min(awake, freeAt(couple, two, settled) ?? awake);
}

/**
 * When a round with answers ends after its window's end, if the first moment since then that was free
 * (`freeAt`) came at `free`: at the end of the first 24 hours that had one; null: there was none so far.
 * Two answers would have been revealed in such a moment, so that this does not depend on the seals.
 */
export function endAfter(windowEndsAt: Instant, free: Instant | null): Instant {
  if (free === null) return windowEndsAt + LONGEST_WAIT;
  const days = Math.floor(Math.max(0, free - windowEndsAt) / DAY) + 1;
  return windowEndsAt + Math.min(days * DAY, LONGEST_WAIT);
}
