import type { Strategy } from "./card.ts";

/**
 * A ritual kind: what a couple can open or have recur. Content, in `data/rituals/*.yaml`;
 * titles and one-line descriptions are messages (`ritual.<id>.title`, `ritual.<id>.about`).
 */
export interface RitualKind {
  /** `[a-z]{2,12}`: it is typed in commands and travels in buttons. */
  readonly id: string;
  readonly strategy?: Strategy;
  /** When it is proposed without a time: the words of `/rituals add`. Null: opened on demand only. */
  readonly usual: string | null;
  /** Decks by weekday (1 Monday … 7 Sunday); `*` for the days not named. A list is tried in order when a deck runs low. */
  readonly plan: Readonly<Record<string, readonly string[]>>;
  /** Drawn after the main card; its fields are asked in the same round. */
  readonly append?: string;
  /** Minutes a couple may choose → how many cards are appended; one without it. */
  readonly lengths?: Readonly<Record<string, number>>;
  /** Always the first cards of a couple for this ritual, in one round. */
  readonly first?: readonly string[];
  /**
   * `paced` draws one card under the pacing rules, `fixed` asks all cards of its deck in one round,
   * `sequence` takes a deck part after part: a path.
   */
  readonly draw: "paced" | "fixed" | "sequence";
  /** Of a path: one part each time the ritual is due, or all of them one after another. */
  readonly step: "occurrence" | "run";
  /** `alone`: it comes to who asks for it, and the partner does not learn of it. */
  readonly opens: "together" | "alone";
  /** The two are asked whether it still works after every so many occurrences; 0: never. */
  readonly working: number;
  /** Reveals after which the bot may mention it, once; null: it does not. */
  readonly offer: number | null;
  /** Drawn from the answers for the reveal: `board`, a square for each file or line. */
  readonly picture: "board" | null;
  /** Shown in `/rituals` and accepted by `/rituals add`. */
  readonly listed: boolean;
}

/** Whether its parts follow one another by themselves. */
export function runs(kind: Pick<RitualKind, "draw" | "step"> | undefined): boolean {
  return kind?.draw === "sequence" && kind.step === "run";
}
