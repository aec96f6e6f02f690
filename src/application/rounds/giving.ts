/** A gift: words for the partner, which their author sends now, on a date, or keeps. */
import type { Answer } from "../../domain/answer.ts";
import { type Instant, MINUTE } from "../../domain/ids.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Words } from "../../domain/words.ts";
import type { Writing } from "../../ports/store.ts";
import type { Ctx, Home, MyHome, Work } from "../context.ts";
import { give } from "../gate.ts";
import { wordsOf } from "../pairing/empty.ts";
import { line, say } from "../speak.ts";
import { describeWords } from "./describe.ts";
import { fieldsOf } from "./fields.ts";

/** What is sent at once sets out after this: until then its author can withdraw it, and nobody can have read it. */
const SECOND_THOUGHTS = 10 * MINUTE;

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

/** Sends it, as far as its author is concerned: it sets out after some minutes in which it can be withdrawn. */
export async function sendLetter(work: Work, home: MyHome, writing: Writing): Promise<void> {
  await keepLetter(work, writing);
  const at = work.now + SECOND_THOUGHTS;
  await work.tx.timers.set({ kind: "letter-soon", ref: writing.id, at }, home.couple.id);
}

/** Sends it at `at`. Until then its author can take it back or send it now. */
export async function sendLetterOn(work: Work, home: MyHome, writing: Writing, at: Instant): Promise<void> {
  await keepLetter(work, writing);
  await work.tx.timers.set({ kind: "letter", ref: writing.id, at }, home.couple.id);
}

/** Its time has come: it goes to the partner, once, when it suits them. `home`: its author's. */
export async function letterSetsOut(work: Work, home: MyHome, writing: Writing): Promise<void> {
  if (writing.sentAt !== null) return;
  await work.tx.writings.save({ ...writing, sentAt: work.now });
  await keepLetter(work, writing);
  const track = { purpose: wordsOf(home.me), roundId: null };
  await give(work, home, "letter", { writingId: writing.id }, { dedupe: `letter:${writing.id}`, track });
}

/** Whether its author can no longer withdraw it: by time alone, whether it was delivered or still waits. */
export async function isOnItsWay(work: Pick<Work, "tx" | "now">, writing: Writing): Promise<boolean> {
  if (writing.sentAt !== null) return true;
  const times = [await work.tx.timers.at("letter", writing.id), await work.tx.timers.at("letter-soon", writing.id)];
  return times.some((at) => at !== null && at <= work.now);
}

/** `kept`, `dated`, or `on its way`: sent as far as its author is concerned, delivered or not. */
export async function letterState(work: Pick<Work, "tx" | "now">, writing: Writing): Promise<string> {
  const soon = (await work.tx.timers.at("letter-soon", writing.id)) !== null;
  if (soon || (await isOnItsWay(work, writing))) return "on its way";
  return (await work.tx.timers.at("letter", writing.id)) === null ? "kept" : "dated";
}

/** No date any more: it stays with its author. */
export async function keepLetter(work: Work, writing: Pick<Writing, "id">): Promise<void> {
  for (const kind of ["letter", "letter-soon", "letter-held"] as const) await work.tx.timers.clear(kind, writing.id);
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
  if (await isOnItsWay(ctx, letter)) {
    await line(ctx, "letter.sent-already");
    return true;
  }
  if ((await ctx.tx.messages.ofRound(roundId, "typed")).length !== 1) return false;
  const { spans: _styles, ...plain } = letter;
  await ctx.tx.writings.save({ ...plain, ...words });
  await line(ctx, "letter.edited");
  return true;
}

/** Written for this partner: what was kept from before this couple is nobody else's to receive. */
export function isForPartner(home: Home, writing: Pick<Writing, "at">): boolean {
  return writing.at >= home.couple.createdAt;
}
