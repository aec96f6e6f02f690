/** Field after field, where there are no forms: a draft grows until the last field, then it is sealed. */
import type { Answer, FieldAnswer } from "../../domain/answer.ts";
import { MAX_ANSWER } from "../../domain/answer.ts";
import type { Field } from "../../domain/card.ts";
import { DAY } from "../../domain/ids.ts";
import { isOpenTo, sealOf } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Words } from "../../domain/words.ts";
import type { Ctx, MyHome } from "../context.ts";
import { whatFits } from "../media/words.ts";
import { line, type SayOptions, say } from "../speak.ts";
import { fieldsDraft } from "./beginnings.ts";
import { fieldsOf, lengthOf, nextField, textAnswer } from "./fields.ts";
import { keepLate } from "./late.ts";
import { refused, sealAnswer } from "./sealing.ts";

/** A field's answer from what was typed; null when only a button will do. */
function fromText(field: Field, words: Words, ref: string): FieldAnswer | null {
  if (field.kind === "text") return textAnswer(words, ref);
  const typed = words.text.trim().toLowerCase();
  if (field.kind === "scale") {
    const value = Number(typed);
    return Number.isInteger(value) && value >= field.from && value <= field.to ? { kind: "scale", value } : null;
  }
  if (field.kind === "media") return field.words ? textAnswer(words, ref) : null;
  const option = field.options.find((o) => o.label.toLowerCase() === typed);
  return option ? { kind: "choices", ids: [option.id] } : null;
}

/** Takes a typed message as the answer to the field that is being asked. */
export async function recordField(ctx: Ctx, home: MyHome, round: Round, words: Words, ref: string): Promise<void> {
  const asked = fieldsOf(ctx.deps.content, round, home.me.language);
  const answer = (await fieldsDraft(ctx, home.me.id, round.id))?.answer ?? {};
  const index = nextField(asked, answer);
  const current = index === null ? undefined : asked[index];
  if (!current) return say(ctx, "nothing-kept");
  const value = fromText(current.field, words, ref);
  if (value) return advance(ctx, home, round, { ...answer, [current.key]: value });
  await notSo(ctx, home, current.field);
  await say(ctx, "prompt", { roundId: round.id });
}

/** Why what was typed is no answer to this field. */
function notSo(ctx: Ctx, { me }: MyHome, field: Field): Promise<void> {
  if (field.kind !== "media") return line(ctx, "field.use-buttons");
  const t = (key: string) => ctx.deps.translate(me.language, key);
  return line(ctx, "media.needed", { what: whatFits(field, me.language, t) });
}

/** Which tap on a field: an option, a scale value, the ready answer, a skip, or the end of several choices. */
export type Pick =
  | { readonly type: "value"; readonly value: string }
  | { readonly type: "ready" }
  | { readonly type: "skip" }
  | { readonly type: "done" };

function fromPick(field: Field, pick: Pick, before: FieldAnswer | undefined): FieldAnswer | null {
  if (pick.type === "skip") return field.optional ? { kind: "skipped" } : null;
  if (pick.type === "ready") {
    return field.kind === "text" && field.ready !== undefined ? textAnswer({ text: field.ready }, null) : null;
  }
  if (pick.type === "done") return field.kind === "choices" ? (before ?? { kind: "choices", ids: [] }) : null;
  if (field.kind === "scale") {
    const value = Number(pick.value);
    return Number.isInteger(value) && value >= field.from && value <= field.to ? { kind: "scale", value } : null;
  }
  if (field.kind !== "choice" && field.kind !== "choices") return null;
  const option = field.options[Number(pick.value)];
  if (!option) return null;
  if (field.kind === "choice") return { kind: "choices", ids: [option.id] };
  const ids = before?.kind === "choices" ? before.ids : [];
  return { kind: "choices", ids: ids.includes(option.id) ? ids.filter((id) => id !== option.id) : [...ids, option.id] };
}

/** Ticks so far of the `choices` field being asked live under this key until *done*. */
export const TICKED = "ticked";

/** Takes a tap on field `index`. A tap on an older question, or one that does not fit, is stale. */
export async function pickField(ctx: Ctx, home: MyHome, round: Round, index: number, pick: Pick): Promise<void> {
  const asked = fieldsOf(ctx.deps.content, round, home.me.language);
  const draft = await fieldsDraft(ctx, home.me.id, round.id);
  const answer = draft?.answer ?? {};
  const current = asked[index];
  const over = !draft && sealOf(round, home.seat)?.passed === false;
  if (over || !current || nextField(asked, answer) !== index) return line(ctx, "stale");
  const { [TICKED]: ticked, ...rest } = answer;
  const value = fromPick(current.field, pick, ticked);
  if (!value) return line(ctx, "stale");
  if (current.field.kind === "choices" && pick.type === "value") {
    await saveSteps(ctx, home, round, { ...rest, [TICKED]: value });
    return say(ctx, "prompt", { roundId: round.id }, { replace: true });
  }
  return advance(ctx, home, round, { ...rest, [current.key]: value }, { replace: true });
}

/** Keeps a further field and asks the next one, `how` it is said; after the last one seals. */
export async function advance(
  ctx: Ctx,
  home: MyHome,
  round: Round,
  answer: Answer,
  how: SayOptions = {},
): Promise<void> {
  const asked = fieldsOf(ctx.deps.content, round, home.me.language);
  const count = lengthOf(answer);
  if (count > MAX_ANSWER) return refused(ctx, { refused: "answer.too-long", params: { count, max: MAX_ANSWER } });
  if (nextField(asked, answer) === null) return void (await sealAnswer(ctx, home, round, answer));
  if (!isOpenTo(round, home.seat, ctx.now)) return tooLate(ctx, home, round, answer);
  await saveSteps(ctx, home, round, answer);
  await say(ctx, "prompt", { roundId: round.id }, how);
}

/** The window ended between two fields: what was begun is not lost. What is sealed is not replaced by a beginning. */
export async function tooLate(ctx: Ctx, home: MyHome, round: Round, answer: Answer): Promise<void> {
  const sealed = await ctx.tx.answers.get(round.id, home.me.id);
  return keepLate(ctx, home, round, sealed ? {} : answer);
}

/** Keeps what was answered so far for 24 hours; it survives a restart. */
export async function saveSteps(
  ctx: Ctx,
  home: MyHome,
  round: Round,
  answer: Answer,
  purpose: "fields" | "add" = "fields",
): Promise<void> {
  const old = await fieldsDraft(ctx, home.me.id, round.id, purpose);
  const id = old?.id ?? ctx.deps.random.id();
  const expiresAt = ctx.now + DAY;
  const createdAt = old?.createdAt ?? ctx.now;
  await ctx.tx.drafts.save({ id, personId: home.me.id, roundId: round.id, purpose, answer, createdAt, expiresAt });
  await ctx.tx.timers.set({ kind: "draft", ref: id, at: expiresAt }, home.couple.id);
}
