/**
 * What somebody wrote: plain text, and which parts of it are bold, italic, underlined or struck through. Pure.
 *
 * Offsets are UTF-16 code units, as everywhere. Everything else that a platform can do to text (code, quotes,
 * mentions) is plain text here, and the address behind linked words stands in the text, after them.
 */

export type Style = "bold" | "italic" | "underline" | "strike";

/** `from` and `to`: UTF-16 code units; `to` is the first that is not in it. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly style: Style;
}

/** Without `spans` nothing in it has a style; what was stored before there were styles has none. */
export interface Words {
  readonly text: string;
  readonly spans?: readonly Span[];
}

export const STYLES: readonly Style[] = ["underline", "strike", "bold", "italic"];

/**
 * Text with its styles in one normal form: each style's spans are apart, in order, within the text, cut no character
 * in half, and neither begin nor end with white space, which shows no style. Spans that style nothing are left out.
 */
export function styled(text: string, spans: readonly Span[]): Words {
  if (spans.length === 0) return { text };
  const normal = STYLES.flatMap((style) =>
    runs(
      text,
      spans.filter((span) => span.style === style),
    ).map(({ from, to }) => ({ from, to, style })),
  );
  const sorted = normal.toSorted((a, b) => a.from - b.from || b.to - a.to);
  return sorted.length === 0 ? { text } : { text, spans: sorted };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Ranges of one style, joined where only white space (of one line) lies between them. */
function runs(text: string, ranges: readonly Range[]): Range[] {
  const fitted = ranges.flatMap((range) => trimmed(text, whole(text, range)));
  const result: Range[] = [];
  for (const range of fitted.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    const touches = last && (range.from <= last.to || /^[^\S\n]+$/.test(text.slice(last.to, range.from)));
    if (touches) result[result.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else result.push(range);
  }
  return result;
}

/** Half of a surrogate pair belongs to its other half. */
function whole(text: string, { from, to }: Range): Range {
  const start = Math.max(0, Math.min(text.length, Math.trunc(from)));
  const end = Math.max(start, Math.min(text.length, Math.trunc(to)));
  if (start === end) return { from: start, to: end };
  return { from: inPair(text, start) ? start - 1 : start, to: inPair(text, end) ? end + 1 : end };
}

function inPair(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at));
}

function trimmed(text: string, { from, to }: Range): Range[] {
  const inside = text.slice(from, to);
  const start = from + inside.length - inside.trimStart().length;
  const end = start + inside.trim().length;
  return end > start ? [{ from: start, to: end }] : [];
}

/** The text from `from` to `to` with its styles. */
export function sliceWords({ text, spans = [] }: Words, from: number, to = text.length): Words {
  const moved = spans.map((span) => ({ ...span, from: span.from - from, to: span.to - from }));
  return styled(text.slice(from, to), moved);
}

/** One after the other, with `gap` between them. */
export function joinWords(parts: readonly Words[], gap: string): Words {
  let text = "";
  const spans: Span[] = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0) text += gap;
    const offset = text.length;
    for (const span of part.spans ?? []) spans.push({ ...span, from: span.from + offset, to: span.to + offset });
    text += part.text;
  }
  return styled(text, spans);
}

/** Without blank lines and spaces at its ends; the spaces that a first line begins with stay. */
export function trimWords(words: Words): Words {
  const start = /^(?:[^\S\n]*\n)+/.exec(words.text.replace(/\r/g, " "))?.[0].length ?? 0;
  return sliceWords(words, start, Math.max(start, words.text.trimEnd().length));
}

/** Without any white space at its ends. */
export function stripWords(words: Words): Words {
  const { text } = words;
  const start = text.length - text.trimStart().length;
  return sliceWords(words, start, Math.max(start, text.trimEnd().length));
}

/** A place in a text, and what stands there instead of `length` characters. */
export interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** Makes `edits`, which are in order and apart, and moves the styles along. What is put in at a style's end is outside of it. */
export function edited({ text, spans = [] }: Words, edits: readonly Edit[]): Words {
  let result = "";
  let done = 0;
  for (const edit of edits) {
    result += text.slice(done, edit.at) + edit.text;
    done = edit.at + edit.length;
  }
  result += text.slice(done);
  return styled(
    result,
    spans.map((span) => ({ ...span, from: moved(edits, span.from, true), to: moved(edits, span.to, false) })),
  );
}

function moved(edits: readonly Edit[], at: number, isStart: boolean): number {
  let by = 0;
  for (const edit of edits) {
    const end = edit.at + edit.length;
    if (edit.at > at || (edit.at === at && !(isStart && edit.length === 0))) break;
    if (end > at) return edit.at + by + (isStart ? 0 : edit.text.length);
    by += edit.text.length - edit.length;
  }
  return at + by;
}

/** Replaces each match of `pattern`, which has the flag `g`. */
export function replaceIn(words: Words, pattern: RegExp, by: (match: RegExpMatchArray) => string): Words {
  const edits = [...words.text.matchAll(pattern)].map((match) => ({
    at: match.index,
    length: match[0].length,
    text: by(match),
  }));
  return edits.length === 0 ? words : edited(words, edits);
}

/** Whether no word goes on across this place. */
function isBorder(text: string, at: number): boolean {
  return /^(?:|.?\s|\s.?)$/s.test(text.slice(Math.max(0, at - 1), at + 1));
}

/**
 * `text` instead of what was there, as somebody typed it into a field that shows no styles: the styles of what they
 * left as it was are kept.
 */
export function retyped(before: Words, text: string): Words {
  const old = before.text;
  if (text === old) return before;
  let head = 0;
  while (head < Math.min(old.length, text.length) && old[head] === text[head]) head += 1;
  while (head > 0 && !isBorder(old, head) && !isBorder(text, head)) head -= 1;
  let tail = 0;
  const room = Math.min(old.length, text.length) - head;
  while (tail < room && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  while (tail > 0 && !isBorder(old, old.length - tail) && !isBorder(text, text.length - tail)) tail -= 1;
  const shift = text.length - old.length;
  const kept = (before.spans ?? []).flatMap((span) => {
    const first = { ...span, to: Math.min(span.to, head) };
    const last = { ...span, from: Math.max(span.from, old.length - tail) + shift, to: span.to + shift };
    return [first, last].filter(({ from, to }) => to > from);
  });
  return styled(text, kept);
}

/** The text in its lines, at each `\n`. */
export function wordLines(words: Words): Words[] {
  let from = 0;
  return words.text.split("\n").map((line) => {
    const result = sliceWords(words, from, from + line.length);
    from += line.length + 1;
    return result;
  });
}

/** Stretches of text in which every character has the same styles, in order; together they are the text. */
export function stretches({
  text,
  spans = [],
}: Words): readonly { readonly text: string; readonly styles: readonly Style[] }[] {
  const borders = [...new Set([0, text.length, ...spans.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  return borders.slice(1).map((to, index) => {
    const from = borders[index] ?? 0;
    const here = spans.filter((span) => span.from <= from && span.to >= to).map(({ style }) => style);
    return { text: text.slice(from, to), styles: STYLES.filter((style) => here.includes(style)) };
  });
}
