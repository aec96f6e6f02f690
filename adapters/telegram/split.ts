/** Long text → messages. Pure. */
import { isBlank } from "../../src/domain/blank.ts";
import { join, type Styled, slice } from "./layout.ts";
import { MAX_ENTITIES, MAX_TEXT } from "./limits.ts";

/** A piece of a message and what stands before it unless it comes first. */
export interface Piece {
  readonly gap: string;
  readonly styled: Styled;
}

/** Fewer units than this can hardly have too many entities. */
const LEAST = 64;
const EMPTY: Styled = { text: "", entities: [] };
/** With less room than this left, a piece that has to be cut begins a new message. */
const WORTH_CUTTING = 512;

/** What the platform may take for an address, a person, a command or a tag: it adds an entity of its own. */
const FOUND = /[^\s]\.[^\s]|[#@/$]\S/g;

/** Entities of a text, and those that the platform may find in it by itself: past its limit it drops some in silence. */
function entitiesOf({ text, entities }: Styled): number {
  return entities.length + (text.match(FOUND)?.length ?? 0);
}

function fits(styled: Styled, max: number): boolean {
  return styled.text.length <= max && entitiesOf(styled) <= MAX_ENTITIES;
}

/** How much of a piece has few enough entities, in UTF-16 units; at least a little. */
function affordable(piece: Styled): number {
  let most = piece.text.length;
  while (most > LEAST && entitiesOf(slice(piece, 0, most)) > MAX_ENTITIES) most = Math.floor(most / 2);
  return most;
}

/**
 * Packs the pieces into as few messages as whole pieces allow; cuts only a piece that is too long
 * for a message of its own. `max`: UTF-16 units of one. No result is empty, too long, or has too many entities.
 */
export function pack(pieces: readonly Piece[], max = MAX_TEXT): readonly Styled[] {
  const messages: Styled[] = [];
  let current = EMPTY;
  const flush = () => {
    if (!isBlank(current.text)) messages.push(current);
    current = EMPTY;
  };
  for (const piece of pieces) {
    let rest = piece.styled;
    while (rest.text !== "") {
      const joined = join(current, piece.gap, rest);
      if (fits(joined, max)) {
        current = joined;
        break;
      }
      const room = max - (joined.text.length - rest.text.length);
      const at = border(rest.text, Math.min(Math.max(1, room), affordable(rest)));
      const cut = join(current, piece.gap, slice(rest, 0, at));
      if (current.text !== "" && (fits(rest, max) || room < WORTH_CUTTING || !fits(cut, max))) {
        flush();
        continue;
      }
      current = cut;
      flush();
      rest = slice(rest, at, rest.text.length);
    }
  }
  flush();
  return messages;
}

/** Best first. White space that carries a combining mark is no border. */
const BORDERS = [/\n\s*\n/g, /\n/g, /[.!?…。!?]["”’)»]?\s(?![\p{M}\u200d])/gu, /\s(?![\p{M}\u200d])/gu];

/**
 * Where to cut text longer than `room`: after the last paragraph, line, sentence or word that ends in
 * the second half of the room, else between two graphemes. Between 1 and `room`.
 */
function border(text: string, room: number): number {
  const from = Math.floor(room / 2);
  const reach = text.slice(0, room + 1);
  for (const pattern of BORDERS) {
    pattern.lastIndex = from;
    let at = 0;
    for (let match = pattern.exec(reach); match; match = pattern.exec(reach)) {
      at = Math.min(room, match.index + match[0].length);
    }
    if (at > from) return at;
  }
  return graphemeBorder(text, from, room);
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

function graphemeBorder(text: string, from: number, room: number): number {
  let at = 0;
  // From the beginning, because in a row of flags only counting tells one from the next; one
  // character beyond the room, so that a grapheme that crosses it shows.
  for (const { index, segment } of segmenter.segment(text.slice(0, room + 2))) {
    if (index + segment.length > room) break;
    at = index + segment.length;
  }
  if (at > from) return at;
  // One grapheme longer than half a message: only the characters can be kept whole.
  return /[\udc00-\udfff]/.test(text.charAt(room)) ? room - 1 : room;
}
