/** A private message: which round it is for, and what it means there. */

import type { Answer } from "../../domain/answer.ts";
import { MAX_ANSWER } from "../../domain/answer.ts";
import { isBlank } from "../../domain/blank.ts";
import { DAY } from "../../domain/ids.ts";
import { isPaused } from "../../domain/pause.ts";
import { isRefusal } from "../../domain/refusal.ts";
import { hasTakenBack, isOpenTo, sealOf, takeBack } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Words } from "../../domain/words.ts";
import type { Draft } from "../../ports/store.ts";
import type { Ctx, MyHome } from "../context.ts";
import { homeOf } from "../context.ts";
import { takeName } from "../names.ts";
import { line, say } from "../speak.ts";
import { continuesLetter, takeAwaited } from "../typed.ts";
import { fieldsDraft } from "./beginnings.ts";
import { belongsTo, repliedTo } from "./belongs.ts";
import { change } from "./change.ts";
import { continueHeld } from "./concern.ts";
import { fieldsOf, lengthOf, MAY_CONTINUE, pieceOf, saidIn, textAnswer, withAdded, wordsAlone } from "./fields.ts";
import { BURST, refused, sealAnswer } from "./sealing.ts";
import { recordField } from "./steps.ts";
import { type TextEvent, track } from "./tracked.ts";

/** Drafts are kept this long. */
const DRAFT_KEPT = DAY;

/** The key under which words are kept while it is not known what they are. */
const WORDS = "words";

export function wordsOf(draft: Pick<Draft, "answer">): { words: Words; ref: string | null } {
  const field = draft.answer[WORDS];
  const parts = field?.kind === "text" ? field.parts : [];
  return { words: saidIn(field), ref: parts[0]?.ref ?? null };
}

export async function handleText(ctx: Ctx, event: TextEvent): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  if (!home && (await takeName(ctx, event.text))) return;
  if (!home) return line(ctx, ctx.me ? "talk.alone" : "talk.stranger");
  if (isBlank(event.text)) return line(ctx, "refused.answer.empty");
  if (await continuesRefused(ctx, event)) return;
  if (!(await repliedTo(ctx, home, event.replyTo)) && (await takeAwaited(ctx, home, event))) return;
  if (await continuesLetter(ctx, home, event)) return;
  const target = await belongsTo(ctx, home, event.replyTo);
  if (target.type === "nothing")
    return isPaused(home.couple, ctx.now) ? line(ctx, "talk.no-couple") : say(ctx, "nothing-kept");
  if (target.type === "ask") {
    const draft = await keepWords(ctx, home, event, null);
    await track(ctx, "draft", null, event);
    return say(ctx, "which", { draftId: draft.id });
  }
  return handleFor(ctx, home, target.round, event);
}

/** A message that is known to be for this round. */
export async function handleFor(ctx: Ctx, home: MyHome, round: Round, event: TextEvent): Promise<void> {
  if (event.text.length > MAX_ANSWER) {
    await track(ctx, "refused", round.id, event);
    return refused(ctx, { refused: "answer.too-long", params: { count: event.text.length, max: MAX_ANSWER } });
  }
  if (round.state === "revealed") return offerBelow(ctx, home, round, event);
  if (!isOpenTo(round, home.seat, ctx.now)) return addLate(ctx, home, round, event);
  if (!ctx.can.answersByMessage) return offer(ctx, home, round, event, "seal-offer");
  if (await continuesHeld(ctx, home, round, event)) return;
  const adding = await fieldsDraft(ctx, home.me.id, round.id, "add");
  const stepping = await fieldsDraft(ctx, home.me.id, round.id);
  const seal = sealOf(round, home.seat);
  if (seal && !seal.passed && !stepping && !adding) {
    if (await continuesSealed(ctx, home, round, event)) return;
    return offer(ctx, home, round, event, "further");
  }
  await track(ctx, "typed", round.id, event);
  if (adding) return void (await addWords(ctx, home, round, event, event.messageId));
  await recordField(ctx, home, round, event, event.messageId);
}

/** Late words for a round that is over join what its author had sealed or begun; what becomes of it is asked. */
async function addLate(ctx: Ctx, home: MyHome, round: Round, event: TextEvent): Promise<void> {
  await track(ctx, "typed", round.id, event);
  const asked = fieldsOf(ctx.deps.content, round, home.me.language);
  const begun = (await fieldsDraft(ctx, home.me.id, round.id))?.answer ?? {};
  const before = (await ctx.tx.answers.get(round.id, home.me.id)) ?? begun;
  await sealAnswer(ctx, home, round, withAdded(before, asked, { ...wordsAlone(event), ref: event.messageId }));
}

/** After the reveal nothing is dropped: the words can stand below it, unless their author took that half back. */
export async function offerBelow(ctx: Ctx, home: MyHome, round: Round, event: TextEvent): Promise<void> {
  if (hasTakenBack(round, home.seat)) return line(ctx, "refused.round.half-taken");
  return offer(ctx, home, round, event, "below-offer");
}

/** Adds to a sealed answer and seals it again. */
export async function addWords(ctx: Ctx, home: MyHome, round: Round, words: Words, ref: string | null) {
  const asked = fieldsOf(ctx.deps.content, round, home.me.language);
  const before: Answer = (await ctx.tx.answers.get(round.id, home.me.id)) ?? {};
  return sealAnswer(ctx, home, round, withAdded(before, asked, { ...wordsAlone(words), ref }));
}

/** Keeps words whose meaning is asked; 24 hours, then they are gone. */
async function keepWords(ctx: Ctx, home: MyHome, event: TextEvent, roundId: string | null): Promise<Draft> {
  const id = ctx.deps.random.id();
  const answer: Answer = { [WORDS]: textAnswer(event, event.messageId) };
  const expiresAt = ctx.now + DRAFT_KEPT;
  const draft: Draft = { id, personId: home.me.id, roundId, purpose: "words", answer, createdAt: ctx.now, expiresAt };
  await ctx.tx.drafts.save(draft);
  await ctx.tx.timers.set({ kind: "draft", ref: id, at: expiresAt }, roundId === null ? null : home.couple.id);
  return draft;
}

async function offer(ctx: Ctx, home: MyHome, round: Round, event: TextEvent, view: string): Promise<void> {
  const draft = await keepWords(ctx, home, event, round.id);
  await track(ctx, "draft", round.id, event);
  await say(ctx, view, { draftId: draft.id, roundId: round.id });
}

/** The rest of a text that was refused for its length: refused with it, without another word. */
async function continuesRefused(ctx: Ctx, event: TextEvent): Promise<boolean> {
  const last = await ctx.tx.messages.latest(ctx.chat, "refused");
  if (!last || event.sentAt - last.at > BURST || event.sentAt < last.at) return false;
  await track(ctx, "refused", last.roundId, event);
  return true;
}

/** The rest of a long text that a client split, of which the beginning waits for its author's word. */
async function continuesHeld(ctx: Ctx, home: MyHome, round: Round, event: TextEvent): Promise<boolean> {
  const last = await ctx.tx.messages.latest(ctx.chat, "typed");
  if (!last || last.roundId !== round.id || event.sentAt < last.at || event.sentAt - last.at > BURST) return false;
  const continues = await continueHeld(ctx, home, round, last.ref, { ...wordsAlone(event), ref: event.messageId });
  if (continues) await track(ctx, "typed", round.id, event);
  return continues;
}

/** The rest of a long text that a client split: one answer, added to the seal without a question. */
async function continuesSealed(ctx: Ctx, home: MyHome, round: Round, event: TextEvent): Promise<boolean> {
  const last = await ctx.tx.messages.latest(ctx.chat, "typed");
  const answer = await ctx.tx.answers.get(round.id, home.me.id);
  if (!last || !answer || last.roundId !== round.id) return false;
  const soon = event.sentAt >= last.at && event.sentAt - last.at <= BURST;
  const piece = pieceOf(answer, last.ref);
  if (!soon || piece.length < MAY_CONTINUE) return false;
  const count = lengthOf(answer) + event.text.length;
  if (count <= MAX_ANSWER) {
    await track(ctx, "typed", round.id, event);
    await addWords(ctx, home, round, event, event.messageId);
    return true;
  }
  await track(ctx, "refused", round.id, event);
  const undone = takeBack(round, home.seat, ctx.now);
  if (!isRefusal(undone)) await change(ctx, home, round, undone);
  await refused(ctx, { refused: "answer.too-long", params: { count, max: MAX_ANSWER } });
  return true;
}
