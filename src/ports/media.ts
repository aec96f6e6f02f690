/** Bytes that somebody answered with: a photo, a voice message, a video, a file. */
import type { PersonId, RoundId } from "../domain/ids.ts";

/** The most that one file may have, in bytes: what every platform lets a bot both fetch and send. */
export const MAX_MEDIA = 10_000_000;

/** What came of fetching a file. `gone`: the platform does not have it (any more), or could not be reached. */
export type Fetched =
  | { readonly type: "bytes"; readonly data: Uint8Array }
  | { readonly type: "too-large" }
  | { readonly type: "gone" };

/**
 * The files of answers. One lives as long as an answer or a draft of its author for that round
 * mentions it: what neither does at the end of a transaction is removed with it.
 */
export interface MediaFiles {
  /** Ids are unique; nothing is ever replaced. */
  put(file: {
    readonly id: string;
    readonly round: RoundId;
    readonly author: PersonId;
    readonly data: Uint8Array;
  }): Promise<void>;
  /** Null when there is none of this round and author. */
  get(round: RoundId, author: PersonId, id: string): Promise<Uint8Array | null>;
}
