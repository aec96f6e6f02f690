import type { Instant } from "../../domain/ids.ts";
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
}
