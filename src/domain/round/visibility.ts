/** Rule 1 in one place: who may read whose words. Every view asks here before it opens an answer. */
import type { Seat } from "../couple.ts";
import { sealOf } from "./decide.ts";
import type { Round } from "./state.ts";

/** `shared`: the chat of the two, which counts as the partner. */
export type Reader = Seat | "shared";

/**
 * Authors always read themselves. Anybody else reads only after the reveal, never a half that its
 * author has taken back.
 */
export function mayRead(round: Round, reader: Reader, author: Seat): boolean {
  if (reader === author) return sealOf(round, author)?.passed === false;
  if (round.disclosure === "own" || round.disclosure === "gift") return false;
  return round.state === "revealed" && !round.blanked.includes(author);
}

/** Whether the partner or the shared chat may be shown anything about this round's answers at all. */
export function isOpenToBoth(round: Round): boolean {
  return round.state === "revealed";
}
