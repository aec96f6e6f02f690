/** Opening a card privately: with a form where there are forms, else as the first question. */

import { type Answer, type FieldAnswer, MAX_ANSWER } from "../../domain/answer.ts";
import type { Field } from "../../domain/card.ts";
import type { Form, FormField } from "../../domain/message.ts";
import { isOpenTo, sealOf } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Reply } from "../../ports/chat.ts";
import type { Ctx, MyHome } from "../context.ts";
import { whatFits } from "../media/words.ts";
import { line, say } from "../speak.ts";
import { stopAwaiting } from "./awaited.ts";
import { fieldsDraft } from "./beginnings.ts";
import { isHeld } from "./concern.ts";
import type { Say } from "./describe.ts";
import { type Asked, fieldsOf, nextField, takesWords, textOf } from "./fields.ts";
import { pageOf, wordsId } from "./form-pages.ts";

const NONE: Reply = { type: "none" };

/** The round that this person's next private message belongs to. */
export async function focusOn(ctx: Ctx, home: MyHome, roundId: string | null): Promise<void> {
  await stopAwaiting(ctx, home.me.id);
  if (home.me.focus !== roundId) await ctx.tx.people.save({ ...home.me, focus: roundId });
}

/** Says that a round takes no answers any more. */
export function sayOver(ctx: Ctx, round: Round): Promise<void> {
  return line(ctx, round.state === "revealed" ? "refused.round.revealed" : "refused.round.closed");
}

/**
 * Shows a card to one of the two so that it can be answered. What is already sealed is shown as
 * sealed, with its ways to change it, unless `change` asks for the fields again.
 */
export async function openPrompt(ctx: Ctx, home: MyHome, round: Round, change = false): Promise<Reply> {
  await focusOn(ctx, home, round.id);
  if (!isOpenTo(round, home.seat, ctx.now)) {
    await sayOver(ctx, round);
    return NONE;
  }
  if (ctx.can.forms) return { type: "form", form: await formFor(ctx, home, round) };
  const seal = sealOf(round, home.seat);
  const view = seal && !seal.passed && !change ? "sealed" : "prompt";
  // Who came by a link did not see the card that it stands under.
  await say(ctx, view, { roundId: round.id, titled: ctx.way === "link" });
  return NONE;
}

/** Which of one's own answers stands now, for a form that may replace it; `0`: none with words. */
export function sealMark(round: Round, home: MyHome): string {
  const seal = sealOf(round, home.seat);
  return seal?.passed === false ? seal.at.toString(36) : "0";
}

/**
 * Shows what can be done about a card: what is sealed, with its ways to change it, else a button that
 * opens its form, beside *Not today*; where there are no forms its first question is asked at once. An answer that is
 * held is asked about again: its question may have been taken from the screen.
 */
export async function showOpen(ctx: Ctx, home: MyHome, round: Round): Promise<Reply> {
  const held = (await ctx.tx.drafts.ofPerson(home.me.id)).find((one) => one.roundId === round.id && isHeld(one));
  if (held && isOpenTo(round, home.seat, ctx.now)) {
    await say(ctx, "further", { draftId: held.id, roundId: round.id });
    return NONE;
  }
  if (!ctx.can.forms || !isOpenTo(round, home.seat, ctx.now)) return openPrompt(ctx, home, round);
  await focusOn(ctx, home, round.id);
  const isSealed = sealOf(round, home.seat)?.passed === false;
  await say(ctx, isSealed ? "sealed" : "card", { roundId: round.id, again: false });
  return NONE;
}

/** The card as one form, with what was sealed before filled in for its author. */
async function formFor(ctx: Ctx, home: MyHome, round: Round): Promise<Form> {
  const { language } = home.me;
  const asked = fieldsOf(ctx.deps.content, round, language);
  const sealed: Answer = (await ctx.tx.answers.get(round.id, home.me.id)) ?? {};
  const draft = (await fieldsDraft(ctx, home.me.id, round.id))?.answer ?? {};
  // The form that asks the first field which has no answer yet.
  const { from, to } = pageOf(asked, nextField(asked, draft) ?? 0);
  const texts = asked.filter(({ field }) => takesWords(field)).length;
  const room = { max: Math.floor(MAX_ANSWER / Math.max(1, texts)), alone: texts === 1 };
  const t = (key: string, params?: Params) => ctx.deps.translate(language, key, params);
  const before = { ...sealed, ...draft };
  const fields = asked
    .slice(from, to)
    .flatMap((one, at) => inputs(one, from + at, { value: before[one.key], room, language, t }));
  return {
    action: `seal_${round.id}_${from}_${sealMark(round, home)}`,
    title: t(`ritual.${round.kind}.title`),
    fields,
  };
}

type Params = Readonly<Record<string, string | number>>;

interface Filled {
  readonly value: FieldAnswer | undefined;
  /** For words: how many, and whether they are the only ones. */
  readonly room: { readonly max: number; readonly alone: boolean };
  readonly language: string;
  readonly t: Say;
}

/** One input for most fields; a file that may be a line instead has two. */
function inputs({ field, card }: Asked, index: number, filled: Filled): FormField[] {
  const { t, language, value } = filled;
  const base = { id: String(index), label: field.label, required: !field.optional && field.kind !== "choices" };
  const asks = card.text.length <= 100 ? { hint: card.text } : {};
  if (field.kind === "media") {
    const has = value?.kind === "media";
    const hint = has ? t("form.media-there") : t("form.media", { what: whatFits(field, language, t) });
    const file: FormField = {
      ...base,
      hint,
      required: base.required && !field.words && !has,
      input: { kind: "media" },
    };
    const words = { id: wordsId(index), label: t("form.words", { label: field.label }), required: false };
    return field.words ? [file, { ...words, input: wordsInput(value, { ...filled.room, alone: false }) }] : [file];
  }
  if (field.kind === "text") {
    const placeholder = field.placeholder ?? field.ready;
    const input = {
      ...wordsInput(value, filled.room),
      long: true,
      ...(placeholder === undefined ? {} : { placeholder }),
    };
    return [{ ...base, ...asks, input }];
  }
  if (field.kind === "scale") {
    const options = Array.from({ length: field.to - field.from + 1 }, (_, i) => String(field.from + i));
    const chosen = value?.kind === "scale" ? [String(value.value)] : [];
    const hint = t("form.scale", { from: field.from, to: field.to });
    const labelled = options.map((o) => ({ id: o, label: scaleLabel(field, o) }));
    return [{ ...base, hint, input: { kind: "choice", options: labelled, chosen } }];
  }
  const chosen = value?.kind === "choices" ? value.ids : [];
  return [{ ...base, ...asks, input: { kind: field.kind, options: field.options, chosen } }];
}

/** What was added to an answer may have made it longer than its share: none of it is cut off. */
function wordsInput(value: FieldAnswer | undefined, { max, alone }: Filled["room"]) {
  const text = textOf(value);
  const room = Math.max(max, text.length);
  return { kind: "text" as const, max: room, long: alone, ...(text === "" ? {} : { value: text }) };
}

function scaleLabel(field: Extract<Field, { kind: "scale" }>, value: string): string {
  if (Number(value) === field.from && field.low) return `${value} · ${field.low}`;
  return Number(value) === field.to && field.high ? `${value} · ${field.high}` : value;
}
