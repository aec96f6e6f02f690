/** From words to a seal. Every way an answer can come in ends here. */
import type { Answer } from "../../domain/answer.ts";
import type { Instant } from "../../domain/ids.ts";
import { isRefusal, type Refusal } from "../../domain/refusal.ts";
import { seal } from "../../domain/round/decide.ts";
import { ticksNothing } from "../../domain/round/disclose.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Ctx, MyHome } from "../context.ts";
import { line, privateChat, say } from "../speak.ts";
import { checkLines, keepLines, SUPPORT } from "../support/fill.ts";
import { dropDrafts } from "./beginnings.ts";
import { change } from "./change.ts";
import { heldBack } from "./concern.ts";
import { followSeal } from "./effects.ts";
import { cardsOf, checkAnswer, lengthOf, MAY_CONTINUE, refsOf } from "./fields.ts";
import { giveWhen } from "./giving.ts";
import { keepLate } from "./late.ts";

/** Pieces of a split text arrive within this time. */
export const BURST: Instant = 3000;

/** Tells a refusal in the speaker's language. */
export async function refused(ctx: Ctx, refusal: Refusal): Promise<void> {
  await line(ctx, `refused.${refusal.refused}`, refusal.params ?? {});
}

/**
 * Seals, or replaces a seal. The author is told “Sealed” in the same words each time (rule 7 and
 * *Decided*), or why not; a late answer is kept and its author asked what should become of it.
 * Returns false when nothing was sealed. `asItIs`: its author was asked about the words, and wants them so.
 */
export async function sealAnswer(
  ctx: Ctx,
  home: MyHome,
  round: Round,
  answer: Answer,
  asItIs = false,
): Promise<boolean> {
  const wrong = checkAnswer(answer) ?? checkLines(ctx, home, round, answer);
  if (wrong && !skipsAll(round, answer)) {
    await refused(ctx, wrong);
    return false;
  }
  if (ticksNothing(cardsOf(ctx.deps.content, round, "en"), answer)) {
    // The same screen as for one who ticked something: it may be another who looks at it.
    await passRound(ctx, home, round, "sealed");
    return true;
  }
  if (!asItIs && (await heldBack(ctx, home, round, answer))) return false;
  const long = refsOf(answer).length > 0 && lengthOf(answer) >= MAY_CONTINUE;
  const settlesAt = long ? ctx.now + BURST : null;
  const decided = seal(round, home.seat, { passed: false, at: ctx.now, settlesAt, flag: null });
  if (isRefusal(decided)) {
    await keepLate(ctx, home, round, answer);
    return false;
  }
  await dropDrafts(ctx, home.me.id, round.id);
  if (keeps(ctx, round)) await ctx.tx.answers.put(round.id, home.me.id, answer);
  await saySealed(ctx, home, round, answer, asItIs);
  await clearTyped(ctx, home, refsOf(answer));
  await followSeal(ctx, home, round, answer);
  await change(ctx, home, round, decided);
  return true;
}

/** Every question to oneself left out is an answer, too: it ends like any other. */
function skipsAll(round: Round, answer: Answer): boolean {
  return round.disclosure === "own" && Object.values(answer).every(({ kind }) => kind === "skipped");
}

/** Seals what its author has said before, without another word to them. */
export async function sealQuietly(ctx: Ctx, home: MyHome, round: Round, answer: Answer): Promise<void> {
  const decided = seal(round, home.seat, { passed: false, at: ctx.now, settlesAt: null, flag: null });
  if (isRefusal(decided)) return;
  await ctx.tx.answers.put(round.id, home.me.id, answer);
  await change(ctx, home, round, decided);
}

/** An answer that is read for what it leads to, and not stored. */
function keeps(ctx: Ctx, round: Round): boolean {
  return cardsOf(ctx.deps.content, round, "en").some((card) => card.keeps);
}

/** The same words each time; how editing and deleting work is told once in all. */
async function saySealed(ctx: Ctx, home: MyHome, round: Round, answer: Answer, replace: boolean): Promise<void> {
  if (round.kind === SUPPORT) return keepLines(ctx, home, round, answer);
  if (round.disclosure === "own") return say(ctx, "kept", { roundId: round.id }, { replace });
  if (round.disclosure === "gift") return giveWhen(ctx, home, round, answer);
  await tellSealed(ctx, home, round, replace);
}

async function tellSealed(ctx: Ctx, home: MyHome, round: Round, replace: boolean): Promise<void> {
  const me = await ctx.tx.people.byId(home.me.id);
  await say(ctx, "sealed", { roundId: round.id, explain: me?.toldDeleting === false }, { replace });
  if (me && !me.toldDeleting) await ctx.tx.people.save({ ...me, toldDeleting: true });
}

/** “Not today”. Looks to the partner like not having come (rule 7). */
export async function passRound(
  ctx: Ctx,
  home: MyHome,
  round: Round,
  view: "passed" | "sealed" = "passed",
): Promise<void> {
  const decided = seal(round, home.seat, { passed: true, at: ctx.now, settlesAt: null, flag: null });
  if (isRefusal(decided)) return refused(ctx, decided);
  await dropDrafts(ctx, home.me.id, round.id);
  if (view === "sealed") await tellSealed(ctx, home, round, false);
  else await say(ctx, view, { roundId: round.id }, { replace: true });
  await change(ctx, home, round, decided);
}

/** Deletes what was typed, where its author wants that and the platform lets the bot. */
export async function clearTyped(ctx: Ctx, home: MyHome, refs: readonly string[]): Promise<void> {
  if (!home.me.clearTyped || !ctx.can.canDeleteTyped || refs.length === 0) return;
  await ctx.tx.outbox.add(
    {
      dedupe: ctx.deps.random.id(),
      lane: "interactive",
      to: privateChat(home.me),
      coupleId: home.couple.id,
      personId: home.me.id,
      content: { view: "none", params: { why: "typed" } },
      operation: "delete",
      refs,
    },
    ctx.now,
  );
}
