/** An answer as text, the way it is shown to whoever may read it. */
import type { Answer, FieldAnswer } from "../../domain/answer.ts";
import type { Field } from "../../domain/card.ts";
import { type Asked, textOf } from "./fields.ts";

export type Say = (key: string, params?: Readonly<Record<string, string | number>>) => string;

function describeField(field: Field, value: FieldAnswer | undefined, t: Say): string | null {
  if (!value || value.kind === "skipped") return null;
  if (value.kind === "text") return textOf(value);
  if (value.kind === "scale") {
    const to = field.kind === "scale" ? field.to : value.value;
    const low = field.kind === "scale" && value.value === field.from ? field.low : undefined;
    const high = field.kind === "scale" && value.value === field.to ? field.high : undefined;
    const meaning = low ?? high;
    return meaning === undefined
      ? t("answer.scale", { value: value.value, to })
      : t("answer.scale-meaning", { value: value.value, to, meaning });
  }
  const options = field.kind === "choice" || field.kind === "choices" ? field.options : [];
  const labels = value.ids.map((id) => options.find((option) => option.id === id)?.label ?? id);
  return labels.length === 0 ? t("answer.none-ticked") : labels.join(", ");
}

/**
 * The whole answer. One field is shown as it is; of several, each line of choice or scale stands
 * alone and each text under its label. Fields that were skipped are left out.
 */
export function describeAnswer(asked: readonly Asked[], answer: Answer, t: Say): string {
  const parts = asked
    .map(({ key, field }) => ({ field, text: describeField(field, answer[key], t) }))
    .filter((part): part is { field: Field; text: string } => part.text !== null);
  const texts = parts.filter((part) => part.field.kind === "text").length;
  const lines = parts.map(({ field, text }) => (texts > 1 && field.kind === "text" ? `${field.label}: ${text}` : text));
  return lines.join("\n\n");
}
