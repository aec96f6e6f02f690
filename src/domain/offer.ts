/** What the bot mentions by itself: at most one new thing a week, and no more once two in a row went unused. */
import type { Offers } from "./couple.ts";
import { DAY, type Instant } from "./ids.ts";
import type { RitualKind } from "./ritual-kind.ts";

/** At most one in this time. */
const APART = 7 * DAY;
/** After so many in a row that nobody took up, no more come. */
const MOST_IGNORED = 2;

/** Something that may be mentioned. */
export interface Thing {
  readonly id: string;
  /** Reveals after which it fits. */
  readonly after: number;
  /** One of the two can use it unseen: whether somebody did must not show in what is mentioned next. */
  readonly alone: boolean;
}

/** The guide is no ritual; it is for those who have seen how a card works. */
const GUIDE: Thing = { id: "guide", after: 3, alone: true };

/** Everything that may be mentioned, what fits sooner first. */
export function thingsOf(kinds: readonly RitualKind[]): readonly Thing[] {
  const offered = kinds.flatMap(({ id, offer, opens }) =>
    offer === null ? [] : [{ id, after: offer, alone: opens === "alone" }],
  );
  return [GUIDE, ...offered].sort((one, other) => one.after - other.after || (one.id < other.id ? -1 : 1));
}

/** How far a couple has come, as both of them know it. */
export interface Stage {
  readonly reveals: number;
  /** Kinds that they have set up, or opened together. */
  readonly theirs: ReadonlySet<string>;
}

/** What may be mentioned now, and what is remembered of it; null when nothing is. */
export function nextOffer(
  things: readonly Thing[],
  { reveals, theirs }: Stage,
  offers: Offers,
  now: Instant,
): { readonly thing: Thing; readonly offers: Offers } | null {
  if (offers.off || now - offers.at < APART) return null;
  const ignored = ignoredInARow(things, theirs, offers);
  if (ignored >= MOST_IGNORED) return null;
  const thing = things.find(
    ({ id, after, alone }) => after <= reveals && !offers.kinds.includes(id) && (alone || !theirs.has(id)),
  );
  if (!thing) return null;
  // Counted as unused until it is seen to be used.
  const counted = ignored + (thing.alone ? 0 : 1);
  return { thing, offers: { at: now, ignored: counted, kinds: [...offers.kinds, thing.id] } };
}

/** What one can use unseen says nothing either way. */
function ignoredInARow(things: readonly Thing[], theirs: ReadonlySet<string>, { ignored, kinds }: Offers): number {
  const last = kinds.findLast((id) => things.some((thing) => thing.id === id && !thing.alone));
  return last !== undefined && theirs.has(last) ? 0 : ignored;
}
