/** Heavy cards come from 09:00 to 20:30 where each of the two is. */
import { DAY, type Instant, MINUTE } from "../ids.ts";
import { wallClock } from "../temporal.ts";

const FROM = 9 * 60;
const TO = 20 * 60 + 30;
const STEP = 15 * MINUTE;

/** Whether it is such an hour in all of these zones (IANA names). */
export function isHeavyHour(at: Instant, zones: readonly string[]): boolean {
  return zones.every((zone) => {
    const { minutes } = wallClock(at, zone);
    return minutes >= FROM && minutes <= TO;
  });
}

/** The first such hour at or after `at`, to the quarter; `at` itself where two zones never share one. */
export function nextHeavyHour(at: Instant, zones: readonly string[]): Instant {
  if (isHeavyHour(at, zones)) return at;
  for (let next = at - (at % STEP) + STEP; next <= at + DAY; next += STEP) {
    if (isHeavyHour(next, zones)) return next;
  }
  return at;
}
