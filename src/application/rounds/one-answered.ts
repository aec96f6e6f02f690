/** “One of you has answered”: when it may be said (rule 8), asked when it is decided and again when it is sent. */
import type { Instant } from "../../domain/ids.ts";
import { answered, isRunning } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Home } from "../context.ts";

/** Both want it now, the window runs, and at least one answer stands, be it one or two. */
export function maySayOneAnswered({ now }: { readonly now: Instant }, home: Home, round: Round): boolean {
  if (round.disclosure !== "both" || round.asked.length < 2) return false;
  const { a, b } = home.people;
  return a.tellAnswered && b.tellAnswered && isRunning(round, now) && answered(round);
}
