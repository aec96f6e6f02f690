/** From answers to lines of one's Support Card: its own menus, and answers about feelings that somebody wants to keep. */

import type { Answer, FieldAnswer } from "../../domain/answer.ts";
import { isBlank } from "../../domain/blank.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import type { Round } from "../../domain/round/state.ts";
import { stripWords, type Words, wordLines } from "../../domain/words.ts";
import type { Ctx, MyHome, Work } from "../context.ts";
import { describeWords } from "../rounds/describe.ts";
import { type Asked, cardsOf, fieldsOf, saidIn } from "../rounds/fields.ts";
import { say } from "../speak.ts";
import { type Added, addLine, clearOthers, LONGEST_LINE, type SupportList } from "./lines.ts";

/** The ritual kind whose answers become lines. */
export const SUPPORT = "support";
/** Its fields, by the list they fill. */
const FILLS: Readonly<Record<string, SupportList>> = { like: "like", give: "give", not: "please-not", line: "line" };
/** Of a menu no more than these are lines. */
const OF_A_MENU = 3;
/** “Emotional language”: whose answers may be worth a line. */
const STRATEGY = 2;

function wordsOf({ field }: Asked, value: FieldAnswer | undefined): Words[] {
  if (value?.kind === "choices" && "options" in field) {
    return field.options.filter(({ id }) => value.ids.includes(id)).map(({ label }) => ({ text: label }));
  }
  const ready = "ready" in field ? field.ready : undefined;
  const lines = wordLines(saidIn(value)).map(stripWords);
  return lines.filter(({ text }) => !isBlank(text) && text !== ready);
}

/** A line that is too long is said to be so before anything is kept. */
export function checkLines(ctx: Ctx, home: MyHome, round: Round, answer: Answer): Refusal | null {
  if (round.kind !== SUPPORT) return null;
  const asked = fieldsOf(ctx.deps.content, round, home.me.language);
  const count = Math.max(0, ...asked.flatMap((one) => wordsOf(one, answer[one.key]).map(({ text }) => text.length)));
  return count > LONGEST_LINE ? refuse("answer.too-long", { count, max: LONGEST_LINE }) : null;
}

/** Makes lines of a filled menu, which is not kept beside them, and shows the card. */
export async function keepLines(ctx: Ctx, home: MyHome, round: Round, answer: Answer): Promise<void> {
  const results: Added[] = [];
  let left = false;
  for (const one of fieldsOf(ctx.deps.content, round, home.me.language)) {
    const list = FILLS[one.field.id] ?? "line";
    const words = wordsOf(one, answer[one.key]);
    const menu = "options" in one.field;
    const kept = menu ? words.slice(0, OF_A_MENU) : words;
    left ||= kept.length < words.length;
    if (menu)
      await clearOthers(
        ctx.tx,
        home.me,
        list,
        kept.map(({ text }) => text),
      );
    for (const line of kept) results.push(await addLine(ctx, home.me, list, line));
  }
  await ctx.tx.answers.remove(round.id, home.me.id);
  await say(ctx, "support", { full: results.includes("full"), left });
}

/** What of an answer could be a line: what was said to cards about feelings. Empty: nothing. */
function keepable(work: Work, home: MyHome, round: Round, answer: Answer): Words {
  const asked = fieldsOf(work.deps.content, round, home.me.language).filter(({ card }) => card.strategy === STRATEGY);
  return describeWords(asked, answer, (key, params) => work.deps.translate(home.me.language, key, params));
}

/** Whether somebody may keep their answer to this round as a line of their Support Card. */
export function offersLine(work: Pick<Work, "deps">, round: Round): boolean {
  const feelings = cardsOf(work.deps.content, round, "en").some((card) => card.strategy === STRATEGY);
  return round.disclosure === "both" && feelings;
}

/** Keeps one's own answer as a line; null when there is none. */
export async function keepAnswer(ctx: Ctx, home: MyHome, round: Round): Promise<Added | null> {
  const answer = await ctx.tx.answers.get(round.id, home.me.id);
  const words = answer && offersLine(ctx, round) ? keepable(ctx, home, round, answer) : null;
  return !words || isBlank(words.text) ? null : addLine(ctx, home.me, "line", words);
}
