/** Words → finished lines of markdown, none too long for a message. Pure. */
import { sliceWords, type Words } from "../../src/domain/words.ts";
import { pieces } from "./escape.ts";
import { CONTENT_MAX } from "./limits.ts";
import type { Line } from "./split.ts";
import { styledLine, styledLines } from "./styled.ts";

/** Room for `> **||` and its like, and for the escapes of a line's beginning. */
const MARKUP_ROOM = 20;
/** A piece this short fits with whatever marks. */
const SMALLEST = 40;

type Dress = (escaped: string) => string;

/** Lines of text, each in its own markup, so that a cut between messages never leaves markup open. */
export function lines(said: string | Words, dress: Dress, keep = false, max = CONTENT_MAX): Line[] {
  return styledLines(typeof said === "string" ? { text: said } : said).flatMap((line) => {
    const parts = fitting(line, max - MARKUP_ROOM);
    return parts.map((piece, at) => ({ text: dress(styledLine(piece)), keep, fresh: at > 0 }));
  });
}

/** Pieces of a line that are short enough with their escapes and marks. */
function fitting(line: Words, budget: number, cost = budget): Words[] {
  let from = 0;
  return pieces(line.text, cost).flatMap((text) => {
    const piece = sliceWords(line, from, from + text.length);
    from += text.length;
    const isTight = styledLine(piece).length > budget && cost > SMALLEST;
    return isTight ? fitting(piece, budget, Math.floor(cost / 2)) : [piece];
  });
}
