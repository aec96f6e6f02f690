/** What is to happen later. */
import type { CoupleId, Instant } from "../domain/ids.ts";

/** What is due at an instant. One row per kind and ref; setting it again moves it. */
export type TimerKind =
  | "ritual"
  | "reminder"
  | "window"
  | "reveal"
  | "leftover"
  | "draft"
  | "pause"
  | "invite"
  /** A round with answers that were not revealed ends, some time after its window. */
  | "end"
  /** A half that is to be blanked does not wait any longer for the last copy of its reveal. */
  | "blank"
  /** The next part of a path, by its first round. */
  | "part"
  /** A spoken card's time is over. */
  | "silence"
  /** A letter's date. */
  | "letter"
  /** A letter that was sent at once: until now its author could withdraw it. */
  | "letter-soon"
  /** The same after a restore: whether it was sent or taken back since the backup, its author is asked. */
  | "letter-held"
  /** A shared place that could not be posted in is asked about again, by the place. */
  | "place"
  /** A closed private chat is tried again, by the person. */
  | "reach"
  /** Cards have rested for a year, by the couple. */
  | "home"
  /** A person's wish how long shown words are kept, by the person. */
  | "keep"
  /** A message of the bot's removes itself, by the id under which it is remembered. */
  | "passing";

export interface Timer {
  readonly kind: TimerKind;
  /** A ritual, round, draft, … id; `<roundId>:<seat>` for leftovers. */
  readonly ref: string;
  readonly at: Instant;
}

export interface Timers {
  set(timer: Timer, couple: CoupleId | null): Promise<void>;
  clear(kind: TimerKind, ref: string): Promise<void>;
  /** When it is due, or null. */
  at(kind: TimerKind, ref: string): Promise<Instant | null>;
  /** Due at or before `now`, earliest first. */
  due(now: Instant, limit: number): Promise<readonly Timer[]>;
  /** The earliest of all, or of one kind; null when there is none. */
  next(kind?: TimerKind): Promise<Timer | null>;
}
