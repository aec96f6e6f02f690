/** A gift: words for the partner, which their author sends now, on a date, or keeps. */
import type { Answer } from "../../domain/answer.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Round } from "../../domain/round/state.ts";
import { isPaused } from "../../domain/round/window.ts";
import type { Words } from "../../domain/words.ts";
import type { Writing } from "../../ports/store.ts";
import { type Ctx, type Home, type MyHome, seenBy, type Work } from "../context.ts";
import { line, say, tell } from "../speak.ts";
import { describeWords } from "./describe.ts";
import { fieldsOf } from "./fields.ts";

/** The date of a letter that waits for a pause to end: later than any other. */
export const AFTER_PAUSE: Instant = 8_640_000_000_000_000;

/** Keeps the words as a letter that is not sent yet, and asks its author when it should be. */
export async function giveWhen(ctx: Ctx, home: MyHome, round: Round, answer: Answer): Promise<void> {
  const { me } = home;
  const asked = fieldsOf(ctx.deps.content, round, me.language);
  const words = describeWords(asked, answer, (key, params) => ctx.deps.translate(me.language, key, params));
  const writing = await writeLetter(ctx, home, words, round.cards[0] ?? null, round.id);
  await ctx.tx.answers.remove(round.id, me.id);
  await say(ctx, "letter-when", { writingId: writing.id });
}

/** A letter that waits for its author's word. `card`: the question it answers, or null. */
export async function writeLetter(
  work: Work,
  home: MyHome,
  words: Words,
  card: string | null,
  id: string = work.deps.random.id(),
): Promise<Writing> {
  const writing: Writing = { id, author: home.me.id, kind: "letter", ...words, card, at: work.now, sentAt: null };
  await work.tx.writings.save(writing);
  return writing;
}

/** Puts a letter on its way to the partner, once; while cards rest, for when they wake. `home`: its author's. */
export async function sendLetter(work: Work, home: MyHome, writing: Writing): Promise<void> {
  if (writing.sentAt !== null) return;
  if (isPaused(home.couple, work.now)) return sendLetterOn(work, home, writing, AFTER_PAUSE);
  await work.tx.writings.save({ ...writing, sentAt: work.now });
  await keepLetter(work, writing);
  const options = { coupleId: home.couple.id, dedupe: `letter:${writing.id}` };
  await tell(work, home.partner, "letter", { writingId: writing.id }, options);
}

/** Sends it at `at`. Until then its author can take it back or send it now. */
export async function sendLetterOn(work: Work, home: MyHome, writing: Writing, at: Instant): Promise<void> {
  await keepLetter(work, writing);
  await work.tx.timers.set({ kind: "letter", ref: writing.id, at }, home.couple.id);
}

/** No date any more: it stays with its author. */
export async function keepLetter(work: Work, writing: Pick<Writing, "id">): Promise<void> {
  await work.tx.timers.clear("letter", writing.id);
  await work.tx.timers.clear("letter-held", writing.id);
}

/** Deletes a letter that was not sent. */
export async function withdrawLetter(work: Work, writing: Writing): Promise<void> {
  await keepLetter(work, writing);
  await work.tx.writings.remove(writing.id);
}

/** Its author edited the message it was written in. False when it was none, or one of several pieces. */
export async function editLetter(ctx: Ctx, home: MyHome, roundId: string, words: Words): Promise<boolean> {
  const letter = await ctx.tx.writings.byId(roundId);
  if (letter?.kind !== "letter" || letter.author !== home.me.id) return false;
  if (letter.sentAt !== null) {
    await line(ctx, "letter.sent-already");
    return true;
  }
  if ((await ctx.tx.messages.ofRound(roundId, "typed")).length !== 1) return false;
  const { spans: _styles, ...plain } = letter;
  await ctx.tx.writings.save({ ...plain, ...words });
  await line(ctx, "letter.edited");
  return true;
}

/** What became due while cards rested. */
export async function sendAfterPause(work: Work, home: Home): Promise<void> {
  for (const writing of await work.tx.writings.waiting([home.people.a.id, home.people.b.id], "letter")) {
    const mine = seenBy(home, writing.author);
    const waits = (await work.tx.timers.at("letter", writing.id)) === AFTER_PAUSE;
    if (mine && waits) await sendLetter(work, mine, writing);
  }
}

/** Written for this partner: what was kept from before this couple is nobody else's to receive. */
export function isForPartner(home: Home, writing: Pick<Writing, "at">): boolean {
  return writing.at >= home.couple.createdAt;
}
