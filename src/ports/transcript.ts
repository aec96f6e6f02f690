/** What the playground, which is its own platform, must remember over a restart. Kept encrypted. */
import type { Instant } from "../domain/ids.ts";

export interface TranscriptEntry {
  readonly id: string;
  /** `shared`, or `private:<userId>`. */
  readonly chat: string;
  /** JSON of what is shown. */
  readonly body: string;
  readonly at: Instant;
}

export interface Transcript {
  all(): Promise<readonly TranscriptEntry[]>;
  /** Inserts, or replaces the body of an entry with this id. */
  put(entry: TranscriptEntry): Promise<void>;
  remove(id: string): Promise<void>;
  /** Empties it. */
  clear(): Promise<void>;
  /** How far the playground's clock is ahead of the real one, in milliseconds. */
  clockOffset(): Promise<number>;
  setClockOffset(ms: number): Promise<void>;
}
