/** An answer as text, the way it is shown to whoever may read it. */
import type { Answer, FieldAnswer } from "../../domain/answer.ts";
import type { Field } from "../../domain/card.ts";
import { joinWords, type Words } from "../../domain/words.ts";
import { mediaWords } from "../media/words.ts";
import { type Asked, saidIn } from "./fields.ts";

export type Say = (key: string, params?: Readonly<Record<string, string | number>>) => string;

function describeField(field: Field, value: FieldAnswer | undefined, t: Say): Words | null {
  if (!value || value.kind === "skipped") return null;
  if (value.kind === "text") return saidIn(value);
  if (value.kind === "media") return mediaWords(value, t);
  return { text: describeMark(field, value, t) };
}

type Mark = Extract<FieldAnswer, { kind: "scale" | "choices" }>;

function describeMark(field: Field, value: Mark, t: Say): string {
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
export function describeWords(asked: readonly Asked[], answer: Answer, t: Say): Words {
  const parts = asked.flatMap(({ key, field }) => {
    const words = describeField(field, answer[key], t);
    return words === null ? [] : [{ field, words }];
  });
  const isOpen = ({ field }: { field: Field }) => field.kind === "text" || field.kind === "media";
  const open = parts.filter(isOpen).length;
  const alone = (part: (typeof parts)[number]) => (isOpen(part) ? open : parts.length - open) === 1;
  const lines = parts.map((part) =>
    alone(part) ? part.words : joinWords([{ text: part.field.label }, part.words], ": "),
  );
  return joinWords(lines, "\n\n");
}

/** The whole answer in plain words. */
export function describeAnswer(asked: readonly Asked[], answer: Answer, t: Say): string {
  return describeWords(asked, answer, t).text;
}
