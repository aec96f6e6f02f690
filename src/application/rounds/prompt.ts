/** Opening a card privately: with a form where there are forms, else as the first question. */

import { type Answer, type FieldAnswer, MAX_ANSWER } from "../../domain/answer.ts";
import type { Field } from "../../domain/card.ts";
import type { Form, FormField } from "../../domain/message.ts";
import { collects, sealOf } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Reply } from "../../ports/chat.ts";
import type { Ctx, MyHome } from "../context.ts";
import { line, say } from "../speak.ts";
import { type Asked, FORM_FIELDS, fieldsOf, nextField, textOf } from "./fields.ts";
import { fieldsDraft } from "./sealing.ts";

const NONE: Reply = { type: "none" };

/** The round that this person's next private message belongs to. */
export async function focusOn(ctx: Ctx, home: MyHome, roundId: string | null): Promise<void> {
  if (home.me.focus !== roundId) await ctx.tx.people.save({ ...home.me, focus: roundId });
}

/**
 * Shows a card to one of the two so that it can be answered. What is already sealed is shown as
 * sealed, with its ways to change it, unless `change` asks for the fields again.
 */
export async function openPrompt(ctx: Ctx, home: MyHome, round: Round, change = false): Promise<Reply> {
  await focusOn(ctx, home, round.id);
  if (!collects(round)) {
    await line(ctx, round.state === "revealed" ? "refused.round.revealed" : "refused.round.closed");
    return NONE;
  }
  if (ctx.can.forms) return { type: "form", form: await formFor(ctx, home, round) };
  const seal = sealOf(round, home.seat);
  const view = seal && !seal.passed && !change ? "sealed" : "prompt";
  await say(ctx, view, { roundId: round.id });
  return NONE;
}

/** The card as one form, with what was sealed before filled in for its author. */
async function formFor(ctx: Ctx, home: MyHome, round: Round): Promise<Form> {
  const { language } = home.me;
  const asked = fieldsOf(ctx.deps.content, round, language);
  const before: Answer = (await ctx.tx.answers.get(round.id, home.me.id)) ?? {};
  const draft = (await fieldsDraft(ctx, home.me.id, round.id))?.answer ?? {};
  // The form that asks the first field which has no answer yet.
  const from = Math.floor((nextField(asked, draft) ?? 0) / FORM_FIELDS) * FORM_FIELDS;
  const page = asked.slice(from, from + FORM_FIELDS);
  const texts = asked.filter(({ field }) => field.kind === "text").length;
  const max = Math.floor(MAX_ANSWER / Math.max(1, texts));
  const t = ctx.deps.translate;
  const fields = page.map((one, index) => formField(one, String(from + index), before[one.key], max, texts));
  const scaleOf = (field: Field) =>
    field.kind === "scale" ? t(language, "form.scale", { from: field.from, to: field.to }) : undefined;
  const hinted = fields.map((field, index) => {
    const asks = page[index];
    const hint = asks && (scaleOf(asks.field) ?? (asks.card.text.length <= 100 ? asks.card.text : undefined));
    return hint === undefined ? field : { ...field, hint };
  });
  return { action: `seal_${round.id}_${from}`, title: t(language, `ritual.${round.kind}.title`), fields: hinted };
}

function formField(
  { field }: Asked,
  id: string,
  value: FieldAnswer | undefined,
  max: number,
  texts: number,
): FormField {
  const base = { id, label: field.label, required: !field.optional && field.kind !== "choices" };
  if (field.kind === "text" || field.kind === "media") {
    const placeholder = field.kind === "text" ? (field.placeholder ?? field.ready) : undefined;
    const text = textOf(value);
    return {
      ...base,
      input: {
        kind: "text",
        max,
        long: texts === 1 || field.kind === "text",
        ...(placeholder === undefined ? {} : { placeholder }),
        ...(text === "" ? {} : { value: text.slice(0, max) }),
      },
    };
  }
  if (field.kind === "scale") {
    const options = Array.from({ length: field.to - field.from + 1 }, (_, i) => String(field.from + i));
    const chosen = value?.kind === "scale" ? [String(value.value)] : [];
    return {
      ...base,
      input: { kind: "choice", options: options.map((o) => ({ id: o, label: scaleLabel(field, o) })), chosen },
    };
  }
  const chosen = value?.kind === "choices" ? value.ids : [];
  return { ...base, input: { kind: field.kind, options: field.options, chosen } };
}

function scaleLabel(field: Extract<Field, { kind: "scale" }>, value: string): string {
  if (Number(value) === field.from && field.low) return `${value} · ${field.low}`;
  return Number(value) === field.to && field.high ? `${value} · ${field.high}` : value;
}
