/**
 * A ritual kind: what a couple can have recur. Content, in `data/rituals/*.yaml`;
 * titles and one-line descriptions are messages (`ritual.<id>.title`, `ritual.<id>.about`).
 */
export interface RitualKind {
  /** `[a-z]{2,12}`: it is typed in commands and travels in buttons. */
  readonly id: string;
  /** When it is proposed without a time: the words of `/rituals add`, e.g. `daily 20:00`. */
  readonly usual: string;
  /** Decks by weekday (1 Monday … 7 Sunday); `*` for the days not named. A list is tried in order when a deck runs low. */
  readonly plan: Readonly<Record<string, readonly string[]>>;
  /** Drawn after the main card; its fields are asked in the same round. */
  readonly append?: string;
  /** Always the first card of a couple for this ritual. */
  readonly first?: string;
  /** `fixed` always asks the one card of its deck. `paced` draws under the pacing rules. */
  readonly draw: "paced" | "fixed";
  /** Shown in `/rituals` and accepted by `/rituals add`. */
  readonly listed: boolean;
}
