/** Blocks → text with entities. Pure. Offsets and lengths are UTF-16 units, as the platform counts. */

import type { TelegramMessageEntity } from "@gramio/types";
import { isBlank } from "../../src/domain/blank.ts";
import type { Block } from "../../src/domain/message.ts";

export type Entity = TelegramMessageEntity;

export interface Styled {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** Stands where somebody's words have nothing to see. */
const NO_WORDS = "…";
/** From this length on a quote is folded to its first lines. */
const LONG_QUOTE = 900;
/**
 * Text as the platform can take it: whole characters (a half one makes it refuse the message), no
 * control characters, and no direction overrides, which would turn the words around it as well.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/(?![\n\t])[\p{Cc}\u202a-\u202e]/gu, "");
}

/**
 * Somebody's own words, in which the platform must find neither a command to tap nor a person to
 * notify: an invisible word joiner follows each `/` and `@` that it would take for one. Addresses
 * stay as they are.
 */
function ownWords(text: string): string {
  const defuse = (token: string) =>
    token.includes("://") ? token : token.replace(/(?<![\p{L}\p{N}_/<>])([/@])(?=\w)/gu, "$1\u2060");
  return cleanText(text).replace(/\S+/g, defuse);
}

/** One after the other, with `gap` between them. */
export function join(a: Styled, gap: string, b: Styled): Styled {
  if (a.text === "") return b;
  const offset = a.text.length + gap.length;
  const moved = b.entities.map((entity) => ({ ...entity, offset: entity.offset + offset }));
  return { text: a.text + gap + b.text, entities: [...a.entities, ...moved] };
}

/** The part from `from` to `to`, without white space at its ends; entities are cut to it. */
export function slice({ text, entities }: Styled, from: number, to: number): Styled {
  const raw = text.slice(from, to);
  const kept = raw.trim();
  const start = from + raw.length - raw.trimStart().length;
  const cut = entities.flatMap((entity) => {
    const first = Math.max(0, entity.offset - start);
    const last = Math.min(kept.length, entity.offset + entity.length - start);
    return last > first ? [{ ...entity, offset: first, length: last - first }] : [];
  });
  return { text: kept, entities: cut };
}

function styled(text: string, ...types: Entity["type"][]): Styled {
  const kept = text.trim();
  if (isBlank(kept)) return { text: "", entities: [] };
  return { text: kept, entities: types.map((type) => ({ type, offset: 0, length: kept.length })) };
}

function quote(block: Extract<Block, { type: "quote" }>): Styled {
  const words = ownWords(block.text);
  const kind = words.length > LONG_QUOTE ? "expandable_blockquote" : "blockquote";
  // Words that nobody can see still have an author, whose name must stand.
  const shown = isBlank(words) ? NO_WORDS : words;
  const body = block.covered ? styled(shown, kind, "spoiler") : styled(shown, kind);
  return join(styled(ownWords(block.by).replaceAll("\n", " "), "bold"), "\n", body);
}

/** The platform refuses a whole message for one address that it does not like. */
function isLinkable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (protocol === "https:" || protocol === "http:") && /\.[^.]/.test(hostname);
}

function link(block: Extract<Block, { type: "link" }>): Styled {
  const text = cleanText(block.text).trim();
  if (!isLinkable(block.url)) return styled(`${text} ${cleanText(block.url)}`);
  const shown = isBlank(text) ? block.url : text;
  return { text: shown, entities: [{ type: "text_link", offset: 0, length: shown.length, url: block.url }] };
}

/** A block as text; empty text when there is nothing to show. */
export function layOut(block: Exclude<Block, { type: "file" | "media" }>): Styled {
  if (block.type === "quote") return quote(block);
  if (block.type === "link") return link(block);
  if (block.type === "list") {
    const items = block.items.map((item) => cleanText(item).trim()).filter((item) => !isBlank(item));
    return styled(items.map((item) => `• ${item}`).join("\n"));
  }
  const text = cleanText(block.text);
  if (block.type === "heading") return styled(text, "bold");
  return block.type === "note" ? styled(text, "italic") : styled(text);
}
