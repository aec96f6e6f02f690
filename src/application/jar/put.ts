/** The jar: each one's own questions, unseen until one is drawn, and without their asker's name then. */
import { isBlank } from "../../domain/blank.ts";
import { stripWords, type Words } from "../../domain/words.ts";
import type { Writing } from "../../ports/store.ts";
import type { Ctx, MyHome, Work } from "../context.ts";
import { isForPartner } from "../rounds/giving.ts";
import { clearTyped, refused } from "../rounds/sealing.ts";
import { say } from "../speak.ts";

/** Characters, in UTF-16 code units as everywhere. */
export const LONGEST_QUESTION = 300;

/** Puts a question in. `ref`: the message it came in. False, and its author told why, when it cannot be taken. */
export async function putQuestion(ctx: Ctx, home: MyHome, words: Words, ref: string | null): Promise<boolean> {
  const said = isBlank(words.text) ? { text: "" } : stripWords(words);
  const question = said.text;
  const params = { count: question.length, max: LONGEST_QUESTION };
  if (question === "" || question.length > LONGEST_QUESTION) {
    await refused(ctx, question === "" ? { refused: "jar.empty" } : { refused: "jar.too-long", params });
    return false;
  }
  const id = ctx.deps.random.id();
  await ctx.tx.writings.save({
    id,
    author: home.me.id,
    kind: "jar",
    ...said,
    card: null,
    at: ctx.now,
    sentAt: null,
  });
  await say(ctx, "jar-in");
  if (ref !== null) await clearTyped(ctx, home, [ref]);
  return true;
}

/** One's own that were not drawn yet; those put in for a former partner stay out. */
export async function ownQuestions(work: Pick<Work, "tx">, home: MyHome): Promise<readonly Writing[]> {
  const mine = await work.tx.writings.waiting([home.me.id], "jar");
  return mine.filter((writing) => isForPartner(home, writing));
}
