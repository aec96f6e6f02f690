/** Text in a drawing: measured, broken into lines, escaped. Pure. */

export type Weight = "regular" | "bold";

/** Hundredths of an em, of the characters from space to `~` in Open Sans. */
const WIDTHS: Readonly<Record<Weight, readonly number[]>> = {
  regular: widths(
    "26 26 40 65 57 83 73 22 29 29 55 57 26 32 26 37 57 57 57 57 57 57 57 57 57 57 26 26 57 57 57 43 90 63 65 63 73 56 52 73 74 28 27 61 52 90 75 78 60 78 62 55 55 73 60 92 58 56 57 33 37 33 57 44 28 56 61 48 61 56 34 54 61 25 25 53 25 93 61 60 61 61 41 48 36 61 50 77 52 50 47 38 55 38 57",
  ),
  bold: widths(
    "26 28 44 65 57 86 74 24 32 32 55 57 27 32 27 39 57 57 57 57 57 57 57 57 57 57 27 27 57 57 57 45 90 66 66 63 73 56 53 73 75 31 30 64 54 92 78 79 61 79 64 55 56 74 62 95 62 59 58 33 39 33 57 42 32 58 62 50 62 58 36 55 64 28 28 57 28 95 64 61 62 62 43 49 40 64 53 82 55 54 48 38 55 38 57",
  ),
};
/** Of what is not in the table: letters of other alphabets a little wide, so that no line grows out of its box. */
const OTHER = 68;
/** What is written in squares, and emoji. */
const FULL = 105;
const EMOJI = 132;
const SQUARE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** What takes no room of its own, or has no glyph: joiners, variation and format characters, controls. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]|\p{Variation_Selector}/gu;

function widths(table: string): readonly number[] {
  return table.split(" ").map(Number);
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

function graphemes(text: string): Iterable<string> {
  // What is plain English letters needs no segmenter, which is many times slower.
  if (/^[ -~]*$/.test(text)) return text;
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** Marks on one letter beyond these are left out: they would be drawn over everything above and below it. */
const TOO_MANY_MARKS = /(\p{M}{6})\p{M}+/gu;

/** One line of text as it can be drawn. */
export function plain(text: string): string {
  return text.toWellFormed().replace(/\s+/gu, " ").replace(UNSEEN, "").replace(TOO_MANY_MARKS, "$1").trim();
}

/** Hundredths of an em. */
function widthOfOne(one: string, weight: Weight): number {
  const known = one.length === 1 ? WIDTHS[weight][one.charCodeAt(0) - 32] : undefined;
  return known ?? (SQUARE.test(one) ? FULL : /\p{Extended_Pictographic}/u.test(one) ? EMOJI : OTHER);
}

/** How wide `text` is at a size of one, never less than it is. */
export function widthOf(text: string, weight: Weight = "regular"): number {
  let sum = 0;
  for (const one of graphemes(text)) sum += widthOfOne(one, weight);
  return sum / 100;
}

/** A word in pieces no wider than `room`, broken between characters where it is wider. Each is measured once. */
function* pieces(
  word: string,
  room: number,
  weight: Weight,
): Generator<{ readonly text: string; readonly wide: number }> {
  let [text, wide] = ["", 0];
  for (const one of graphemes(word)) {
    const more = widthOfOne(one, weight) / 100;
    if (text !== "" && wide + more > room + TINY) {
      yield { text, wide };
      [text, wide] = ["", 0];
    }
    text += one;
    wide += more;
  }
  if (text !== "") yield { text, wide };
}

/** Sums of hundredths are off by less. */
const TINY = 1e-9;

/**
 * Lines of at most `width` at `size`; only a word that is longer than a line is broken. Stops with the first line
 * after `most`.
 */
export function wrap(
  text: string,
  width: number,
  size: number,
  weight: Weight = "regular",
  most = Number.POSITIVE_INFINITY,
): string[] {
  const room = width / size;
  const space = widthOf(" ", weight);
  const lines: string[] = [];
  let used = 0;
  for (const word of plain(text).split(" ")) {
    for (const piece of pieces(word, room, weight)) {
      if (lines.length > 0 && used + space + piece.wide <= room + TINY) {
        lines[lines.length - 1] += ` ${piece.text}`;
        used += space + piece.wide;
      } else {
        if (lines.length > most) return lines;
        lines.push(piece.text);
        used = piece.wide;
      }
    }
  }
  return lines;
}

export interface Fitted {
  readonly size: number;
  readonly lines: readonly string[];
}

/** The largest of `sizes` at which the text fits; at the smallest one it is cut, with “…”. */
export function fitText(
  text: string,
  box: { readonly width: number; readonly height: number },
  sizes: readonly number[],
  weight: Weight = "regular",
): Fitted {
  const roomAt = (size: number) => Math.floor(box.height / (size * LEADING));
  for (const size of sizes) {
    const lines = wrap(text, box.width, size, weight, roomAt(size));
    if (lines.length * size * LEADING <= box.height) return { size, lines };
  }
  const size = sizes.at(-1) ?? 1;
  const room = Math.max(1, roomAt(size));
  const lines = wrap(text, box.width, size, weight, room).slice(0, room);
  const last = cut(lines.at(-1) ?? "", box.width, size, weight, true);
  return { size, lines: [...lines.slice(0, -1), last] };
}

/** One line: the whole text, or its beginning with “…”. `always`: more of it was left out before. */
export function cut(text: string, width: number, size: number, weight: Weight = "regular", always = false): string {
  const whole = plain(text);
  if (!always && widthOf(whole, weight) * size <= width) return whole;
  let kept = "";
  let used = widthOf("…", weight);
  for (const one of graphemes(whole)) {
    used += widthOfOne(one, weight) / 100;
    if (used * size > width) break;
    kept += one;
  }
  return `${kept.trimEnd()}…`;
}

/** Distance of two lines, in sizes. */
export const LEADING = 1.32;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text as data: nothing in it is markup. */
export function asData(text: string): string {
  return plain(text).replace(/[&<>"']/g, (one) => ENTITIES[one] ?? "");
}
