/** A submitted form seals at once, or leads to the next where a card has more fields than a form. */

import type { Answer } from "../../domain/answer.ts";
import { isBlank } from "../../domain/blank.ts";
import { isRefusal } from "../../domain/refusal.ts";
import { isOpenTo, sealOf } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import { retyped } from "../../domain/words.ts";
import type { Received, Reply } from "../../ports/chat.ts";
import type { Ctx, MyHome } from "../context.ts";
import { takeUpload } from "../media/take.ts";
import { line, say } from "../speak.ts";
import { fieldsDraft } from "./beginnings.ts";
import { describeWords } from "./describe.ts";
import { type Asked, fieldsOf, nextField, saidIn, textAnswer, textOf } from "./fields.ts";
import { answerFromForm, type Given, pageOf, type Values, wordsId } from "./form-pages.ts";
import { offerBelow } from "./message.ts";
import { sealMark } from "./prompt.ts";
import { refused, sealAnswer } from "./sealing.ts";
import { saveSteps, tooLate } from "./steps.ts";

/** A card with more fields than a form has: what is answered is kept, and a button opens the rest. */
async function askFurther(ctx: Ctx, home: MyHome, round: Round, answer: Answer): Promise<void> {
  if (!isOpenTo(round, home.seat, ctx.now)) return tooLate(ctx, home, round, answer);
  await saveSteps(ctx, home, round, answer);
  await say(ctx, "form-more", { roundId: round.id });
}

function isOutdated(round: Round, home: MyHome, shownFor: string): boolean {
  return sealOf(round, home.seat)?.passed === false && sealMark(round, home) !== shownFor;
}

/** Whether a field that the form asked has no answer; of a file that could not be had its author has heard. */
function leavesBlank(asked: readonly Asked[], from: number, submitted: Answer): boolean {
  const { to } = pageOf(asked, from);
  return asked.slice(from, to).some(({ key, field }) => field.kind !== "media" && !(key in submitted));
}

type Files = Readonly<Record<string, readonly Received[]>>;

/**
 * The files of the fields: what was uploaded with this form, else, where no line took its place, what
 * was there before. Tells about each that could not be had; its field is asked again.
 */
async function filesIn(ctx: Ctx, home: MyHome, round: Round, values: Values, files: Files) {
  const asked = fieldsOf(ctx.deps.content, round, home.me.language);
  const draft = (await fieldsDraft(ctx, home.me.id, round.id))?.answer ?? {};
  const sealed = (await ctx.tx.answers.get(round.id, home.me.id)) ?? {};
  const given = new Map<number, Given>();
  for (const [index, { key, field }] of asked.entries()) {
    if (field.kind !== "media") continue;
    const [upload] = files[String(index)] ?? [];
    const before = draft[key] ?? sealed[key];
    if (upload) given.set(index, await takeUpload(ctx, home, round.id, field, upload));
    else if (before?.kind === "media" && isBlank(values[wordsId(index)]?.[0] ?? "")) given.set(index, before);
  }
  return (index: number) => given.get(index) ?? null;
}

/** A form shows no styles: where its words are those that were there before, so are their styles. */
async function styledAsBefore(ctx: Ctx, home: MyHome, round: Round, submitted: Answer): Promise<Answer> {
  const draft = (await fieldsDraft(ctx, home.me.id, round.id))?.answer ?? {};
  const sealed = (await ctx.tx.answers.get(round.id, home.me.id)) ?? {};
  const restyled = Object.entries(submitted).map(([key, field]) => {
    const before = draft[key] ?? sealed[key];
    const isText = field.kind === "text" && before?.kind === "text";
    return [key, isText ? textAnswer(retyped(saidIn(before), textOf(field)), null) : field] as const;
  });
  return Object.fromEntries(restyled);
}

/**
 * Takes the form that asks the fields of a round from `from` on. `shownFor`: the seal that it was opened for. One
 * that was opened before the answer was changed elsewhere replaces nothing: what is in it is kept and shown again.
 */
export async function sealForm(
  ctx: Ctx,
  home: MyHome,
  round: Round,
  from: number,
  shownFor: string | undefined,
  { values, files }: { readonly values: Values; readonly files: Files },
): Promise<Reply | void> {
  const asked = fieldsOf(ctx.deps.content, round, home.me.language);
  if (Object.keys(files).length > 0 && round.state === "revealed") return line(ctx, "media.revealed");
  const submitted = answerFromForm(asked, values, from, await filesIn(ctx, home, round, values, files));
  if (isRefusal(submitted)) return refused(ctx, submitted);
  const before = from === 0 ? {} : ((await fieldsDraft(ctx, home.me.id, round.id))?.answer ?? {});
  const answer = { ...before, ...(await styledAsBefore(ctx, home, round, submitted)) };
  if (nextField(asked, answer) !== null) {
    await askFurther(ctx, home, round, answer);
    return isOpenTo(round, home.seat, ctx.now) && leavesBlank(asked, from, submitted)
      ? line(ctx, "refused.answer.empty")
      : undefined;
  }
  if (isOpenTo(round, home.seat, ctx.now) && shownFor !== undefined && isOutdated(round, home, shownFor)) {
    await saveSteps(ctx, home, round, answer);
    return say(ctx, "form-anew", { roundId: round.id });
  }
  if (round.state === "revealed") {
    const say = (key: string, params?: Readonly<Record<string, string | number>>) =>
      ctx.deps.translate(home.me.language, key, params);
    const words = describeWords(asked, answer, say);
    return offerBelow(ctx, home, round, { ...words, messageId: ctx.deps.random.id(), sentAt: ctx.now });
  }
  await sealAnswer(ctx, home, round, answer);
}
