/** When a shared place that takes nothing is tried again, and from when on it counts as off. */
import type { Outage, Place, Trouble } from "./couple.ts";
import { HOUR, type Instant, MINUTE } from "./ids.ts";

/** Waits from one question to the next; the last one for as long as it lasts. */
const WAITS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR];
/** So long a card waits for the place before it goes to the private chats, and the two hear why. */
const GRACE = 3 * MINUTE;
/** A refusal this soon after the place looked mended is still the same outage: what was asked knew too little. */
const SAME_OUTAGE = 10 * MINUTE;
/** A topic that was found closed is tried again after this. */
const TOPIC_AGAIN = 6 * HOUR;

/** How long to wait before the question after `tries` questions, in milliseconds. */
export function waitAfter(tries: number): number {
  return WAITS[Math.min(tries, WAITS.length - 1)] ?? 6 * HOUR;
}

/** Whether the platform's word is certain enough that nobody has to wait for it to change. */
function isCertain(why: Trouble): boolean {
  return why === "removed" || why === "gone";
}

/** The place after the platform refused something there for this reason. */
export function refused(place: Place, why: Trouble, now: Instant): Place {
  const known = place.outage;
  const same = known !== null && (known.mendedAt === null || now - known.mendedAt <= SAME_OUTAGE);
  const outage: Outage = same
    ? { ...known, why, mendedAt: null }
    : { why, since: now, tries: 0, told: false, mendedAt: null };
  return { ...place, outage, active: place.active && now - outage.since < GRACE };
}

/** The place after the platform said that nothing can be posted there; `why` null: it could not be asked. */
export function stillRefused(place: Place, outage: Outage, why: Trouble | null, now: Instant): Place {
  const known = { ...outage, why: why ?? outage.why, mendedAt: null };
  const over = now - outage.since >= GRACE || (why !== null && isCertain(why));
  return { ...place, outage: known, active: place.active && !over };
}

/** The place once the bot is known to be out of it. */
export function lost(place: Place, why: Trouble, now: Instant): Place {
  const known = place.outage ?? { since: now, tries: 0, told: false };
  return { ...place, active: false, outage: { ...known, why, mendedAt: null } };
}

/** The topic that a new message goes to; null: the general one, or none. */
export function topicNow(place: Place, now: Instant): string | null {
  const { topic, topicShutAt } = place;
  return topicShutAt === null || now - topicShutAt >= TOPIC_AGAIN ? topic : null;
}
