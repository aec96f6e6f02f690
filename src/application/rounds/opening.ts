import type { Seat } from "../../domain/couple.ts";
import type { Instant, RoundId } from "../../domain/ids.ts";
import type { Ritual } from "../../domain/ritual.ts";

/** Why and for when a round is opened. */
export interface Opening {
  readonly kind: string;
  readonly ritual: Ritual | null;
  /** Local date of the card, `YYYY-MM-DD`. */
  readonly date: string;
  /** When it was due. */
  readonly dueAt: Instant;
  /** Who asked for it now; null when its time came. */
  readonly by: string | null;
  /** Whom it is put to; both unless given, or the one who asks where the kind is opened alone. */
  readonly asked?: readonly Seat[];
  /** The part of which path; none: a round of its own, or the first part. */
  readonly path?: RoundId;
  readonly part?: number;
  /** These cards and no draw. */
  readonly cards?: readonly string[];
  /** Nothing is shown: it continues what its asker has answered. */
  readonly quietly?: boolean;
  /** It follows what the two are doing just now: their quiet hours do not hold it back. */
  readonly live?: boolean;
  /** What it asks about: a ritual, or somebody's own question. */
  readonly about?: string;
  /** Who has swapped already in this draw from the jar. */
  readonly swapped?: readonly Seat[];
}
