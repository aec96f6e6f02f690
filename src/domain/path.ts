/** A path: the parts of a deck, one after another. Which comes next, and when; pure. */
import type { Card, Deck } from "./card.ts";
import { partsOf } from "./deck.ts";
import { DAY, type Instant, MINUTE } from "./ids.ts";
import { localDate, zonedTime } from "./recurrence.ts";
import { Temporal } from "./temporal.ts";

/** “The next day” begins here, on its clocks, in minutes after midnight. */
const MORNING = 10 * 60;

/** The part that follows `part`, or null at the end of the path. */
export function partAfter(deck: Deck, part: number): number | null {
  return partsOf(deck).find((next) => next > part) ?? null;
}

/** Whether a part is answered by each for themselves: then it holds up nobody. */
export function isPersonal(deck: Deck, part: number): boolean {
  return deck.cards.some(({ step, disclosure }) => step.part === part && isOnes(disclosure));
}

/** Of one person: what they keep, and what they give. */
export function isOnes(disclosure: Card["disclosure"]): boolean {
  return disclosure === "own" || disclosure === "gift";
}

/**
 * The next part that is for both, from `part` on, and the one whose rest stands before it: personal
 * parts in between are gone through by each at their own pace. Null when no such part follows.
 */
export function nextShared(deck: Deck, part: number): { readonly part: number; readonly before: number } | null {
  let before = part;
  for (let next = partAfter(deck, part); next !== null; next = partAfter(deck, next)) {
    if (!isPersonal(deck, next)) return { part: next, before };
    before = next;
  }
  return null;
}

/**
 * When the part after `card` comes, at the earliest, for a path whose part ended at `ended`. `length`:
 * minutes chosen for the whole of it; `parts`: over how many parts they are spread. `zone`: an IANA name.
 */
export function restEnds(
  card: Pick<Card, "step">,
  ended: Instant,
  { zone, length, parts }: { readonly zone: string; readonly length: number | null; readonly parts: number },
): Instant {
  const { rest } = card.step;
  if (rest === "share") return ended + Math.round(((length ?? 0) * MINUTE) / Math.max(1, parts));
  if (rest !== "next-day") return ended + rest.minutes * MINUTE;
  const tomorrow = Temporal.PlainDate.from(localDate(ended, zone)).add({ days: 1 });
  return Math.max(ended + DAY / 3, zonedTime(tomorrow.toString(), MORNING, zone));
}
