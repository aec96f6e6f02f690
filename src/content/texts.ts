import type { Card, Field } from "../domain/card.ts";
import { LIMITS } from "./limits.ts";

/** A piece of a card that a person reads. */
export interface Piece {
  /** Which field of the card, such as `starters.1` or `answer.label`. */
  readonly at: string;
  readonly text: string;
  /** How long it may be, in characters. */
  readonly max: number;
}

/** Everything in a card that the two get to read; not its source, which is a citation. Pure. */
export function textsOf(card: Card): Piece[] {
  const pieces: (Piece | undefined)[] = [
    piece("text", card.text, LIMITS.text),
    piece("ld_text", card.ldText, LIMITS.text),
    piece("hint", card.hint, LIMITS.hint),
    piece("why", card.why, LIMITS.why),
    piece("sentence", card.lone?.sentence, LIMITS.sentence),
    ...card.starters.map((starter, index) => piece(`starters.${index}`, starter, LIMITS.starter)),
    ...card.fields.flatMap(fieldTexts),
  ];
  return pieces.filter((one) => one !== undefined);
}

function fieldTexts(field: Field): (Piece | undefined)[] {
  const own = [piece(`${field.id}.label`, field.label, LIMITS.label)];
  switch (field.kind) {
    case "text":
      return [
        ...own,
        piece(`${field.id}.placeholder`, field.placeholder, LIMITS.placeholder),
        piece(`${field.id}.ready`, field.ready, LIMITS.ready),
      ];
    case "scale":
      return [
        ...own,
        piece(`${field.id}.low`, field.low, LIMITS.option),
        piece(`${field.id}.high`, field.high, LIMITS.option),
      ];
    case "media":
      return own;
    default:
      return [
        ...own,
        ...field.options.map(({ id, label }) => piece(`${field.id}.options.${id}`, label, LIMITS.option)),
      ];
  }
}

function piece(at: string, text: string | undefined, max: number): Piece | undefined {
  return text === undefined ? undefined : { at, text, max };
}
