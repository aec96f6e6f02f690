/** Words that came after the window's end: nothing is dropped, their author says what becomes of them. */
import type { Answer } from "../../domain/answer.ts";
import { isOnes } from "../../domain/path.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Ctx, MyHome } from "../context.ts";
import { line, say } from "../speak.ts";
import { SUPPORT } from "../support/fill.ts";
import { dropDrafts } from "./beginnings.ts";
import { checkAnswer } from "./fields.ts";
import { loneOf } from "./leftovers.ts";

/** Whether there is anything to be asked: of a tick that matched nothing there is not. */
function asksAboutLate(ctx: Ctx, round: Round): boolean {
  if (round.kind === SUPPORT) return false;
  return round.disclosure === "both" || isOnes(round.disclosure) || loneOf(ctx, round) !== undefined;
}

/**
 * Takes an answer, whole or begun, to a round that is over for its author, and asks what becomes of it. The
 * round itself, and what the partner may have in it, stays as it is. What cannot be kept is refused.
 */
export async function keepLate(ctx: Ctx, home: MyHome, round: Round, answer: Answer): Promise<void> {
  if (round.state === "revealed") return line(ctx, "refused.round.revealed");
  if (!asksAboutLate(ctx, round) || checkAnswer(answer)) return line(ctx, "refused.round.closed");
  await dropDrafts(ctx, home.me.id, round.id);
  await ctx.tx.answers.put(round.id, home.me.id, answer);
  await say(ctx, "leftover", { roundId: round.id });
}
