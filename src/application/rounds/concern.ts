/**
 * The one look at what somebody wrote: a local phrase list, just before sealing, in private.
 * On a match its author is asked once. Nobody else learns of it, and nothing anywhere tells that it happened:
 * what is held lies among the other drafts whose meaning was asked, and is asked about in the same view.
 */
import type { Answer, TextPart } from "../../domain/answer.ts";
import { DAY } from "../../domain/ids.ts";
import { isOpenTo } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Words } from "../../domain/words.ts";
import type { Draft } from "../../ports/store.ts";
import type { Ctx, MyHome } from "../context.ts";
import { say } from "../speak.ts";
import { describeWords } from "./describe.ts";
import { fieldsOf, MAY_CONTINUE, pieceOf, textOf, withAdded } from "./fields.ts";

function concerns(ctx: Ctx, home: MyHome, answer: Answer | null): boolean {
  return Object.values(answer ?? {}).some((field) => {
    const words = field.kind === "media" ? field.caption : textOf(field);
    return words !== "" && ctx.deps.content.concerns(words, home.me.language);
  });
}

/**
 * Holds an answer back and asks its author, if it has not been asked about: true, and nothing is sealed
 * yet. What changes words that were sealed after the question is not asked about again.
 */
export async function heldBack(ctx: Ctx, home: MyHome, round: Round, answer: Answer): Promise<boolean> {
  if (!isOpenTo(round, home.seat, ctx.now) || !concerns(ctx, home, answer)) return false;
  if (concerns(ctx, home, await ctx.tx.answers.get(round.id, home.me.id))) return false;
  const id = ctx.deps.random.id();
  const expiresAt = ctx.now + DAY;
  const draft = { id, personId: home.me.id, roundId: round.id, purpose: "words", answer } as const;
  await ctx.tx.drafts.save({ ...draft, createdAt: ctx.now, expiresAt });
  await ctx.tx.timers.set({ kind: "draft", ref: id, at: expiresAt }, home.couple.id);
  await say(ctx, "further", { draftId: id, roundId: round.id });
  return true;
}

/** Whether a draft is an answer that was held back, and not words whose meaning is not known. */
export function isHeld(draft: Pick<Draft, "purpose" | "answer">): boolean {
  return draft.purpose === "words" && Object.keys(draft.answer).some((key) => key.includes("/"));
}

/** Adds the rest of a text that the client split, to the answer in which its beginning `ref` is held. False: there is none. */
export async function continueHeld(ctx: Ctx, home: MyHome, round: Round, ref: string, part: TextPart) {
  const drafts = await ctx.tx.drafts.ofPerson(home.me.id);
  const held = drafts.find((draft) => isHeld(draft) && pieceOf(draft.answer, ref).length >= MAY_CONTINUE);
  if (!held) return false;
  const asked = fieldsOf(ctx.deps.content, round, home.me.language);
  await ctx.tx.drafts.save({ ...held, answer: withAdded(held.answer, asked, part) });
  return true;
}

/** Keeps what was held as a note of its author's; the card stays unanswered. */
export async function keepPrivate(ctx: Ctx, home: MyHome, round: Round, draft: Draft): Promise<void> {
  const words = inWords(ctx, home, round, draft.answer);
  const card = round.cards[0] ?? null;
  const id = ctx.deps.random.id();
  await ctx.tx.writings.save({ id, author: home.me.id, kind: "note", ...words, card, at: ctx.now, sentAt: null });
}

export function inWords(ctx: Ctx, { me }: MyHome, round: Round, answer: Answer): Words {
  const asked = fieldsOf(ctx.deps.content, round, me.language);
  return describeWords(asked, answer, (key, params) => ctx.deps.translate(me.language, key, params));
}
