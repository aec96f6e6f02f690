/** What somebody wants to be called. Pure. */
import { isBlank } from "./blank.ts";
import type { Refusal } from "./refusal.ts";
import { looksAlike } from "./told-apart.ts";

/** In characters as a reader counts them. */
export const LONGEST_NAME = 40;
/** In UTF-16 code units, because one character can carry any number of marks. */
const MOST_UNITS = 160;

/**
 * Line breaks, control characters, halves of characters, private ones, and what turns the direction of the words
 * after it: a name stands within other lines, and must not change how they look.
 */
const UNWANTED = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The name as it will be shown, or why it is not taken. `partner`: the partner's name; null while there is none. */
export function parseName(words: string, partner: string | null): string | Refusal {
  const name = words.trim().replace(/ +/g, " ");
  if (isBlank(name)) return { refused: "name.empty" };
  if (UNWANTED.test(name)) return { refused: "name.characters" };
  if (name.length > MOST_UNITS || [...segmenter.segment(name)].length > LONGEST_NAME) {
    return { refused: "name.too-long", params: { max: LONGEST_NAME } };
  }
  return partner !== null && looksAlike(name, partner) ? { refused: "name.partners" } : name;
}
