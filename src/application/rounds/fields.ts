/** The fields a round asks, and an answer to them. Pure, apart from looking cards up. */

import { type Answer, type FieldAnswer, MAX_ANSWER, type MediaAnswer, type TextPart } from "../../domain/answer.ts";
import { isBlank } from "../../domain/blank.ts";
import type { Card, Field } from "../../domain/card.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import type { Round } from "../../domain/round/state.ts";
import { joinWords, type Words } from "../../domain/words.ts";
import type { Content } from "../../ports/content.ts";

export interface Asked {
  /** `<cardId>/<fieldId>`: the key in an answer. */
  readonly key: string;
  readonly card: Card;
  readonly field: Field;
}

/** The cards of a round in one language. Cards removed from `data/` are left out. */
export function cardsOf(content: Content, round: Pick<Round, "cards">, language: string): readonly Card[] {
  return round.cards.map((id) => content.card(id, language)).filter((card) => card !== undefined);
}

export function fieldsOf(content: Content, round: Pick<Round, "cards">, language: string): readonly Asked[] {
  return cardsOf(content, round, language).flatMap((card) =>
    card.fields.map((field) => ({ key: `${card.id}/${field.id}`, card, field })),
  );
}

/** Nothing is collected: it is shown, and a tap goes on. */
export function isSpoken(content: Content, round: Pick<Round, "cards">): boolean {
  return cardsOf(content, round, "en").every((card) => card.fields.length === 0);
}

/** The next field without an answer, or null when the round can be sealed. */
export function nextField(asked: readonly Asked[], answer: Answer): number | null {
  const index = asked.findIndex(({ key }) => !(key in answer));
  return index === -1 ? null : index;
}

/** The words of a text field, its parts one below the other. */
export function saidIn(field: FieldAnswer | undefined): Words {
  return field?.kind === "text" ? joinWords(field.parts, "\n\n") : { text: "" };
}

export function textOf(field: FieldAnswer | undefined): string {
  return saidIn(field).text;
}

/** Length as the limit counts it: UTF-16 code units over all texts. */
export function lengthOf(answer: Answer): number {
  const words = (field: FieldAnswer) => (field.kind === "media" ? field.caption : textOf(field));
  return Object.values(answer).reduce((sum, field) => sum + words(field).length, 0);
}

/** A text this long may be the first piece of one that the client split at its own limit. */
export const MAY_CONTINUE = 3000;

/** Whether an answer may be kept at all. */
export function checkAnswer(answer: Answer): Refusal | null {
  const count = lengthOf(answer);
  if (count > MAX_ANSWER) return refuse("answer.too-long", { count, max: MAX_ANSWER });
  const said = Object.values(answer).some((f) => (f.kind === "text" ? !isBlank(textOf(f)) : f.kind !== "skipped"));
  return said ? null : refuse("answer.empty");
}

export function textAnswer(words: Words, ref: string | null): FieldAnswer {
  return { kind: "text", parts: [{ ...wordsAlone(words), ref }] };
}

/** The words of something that has other properties beside them. */
export function wordsAlone({ text, spans }: Words): Words {
  return spans === undefined ? { text } : { text, spans };
}

/** Adds words to the last text field that has some, else to the first text field. */
export function withAdded(answer: Answer, asked: readonly Asked[], part: TextPart): Answer {
  const texts = asked.filter(({ field }) => takesWords(field)).map(({ key }) => key);
  const key = texts.findLast((k) => answer[k]?.kind === "text") ?? texts[0] ?? asked[0]?.key;
  if (key === undefined) return answer;
  const before = answer[key];
  if (before?.kind === "media") return { ...answer, [key]: withCaption(before, part) };
  const parts = before?.kind === "text" ? before.parts : [];
  return { ...answer, [key]: { kind: "text", parts: [...parts, part] } };
}

export function takesWords(field: Field): boolean {
  return field.kind === "text" || (field.kind === "media" && field.words);
}

/** What its author wrote with a file. */
export function captionOf({ caption, spans }: Pick<MediaAnswer, "caption" | "spans">): Words {
  return wordsAlone({ text: caption, ...(spans === undefined ? {} : { spans }) });
}

function withCaption(answer: MediaAnswer, words: Words): MediaAnswer {
  const { spans: _styles, ...media } = answer;
  const before = captionOf(answer);
  const { text, spans } = before.text === "" ? wordsAlone(words) : joinWords([before, words], "\n\n");
  return { ...media, caption: text, ...(spans === undefined ? {} : { spans }) };
}

/** Replaces the part that came as message `ref`; null when no part did. */
export function withEdited(answer: Answer, ref: string, words: Words): Answer | null {
  for (const [key, field] of Object.entries(answer)) {
    if (field.kind !== "text" || !field.parts.some((part) => part.ref === ref)) continue;
    const parts = field.parts.map((part) => (part.ref === ref ? { ...wordsAlone(words), ref } : part));
    return { ...answer, [key]: { kind: "text", parts } };
  }
  return null;
}

/** The words that came as message `ref`; empty when none did. */
export function pieceOf(answer: Answer, ref: string): string {
  const parts = Object.values(answer).flatMap((field) => (field.kind === "text" ? field.parts : []));
  return parts.find((part) => part.ref === ref)?.text ?? "";
}

/** Every message of the author that the answer was made of. */
export function refsOf(answer: Answer): readonly string[] {
  return Object.values(answer).flatMap((field) => {
    const refs = field.kind === "text" ? field.parts.map(({ ref }) => ref) : field.kind === "media" ? [field.ref] : [];
    return refs.filter((ref) => ref !== null);
  });
}
