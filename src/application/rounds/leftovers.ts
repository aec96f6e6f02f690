/** What becomes of an answer that was never revealed: its author says, once, privately. */
import type { Answer } from "../../domain/answer.ts";
import type { Lone } from "../../domain/card.ts";
import type { Seat } from "../../domain/couple.ts";
import { DAY, type Instant } from "../../domain/ids.ts";
import { isOnes } from "../../domain/path.ts";
import { isOpenTo, sealsOf } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Words } from "../../domain/words.ts";
import type { Home, MyHome, Work } from "../context.ts";
import { tell } from "../speak.ts";
import { describeWords } from "./describe.ts";
import { cardsOf, fieldsOf } from "./fields.ts";
import { sendLetter, writeLetter } from "./giving.ts";

/** Unanswered for this long after the question was delivered, it is deleted. */
const LEFTOVER_KEPT = 7 * DAY;

/**
 * Asks every author who had sealed words. Somebody who had not sealed, or had passed, gets nothing. What
 * is one's own stays; a lone tick is gone without a word, unless its card asks about it.
 */
export async function askAboutLeftovers(work: Work, home: Home, round: Round): Promise<void> {
  if (isOnes(round.disclosure)) return;
  const asks = round.disclosure === "both" || loneOf(work, round) !== undefined;
  for (const seat of ["a", "b"] as const) {
    const seal = sealsOf(round)[seat];
    if (!seal || seal.passed) continue;
    if (asks) await askAboutLeftover(work, home, round, seat);
    else await keepOwn(work, home, round, seat);
  }
}

/** What somebody marked for themselves stays theirs; what was ticked for a match is gone. */
async function keepOwn(work: Work, home: Home, round: Round, seat: Seat): Promise<void> {
  const author = home.couple.people[seat];
  const answer = (await work.tx.answers.get(round.id, author)) ?? {};
  const asked = fieldsOf(work.deps.content, round, "en").filter(({ card }) => card.disclosure === "own");
  const own = asked.flatMap(({ key }) => (answer[key] ? [[key, answer[key]] as const] : []));
  if (own.length > 0) await work.tx.answers.put(round.id, author, Object.fromEntries(own));
  else await work.tx.answers.remove(round.id, author);
}

/** What a card offers somebody who alone ticked it. */
export function loneOf(work: Pick<Work, "deps">, round: Pick<Round, "cards">, language = "en"): Lone | undefined {
  return cardsOf(work.deps.content, round, language)[0]?.lone;
}

/** Whether words of this seat that are stored for a round are left over: it is over for their author, and was not shown. */
export function isLeftOver(round: Round, seat: Seat, now: Instant): boolean {
  return round.state !== "revealed" && !isOpenTo(round, seat, now);
}

async function askAboutLeftover(work: Work, home: Home, round: Round, seat: Seat): Promise<void> {
  const options = { coupleId: home.couple.id, dedupe: `leftover:${round.id}:${seat}` };
  await tell(work, home.people[seat], "leftover", { roundId: round.id }, options);
}

/** Seven days from now, unless its author chooses before, the answer is deleted. */
export async function setLeftoverTimer(work: Work, home: Home, round: Round, seat: Seat): Promise<void> {
  const at: Instant = work.now + LEFTOVER_KEPT;
  await work.tx.timers.set({ kind: "leftover", ref: `${round.id}:${seat}`, at }, home.couple.id);
}

/** What became of it, as its author chose; `hold` and `small` are for somebody who alone ticked a card. */
export const LEFTOVER_CHOICES = ["keep", "letter", "delete", "hold", "small"] as const;
export type LeftoverChoice = (typeof LEFTOVER_CHOICES)[number];

/**
 * Carries out the author's choice. Returns false when there is nothing left to choose about
 * (chosen before, or deleted after seven days).
 */
export async function settleLeftover(work: Work, home: MyHome, round: Round, choice: LeftoverChoice): Promise<boolean> {
  const { me } = home;
  const answer = await work.tx.answers.get(round.id, me.id);
  if (!answer || !isLeftOver(round, home.seat, work.now)) return false;
  const card = round.cards[0] ?? null;
  const words = () => wordsOf(work, home, round, answer);
  if (choice === "letter") await sendLetter(work, home, await writeLetter(work, home, words(), card));
  if (choice === "keep") {
    const id = work.deps.random.id();
    await work.tx.writings.save({ id, author: me.id, kind: "note", ...words(), card, at: work.now, sentAt: null });
  }
  await work.tx.answers.remove(round.id, me.id);
  await work.tx.timers.clear("leftover", `${round.id}:${home.seat}`);
  return true;
}

/** The answer in words; of a lone tick the sentence its card has for it. */
function wordsOf(work: Work, { me }: MyHome, round: Round, answer: Answer): Words {
  const lone = loneOf(work, round, me.language);
  if (lone) return { text: lone.sentence };
  const asked = fieldsOf(work.deps.content, round, me.language);
  return describeWords(asked, answer, (key, params) => work.deps.translate(me.language, key, params));
}
