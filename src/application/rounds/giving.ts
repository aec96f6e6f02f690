/** A gift: words for the partner, which their author sends now, on a date, or keeps. */
import type { Answer } from "../../domain/answer.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Writing } from "../../ports/store.ts";
import type { Ctx, MyHome, Work } from "../context.ts";
import { say, tell } from "../speak.ts";
import { describeAnswer } from "./describe.ts";
import { fieldsOf } from "./fields.ts";

/** Keeps the words as a letter that is not sent yet, and asks its author when it should be. */
export async function giveWhen(ctx: Ctx, home: MyHome, round: Round, answer: Answer): Promise<void> {
  const { me } = home;
  const asked = fieldsOf(ctx.deps.content, round, me.language);
  const text = describeAnswer(asked, answer, (key, params) => ctx.deps.translate(me.language, key, params));
  const writing = await writeLetter(ctx, home, text, round.cards[0] ?? null);
  await ctx.tx.answers.remove(round.id, me.id);
  await say(ctx, "letter-when", { writingId: writing.id });
}

/** A letter that waits for its author's word. `card`: the question it answers, or null. */
export async function writeLetter(work: Work, home: MyHome, text: string, card: string | null): Promise<Writing> {
  const id = work.deps.random.id();
  const writing: Writing = { id, author: home.me.id, kind: "letter", text, card, at: work.now, sentAt: null };
  await work.tx.writings.save(writing);
  return writing;
}

/** Puts a letter on its way to the partner, once. `home`: its author's. */
export async function sendLetter(work: Work, home: MyHome, writing: Writing): Promise<void> {
  if (writing.sentAt !== null) return;
  await work.tx.writings.save({ ...writing, sentAt: work.now });
  await work.tx.timers.clear("letter", writing.id);
  const options = { coupleId: home.couple.id, dedupe: `letter:${writing.id}` };
  await tell(work, home.partner, "letter", { writingId: writing.id }, options);
}

/** Sends it at `at`. Until then its author can take it back or send it now. */
export async function sendLetterOn(work: Work, home: MyHome, writing: Writing, at: Instant): Promise<void> {
  await work.tx.timers.set({ kind: "letter", ref: writing.id, at }, home.couple.id);
}
