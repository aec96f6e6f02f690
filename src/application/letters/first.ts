/** Going first: an answer its author has sealed is sent to the partner now, as a gift and not as a request. */
import { isRunning, sealOf } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Ctx, MyHome, Work } from "../context.ts";
import { openOnes } from "../rounds/belongs.ts";
import { describeWords } from "../rounds/describe.ts";
import { fieldsOf } from "../rounds/fields.ts";
import { sendLetter, writeLetter } from "../rounds/giving.ts";

const FIRST = /^first-([ab])-(.+)$/;

/** One gift a round and author, and its round can be found from it. */
function giftId(home: MyHome, round: Pick<Round, "id">): string {
  return `first-${home.seat}-${round.id}`;
}

/** The round that a letter was an answer to, if somebody went first with it. */
export function roundOfGift(writingId: string): string | null {
  return FIRST.exec(writingId)?.[2] ?? null;
}

/** Whether there is an answer of one's own that the partner could be given now. */
export async function canGoFirst(work: Work, home: MyHome, round: Round): Promise<boolean> {
  const sealed = isRunning(round, work.now) && sealOf(round, home.seat)?.passed === false;
  if (!sealed || round.disclosure !== "both" || round.asked.length < 2) return false;
  return (await work.tx.writings.byId(giftId(home, round))) === null;
}

/** Cards of one's own that could go first, and those that are open and not answered. */
export async function firstOnes(work: Work, home: MyHome) {
  const sealed: Round[] = [];
  const open: Round[] = [];
  for (const round of await openOnes(work, home)) {
    if (await canGoFirst(work, home, round)) sealed.push(round);
    else if (round.disclosure === "both" && isRunning(round, work.now) && !sealOf(round, home.seat)) open.push(round);
  }
  return { sealed, open };
}

/** Sends it. The round stays as it is. The id of the letter, or null when there is nothing (any more) to send. */
export async function goFirst(ctx: Ctx, home: MyHome, round: Round): Promise<string | null> {
  const answer = await ctx.tx.answers.get(round.id, home.me.id);
  if (!answer || !(await canGoFirst(ctx, home, round))) return null;
  const { language } = home.me;
  const asked = fieldsOf(ctx.deps.content, round, language);
  const words = describeWords(asked, answer, (key, params) => ctx.deps.translate(language, key, params));
  const gift = await writeLetter(ctx, home, words, round.cards[0] ?? null, giftId(home, round));
  await sendLetter(ctx, home, gift);
  return gift.id;
}
