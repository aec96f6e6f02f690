/**
 * Quiet hours: wall-clock times in a person's own zone. Where clocks change
 * at an edge, quiet is rather longer than shorter: it begins at the first of two and ends at the last.
 */
import type { QuietHours } from "./couple.ts";
import { HOUR, type Instant } from "./ids.ts";
import { instantAt, wallClock } from "./temporal.ts";

/** One person's quiet hours, null for none, and the IANA zone they are in. */
export interface Quiet {
  readonly quiet: QuietHours | null;
  readonly zone: string;
  /** When this person did what is now answered: awake then, so that very quiet period does not count. */
  readonly acted?: Instant | undefined;
}

/** Only clock changes make two quiet periods touch; this many in a row cannot happen. */
const MOST_PERIODS = 8;

/** True from the first to before the last minute. Throws RangeError for an unknown zone. */
export function inQuiet(quiet: QuietHours | null, zone: string, at: Instant): boolean {
  return periodEnd(quiet, zone, at) !== null;
}

/** When it is no longer quiet: `at` itself outside quiet hours. Throws RangeError for an unknown zone. */
export function quietEnds(quiet: QuietHours | null, zone: string, at: Instant): Instant {
  let free = at;
  for (let n = 0; n < MOST_PERIODS; n++) {
    const end = periodEnd(quiet, zone, free);
    if (end === null) return free;
    free = end;
  }
  return free;
}

/** When a person may be written to, at or after `at`: not in their quiet hours, but in those in which they acted. */
export function mayHear({ quiet, zone, acted }: Quiet, at: Instant): Instant {
  const end = quietEnds(quiet, zone, at);
  const samePeriod =
    acted !== undefined && acted <= at && inQuiet(quiet, zone, acted) && quietEnds(quiet, zone, acted) > at;
  return samePeriod ? at : end;
}

/**
 * The first instant at or after `at` at which all may be written to, or null when there is none within
 * `horizonMs` (two people whose quiet hours cover the day between them).
 */
export function nextFree(at: Instant, people: readonly Quiet[], horizonMs: number = 48 * HOUR): Instant | null {
  let free = at;
  while (free <= at + horizonMs) {
    const now = free;
    free = Math.max(now, ...people.map((person) => mayHear(person, now)));
    if (free === now) return free;
  }
  return null;
}

/**
 * The end of the quiet period around `at`, or null. It may belong to the day before, or two where a
 * date is skipped, and to the day after where clocks jump at midnight.
 */
function periodEnd(quiet: QuietHours | null, zone: string, at: Instant): Instant | null {
  if (quiet === null || quiet.from === quiet.to) return null;
  const today = wallClock(at, zone).date;
  for (const back of [-1, 0, 1, 2]) {
    const date = today.subtract({ days: back });
    const last = quiet.to > quiet.from ? date : date.add({ days: 1 });
    const start = instantAt(date, quiet.from, zone, "earlier");
    const end = instantAt(last, quiet.to, zone, "later");
    if (start <= at && at < end) return end;
  }
  return null;
}
