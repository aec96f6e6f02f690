import type { Seat } from "./couple.ts";
import type { CoupleId, Instant, RitualId } from "./ids.ts";

/**
 * When a ritual recurs, as wall-clock rules in its own zone. `at` is minutes after midnight;
 * weekdays are 1 Monday … 7 Sunday. Day 31 and 29 February clamp to the month's last day.
 */
export type Recurrence =
  | { readonly every: "day"; readonly at: number }
  | { readonly every: "week"; readonly days: readonly number[]; readonly at: number }
  | { readonly every: "month"; readonly day: number; readonly at: number }
  | { readonly every: "year"; readonly month: number; readonly day: number; readonly at: number };

/** `proposed` waits for the partner's tap; `resting` is kept but never due. */
export type RitualState = "proposed" | "active" | "resting";

export interface Ritual {
  readonly id: RitualId;
  readonly coupleId: CoupleId;
  /** A ritual kind of `data/rituals`. */
  readonly kind: string;
  readonly rule: Recurrence;
  /** IANA name; the ritual owns it. */
  readonly zone: string;
  readonly state: RitualState;
  readonly proposedBy: Seat;
  /** A change that waits for the partner's tap while the old rule runs on. */
  readonly change: {
    readonly rule: Recurrence;
    readonly zone: string;
    readonly by: Seat;
    readonly wake: boolean;
    /** Another length; left out, the length stays. */
    readonly length?: number;
  } | null;
  /** Local date of the last card, `YYYY-MM-DD`: at most one card of a ritual per local date. */
  readonly lastDate: string | null;
  readonly occurrences: number;
  /** Minutes the two chose for it; null: as it comes. */
  readonly length: number | null;
  readonly createdAt: Instant;
}
