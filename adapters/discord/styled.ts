/** One line of words → Discord markdown that shows exactly these words in exactly these styles. Pure. */
import { type Style, sliceWords, stretches, styled, type Words } from "../../src/domain/words.ts";
import { escapeLine, escapes, linesOf } from "./escape.ts";

const MARKS: Readonly<Record<Style, string>> = { underline: "__", strike: "~~", bold: "**", italic: "*" };
/** Outermost first. Italics are innermost, because their mark is part of another one's. */
const OUTER: readonly Style[] = ["underline", "strike", "bold", "italic"];
/** Parts two marks that would be read as one. Nobody sees it. */
const JOINER = "\u2060";

/**
 * An address with no character that markup could be made of, and nothing after it. Written as it is it shows as it is
 * and can be tapped; of Discord's own addresses some show as something else.
 */
const ADDRESS = /(?<=^|\s|(?:^|\s)\()https?:\/\/(?!(?:[\w-]+\.)*discord)[\w.~:/?#@!$&'()+,;=%-]+(?=\s|$)/gi;

type Stretch = { readonly text: string; readonly styles: readonly Style[]; readonly from: number };

/**
 * The result shows as `line` wherever a line of a message begins. A style ends with its line and begins again in the
 * next one, so that a cut between messages never leaves markup open.
 */
export function styledLine(line: Words): string {
  // Most lines have neither styles nor addresses, and there may be thousands of them.
  if ((line.spans ?? []).length === 0 && !line.text.includes("://")) return escapeLine(line.text);
  const words = endingWell(line);
  let from = 0;
  const pieces = stretches(words).map((stretch) => {
    const piece = { ...stretch, from };
    from += stretch.text.length;
    return piece;
  });
  const plain = plainAddresses(words.text, pieces);
  const marks = escapes(line.text).filter((at) => !plain.some((one) => one.from <= at && at < one.to));
  const isEscaped = new Set(marks);
  const withEscapes = (text: string, at: number) =>
    Array.from({ length: text.length }, (_, n) => `${isEscaped.has(at + n) ? "\\" : ""}${text[n] ?? ""}`).join("");
  return apart(nest(pieces, OUTER, withEscapes));
}

/** Addresses that can stay as they are: of one look, and in a style only without the characters of its marks. */
function plainAddresses(text: string, pieces: readonly Stretch[]): { readonly from: number; readonly to: number }[] {
  const found = [...text.matchAll(ADDRESS)].map(({ 0: address, index }) => ({
    from: index,
    to: index + address.length,
    isBare: !/[_~]/.test(address),
  }));
  const isWhole = ({ from, to, isBare }: (typeof found)[number]) =>
    pieces.some((piece) => {
      const end = piece.from + piece.text.length;
      return piece.from <= from && to <= end && (isBare || piece.styles.length === 0);
    });
  return found.filter(isWhole);
}

/** What is struck through ends at the first two tildes, escaped or not: it must not end with one of its own. */
function endingWell({ text, spans = [] }: Words): Words {
  const fitted = spans.map((span) => {
    const inside = span.style === "strike" ? text.slice(span.from, span.to).replace(/[~\s]+$/, "") : null;
    return inside === null ? span : { ...span, to: span.from + inside.length };
  });
  return styled(text, fitted);
}

interface Token {
  readonly type: "text" | "open" | "close";
  readonly text: string;
}

type Escape = (text: string, at: number) => string;

function nest(pieces: readonly Stretch[], [style, ...inner]: readonly Style[], written: Escape): Token[] {
  if (style === undefined) return pieces.map(({ text, from }) => ({ type: "text", text: written(text, from) }));
  return groups(pieces, style).flatMap(({ has, pieces: group }) => {
    const tokens = nest(group, inner, written);
    return has ? around(tokens, MARKS[style]) : tokens;
  });
}

/** Neighbours that all have a style, or all do not. */
function groups(pieces: readonly Stretch[], style: Style) {
  const result: { readonly has: boolean; readonly pieces: Stretch[] }[] = [];
  for (const piece of pieces) {
    const has = piece.styles.includes(style);
    const last = result.at(-1);
    if (last?.has === has) last.pieces.push(piece);
    else result.push({ has, pieces: [piece] });
  }
  return result;
}

/** Marks hold nothing but white space at no end: there they would show themselves. */
function around(tokens: readonly Token[], mark: string): Token[] {
  const [first, last] = [tokens.at(0), tokens.at(-1)];
  const before = first?.type === "text" ? (/^\s*/.exec(first.text)?.[0] ?? "") : "";
  const after = last?.type === "text" ? (/\s*$/.exec(last.text)?.[0] ?? "") : "";
  const all = tokens.map((token, at) => {
    const cut = at === 0 ? token.text.slice(before.length) : token.text;
    return { ...token, text: at === tokens.length - 1 ? cut.slice(0, cut.length - after.length) : cut };
  });
  if (all.every(({ text }) => text === "")) return [...tokens];
  return [text(before), { type: "open", text: mark }, ...all, { type: "close", text: mark }, text(after)];
}

const text = (words: string): Token => ({ type: "text", text: words });

/** One text of it all: a mark that closes and another that opens must not look like one. */
function apart(tokens: readonly Token[]): string {
  const seen = tokens.filter((token) => token.text !== "");
  return seen.reduce((done, token, at) => {
    const before = seen[at - 1];
    const clash = before?.type === "close" && token.type === "open" && isClash(before.text, token.text);
    return `${done}${clash ? JOINER : ""}${token.text}`;
  }, "");
}

function isClash(closes: string, opens: string): boolean {
  return closes[0] === opens[0] || (closes === MARKS.strike && opens === MARKS.underline);
}

/** The lines of words, at every kind of line break. */
export function styledLines(words: Words): Words[] {
  let from = 0;
  return linesOf(words.text).map((line) => {
    const piece = sliceWords(words, from, from + line.length);
    const end = from + line.length;
    from = end + (words.text.startsWith("\r\n", end) ? 2 : 1);
    return piece;
  });
}
