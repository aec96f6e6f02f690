/** Editing one's own message edits the seal, until the reveal (rule 5). */

import { MAX_ANSWER } from "../../domain/answer.ts";
import { isBlank } from "../../domain/blank.ts";
import { sliceWords, type Words } from "../../domain/words.ts";
import { COMMANDS } from "../commands/index.ts";
import { type Ctx, homeOf, type MyHome } from "../context.ts";
import { line } from "../speak.ts";
import { lengthOf, withEdited } from "./fields.ts";
import { editLetter } from "./giving.ts";
import { handleText } from "./message.ts";
import { refused, sealAnswer } from "./sealing.ts";

/** `/answer` before an answer that was given with it: it is no part of the answer. */
const COMMAND = /^\/answer(?:@\w+)?(?:\s+|$)/i;

/** Whether it is a command now that says nothing of the card: it was not one when it was sent. */
function isOtherCommand(text: string): boolean {
  const name = /^\/(\w+)(?:@\w+)?(?:\s|$)/.exec(text)?.[1]?.toLowerCase();
  return name !== undefined && name !== "answer" && COMMANDS.some((command) => command.name === name);
}

/** A message of the private chat was edited. One the bot did not take changes nothing. */
export async function handleEdit(ctx: Ctx, ref: string, edited: Words): Promise<void> {
  if (isOtherCommand(edited.text)) return line(ctx, "edit.command");
  const words = sliceWords(edited, COMMAND.exec(edited.text)?.[0].length ?? 0);
  const { text } = words;
  const home = await homeOf(ctx.tx, ctx.me);
  const tracked = home && (await ctx.tx.messages.byRef(ctx.chat, ref));
  if (!home || !tracked) return COMMAND.test(edited.text) ? line(ctx, "edit.command") : undefined;
  if (tracked.purpose === "refused") return retry(ctx, ref, words);
  if (tracked.purpose === "jar") return line(ctx, "jar.edited");
  if (tracked.purpose !== "typed" && tracked.purpose !== "draft") return;
  if (isBlank(text)) return line(ctx, "refused.answer.empty");
  if (text.length > MAX_ANSWER)
    return refused(ctx, { refused: "answer.too-long", params: { count: text.length, max: MAX_ANSWER } });
  if (await editDraft(ctx, home, ref, words)) return;
  const round = tracked.roundId === null ? null : await ctx.tx.rounds.byId(tracked.roundId);
  if (!round || round.coupleId !== home.couple.id) return;
  if (await editLetter(ctx, home, round.id, words)) return;
  if (round.state === "revealed") return line(ctx, "edit.after-reveal");
  const before = (await ctx.tx.answers.get(round.id, home.me.id)) ?? {};
  const after = withEdited(before, ref, words);
  if (!after) return line(ctx, "edit.no-part");
  if (JSON.stringify(after) !== JSON.stringify(before)) await sealAnswer(ctx, home, round, after);
}

/** What is begun, or waits to be explained, is edited where it lies. */
async function editDraft(ctx: Ctx, home: MyHome, ref: string, words: Words): Promise<boolean> {
  for (const draft of await ctx.tx.drafts.ofPerson(home.me.id)) {
    const answer = withEdited(draft.answer, ref, words);
    if (!answer) continue;
    if (lengthOf(answer) > MAX_ANSWER) {
      await refused(ctx, { refused: "answer.too-long", params: { count: lengthOf(answer), max: MAX_ANSWER } });
    } else await ctx.tx.drafts.save({ ...draft, answer });
    return true;
  }
  return false;
}

/** It was too long before: the edited text is tried as if it had just been sent. */
async function retry(ctx: Ctx, ref: string, words: Words): Promise<void> {
  const replied = await ctx.tx.messages.byRef(ctx.chat, ref);
  await ctx.tx.messages.remove(ctx.chat, ref);
  await handleText(ctx, { ...words, messageId: ref, sentAt: Math.max(ctx.now, (replied?.at ?? 0) + 60_000) });
}

/** A sticker, a location, a picture: nothing here can keep it yet. */
export async function handleUnsupported(ctx: Ctx): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  await line(ctx, home ? "unsupported" : ctx.me ? "talk.alone" : "talk.stranger");
}
