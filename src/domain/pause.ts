/**
 * Pauses: each of the two may have one, and cards rest while either runs. A pause belongs to whoever made it;
 * the other can neither shorten nor end it.
 */
import type { Couple, Pause, Seat } from "./couple.ts";
import { DAY, type Instant } from "./ids.ts";

type Paused = Pick<Couple, "pauses">;

/** A home in which cards have rested for this long ends. */
export const LONGEST_REST = 365 * DAY;

export const NO_PAUSES: Couple["pauses"] = { a: null, b: null };

/** A pause with an end is over at that instant, also before its timer ran. */
function runsAt(pause: Pause | null, at: Instant): boolean {
  return pause !== null && (pause.until === null || at < pause.until);
}

/** Whether cards rest at `at`, through a pause of either. */
export function isPaused({ pauses }: Paused, at: Instant): boolean {
  return runsAt(pauses.a, at) || runsAt(pauses.b, at);
}

/** Whether this one of the two has a pause that runs at `at`. */
export function isPausedBy({ pauses }: Paused, seat: Seat, at: Instant): boolean {
  return runsAt(pauses[seat], at);
}

/** Whether cards rested at `at`, which may lie in the past: a pause that was over since then counts too. */
export function wasPaused({ pauses }: Paused, at: Instant): boolean {
  return Object.values(pauses).some((pause) => pause !== null && pause.since <= at && runsAt(pause, at));
}

/** When no pause runs any more: `at` itself while none does, null while one has no end. */
export function pauseEnds(couple: Paused, at: Instant): Instant | null {
  const running = Object.values(couple.pauses).filter((pause) => runsAt(pause, at));
  return running.reduce<Instant | null>(
    (latest, pause) => (latest === null || !pause || pause.until === null ? null : Math.max(latest, pause.until)),
    at,
  );
}
