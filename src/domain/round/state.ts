import type { Disclosure } from "../card.ts";
import type { Seat } from "../couple.ts";
import type { CoupleId, Instant, RitualId, RoundId } from "../ids.ts";

/** How the author would like the answer to be received; stands over it in the reveal. */
export const RECEPTION_FLAGS = ["listen", "comfort", "ideas", "none"] as const;
export type ReceptionFlag = (typeof RECEPTION_FLAGS)[number];

/** One tap after a reveal. */
export const RESPONSES = ["hear", "thanks", "same", "more", "hug"] as const;
/** Those that only listen; offered where a card asks for nothing else. */
export const LISTENING_RESPONSES = ["hear", "thanks", "hug"] as const;
export type Response = (typeof RESPONSES)[number];

/** One partner's stored answer. Its words are not here: they are kept encrypted, apart. */
export interface Seal {
  /** “Not today”: a seal without words. */
  readonly passed: boolean;
  readonly at: Instant;
  /** A long text may still be arriving in pieces: not revealed before this instant. */
  readonly settlesAt: Instant | null;
  readonly flag: ReceptionFlag | null;
}

export interface RoundBase {
  readonly id: RoundId;
  readonly coupleId: CoupleId;
  /** Null when the ritual was opened with `/checkin` and the couple has none of that kind. */
  readonly ritualId: RitualId | null;
  /** A ritual kind of `data/rituals`. */
  readonly kind: string;
  /** Card ids whose fields are asked, in order: the main card, then what the kind appends. */
  readonly cards: readonly string[];
  /** Of the cards the one that opens most: `own` beside `match` is a `match` round. */
  readonly disclosure: Disclosure;
  /** To whom it was put. What is `own` or a `gift`, and what was opened alone, is one person's. */
  readonly asked: readonly Seat[];
  /** The first round of the path it is a part of; null: none. */
  readonly path: RoundId | null;
  /** What it asks about besides its cards: a ritual, or somebody's own question. */
  readonly about: string | null;
  /** Of a spoken card: how often it was gone on with. */
  readonly turn: number;
  /** Of a spoken card: the minutes the two chose for it. */
  readonly lasts: number | null;
  /** Of a question out of the jar: who has had their one swap in this draw. */
  readonly swapped: readonly Seat[];
  /** Local date in the ritual's zone, `YYYY-MM-DD`; shown on a late reveal. */
  readonly date: string;
  readonly openedAt: Instant;
  /** When the card was first delivered; null until then. */
  readonly deliveredAt: Instant | null;
  readonly windowEndsAt: Instant;
  /** True once the one reminder was sent or is no longer due. */
  readonly reminded: boolean;
}

export type Seals = { readonly [S in Seat]?: Seal };

/**
 * The states say what was sealed, not whether the window still runs: that is a matter of time alone
 * (`isRunning`, `isOpenTo` in `decide.ts`), so that nothing anybody sees depends on the other's seal.
 * `open`: nobody sealed. `half`: at least one seal, but not two answers (a pass among two seals is
 * `half` too, so that it looks like waiting). `ready`: both answered. `closed`: ended, nothing shown.
 */
export type Round = RoundBase &
  (
    | { readonly state: "open" }
    | { readonly state: "half"; readonly seals: Seals }
    | { readonly state: "ready"; readonly seals: Readonly<Record<Seat, Seal>>; readonly readyAt: Instant }
    | {
        readonly state: "revealed";
        readonly seals: Readonly<Record<Seat, Seal>>;
        readonly revealedAt: Instant;
        readonly blanked: readonly Seat[];
        /** Who takes their half back as soon as the last copy of the reveal was delivered. */
        readonly toBlank: readonly Seat[];
        /** The partner's round, where each was asked alone and the two were revealed together. */
        readonly pair: RoundId | null;
        readonly responses: { readonly [S in Seat]?: Response };
      }
    | { readonly state: "closed"; readonly seals: Seals; readonly closedAt: Instant }
  );

export type RoundState = Round["state"];
