/** A card as forms: which fields each form asks, and an answer from what was submitted. Pure. */

import type { Answer, FieldAnswer } from "../../domain/answer.ts";
import { isBlank } from "../../domain/blank.ts";
import type { Field } from "../../domain/card.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { type Asked, textAnswer } from "./fields.ts";

/** A form has this many inputs; a card with more is asked in several. */
const FORM_INPUTS = 5;

/** A file or a line instead: two inputs. */
function inputsOf(field: Field): number {
  return field.kind === "media" && field.words ? 2 : 1;
}

export interface Page {
  /** The first field of the form, and the first that is not in it. */
  readonly from: number;
  readonly to: number;
}

function pagesOf(asked: readonly Asked[]): Page[] {
  const pages: Page[] = [];
  let from = 0;
  let inputs = 0;
  for (const [index, { field }] of asked.entries()) {
    if (inputs + inputsOf(field) > FORM_INPUTS) {
      pages.push({ from, to: index });
      [from, inputs] = [index, 0];
    }
    inputs += inputsOf(field);
  }
  return [...pages, { from, to: asked.length }];
}

/** The form that asks field `index`. */
export function pageOf(asked: readonly Asked[], index: number): Page {
  return pagesOf(asked).find(({ to }) => index < to) ?? { from: 0, to: 0 };
}

/** The id of the line that may stand for a file. */
export function wordsId(index: number): string {
  return `${index}w`;
}

/** Field id → what was put there. Ids are the fields' positions `0`, `1`, … */
export type Values = Readonly<Record<string, readonly string[]>>;

/** One field from a form's values; null when what came does not fit the field. */
function fromValues(field: Field, values: readonly string[]): FieldAnswer | null {
  const first = values[0]?.trim() ?? "";
  if (field.kind === "text" || field.kind === "media") {
    return isBlank(first) ? skipped(field) : textAnswer({ text: values[0] ?? "" }, null);
  }
  if (field.kind === "scale") {
    const value = Number(first);
    if (first === "") return skipped(field);
    return Number.isInteger(value) && value >= field.from && value <= field.to ? { kind: "scale", value } : null;
  }
  const known = new Set(field.options.map((option) => option.id));
  const ids = [...new Set(values)].filter((id) => known.has(id));
  if (ids.length === 0) return field.kind === "choices" ? { kind: "choices", ids: [] } : skipped(field);
  return { kind: "choices", ids: field.kind === "choice" ? ids.slice(0, 1) : ids };
}

function skipped(field: Field): FieldAnswer | null {
  return field.optional ? { kind: "skipped" } : null;
}

/** `missing`: a file was given and could not be had; the field is asked again. */
export type Given = FieldAnswer | "missing" | null;

/**
 * The fields of the form that begins with field `from`, from what was submitted. `given`: the file of a
 * field, uploaded now or before.
 */
export function answerFromForm(
  asked: readonly Asked[],
  values: Values,
  from = 0,
  given: (index: number) => Given = () => null,
): Answer | Refusal {
  const answer: Record<string, FieldAnswer> = {};
  const { to } = pageOf(asked, from);
  for (const [index, { key, field }] of asked.entries()) {
    if (index < from || index >= to) continue;
    const isMedia = field.kind === "media";
    const words = values[isMedia ? wordsId(index) : String(index)] ?? [];
    const file = isMedia ? given(index) : null;
    if (file === "missing") continue;
    const value = file ?? fromValues(field, words);
    if (value) answer[key] = value;
    // What was left blank is asked again; what does not fit the field came from no form of ours.
    else if (!words.every(isBlank)) return refuse("answer.empty");
  }
  const isEmpty = Object.values(answer).every(({ kind }) => kind === "skipped");
  return isEmpty && asked.slice(from, to).some(({ field }) => !field.optional) ? refuse("answer.empty") : answer;
}
