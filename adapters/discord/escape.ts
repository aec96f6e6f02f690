/** Makes anybody's text into Discord markdown that shows exactly that text. */

/**
 * Characters that open something wherever they stand, and three that do so only before or after
 * certain others: `:name:` becomes an emoji, `://` a link, and `discord.gg/…` an invitation.
 */
const ANYWHERE = /[\\`*_~|<@[\]]|:(?=\/\/|[^\s:]*:)|(?<=\.[a-z]{2,20})\//gi;
/** Headings, small print, quotes and bullets. */
const AT_START = /^\s*(?=[#>+-])/;
const NUMBERED = /^\s*\d+(?=\.)/;

/** Everything that any client may take for the end of a line. */
export const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

/** Splits text into lines at every kind of line break. */
export function linesOf(text: string): string[] {
  return text.split(LINE_BREAK);
}

/** Escapes one line. The result shows as `line` wherever a line of a message begins. */
export function escapeLine(line: string): string {
  let result = "";
  let done = 0;
  for (const at of escapes(line)) {
    result += `${line.slice(done, at)}\\`;
    done = at;
  }
  return result + line.slice(done);
}

/** Where a backslash has to stand before a character of a line, in order. */
export function escapes(line: string): readonly number[] {
  const anywhere = [...line.matchAll(ANYWHERE)].map(({ index }) => index);
  const begins = [AT_START, NUMBERED].flatMap((pattern) => pattern.exec(line)?.[0].length ?? []);
  return [...new Set([...anywhere, ...begins])].sort((a, b) => a - b);
}

/** Most characters that `escapeLine` can make of a piece of a line. */
function escapedCost(piece: string): number {
  return piece.length + (piece.match(/[\\`*_~|<@[\]:/#>+.-]/g)?.length ?? 0);
}

/** Text as one line: line breaks become spaces. */
export function oneLine(text: string): string {
  return text.replace(LINE_BREAK, " ").trim();
}

/** The spoiler ends at the first `||`, escaped or not, so a line must not end with a bar of its own. */
export function cover(escaped: string): string {
  if (escaped.trim() === "") return escaped;
  return `||${escaped}${escaped.endsWith("|") ? " " : ""}||`;
}

export function bold(escaped: string): string {
  return escaped === "" ? "" : `**${escaped}**`;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The whole text, or its beginning with “…”, in at most `max` UTF-16 units; never half a character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = "";
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Smallest pieces a line may be cut into: grapheme clusters, or code points where a cluster alone is too long. */
function atoms(line: string, budget: number): string[] {
  const clusters = [...graphemes.segment(line)].map(({ segment }) => segment);
  return clusters.flatMap((cluster) => (escapedCost(cluster) <= budget ? [cluster] : [...cluster]));
}

/**
 * Cuts one line into pieces that cost at most `budget` characters once escaped, after a space where
 * there is one. Joined, the pieces are the line again.
 */
export function pieces(line: string, budget: number): string[] {
  if (escapedCost(line) <= budget) return [line];
  const result: string[] = [];
  let piece = "";
  let cost = 0;
  for (const atom of atoms(line, budget)) {
    const more = escapedCost(atom);
    if (cost + more > budget) {
      const end = piece.search(/\s\S*$/) + 1 || piece.length;
      result.push(piece.slice(0, end));
      piece = piece.slice(end);
      cost = escapedCost(piece);
    }
    piece += atom;
    cost += more;
  }
  return [...result, piece];
}
