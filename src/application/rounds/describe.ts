/** An answer as text, the way it is shown to whoever may read it. */
import type { Answer, FieldAnswer } from "../../domain/answer.ts";
import type { Field } from "../../domain/card.ts";
import { mediaText } from "../media/words.ts";
import { type Asked, textOf } from "./fields.ts";

export type Say = (key: string, params?: Readonly<Record<string, string | number>>) => string;

function describeField(field: Field, value: FieldAnswer | undefined, t: Say): string | null {
  if (!value || value.kind === "skipped") return null;
  if (value.kind === "text") return textOf(value);
  if (value.kind === "media") return mediaText(value, t);
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
 * The whole answer. What is the only one of its sort, words or a mark, is shown as it is; of several
 * each has its label. Fields that were skipped are left out.
 */
export function describeAnswer(asked: readonly Asked[], answer: Answer, t: Say): string {
  const parts = asked
    .map(({ key, field }) => ({ field, text: describeField(field, answer[key], t) }))
    .filter((part): part is { field: Field; text: string } => part.text !== null);
  const isOpen = ({ field }: { field: Field }) => field.kind === "text" || field.kind === "media";
  const open = parts.filter(isOpen).length;
  const alone = (part: (typeof parts)[number]) => (isOpen(part) ? open : parts.length - open) === 1;
  const lines = parts.map((part) => (alone(part) ? part.text : `${part.field.label}: ${part.text}`));
  return lines.join("\n\n");
}
