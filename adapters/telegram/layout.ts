/** Blocks → text with entities. Pure. Offsets and lengths are UTF-16 units, as the platform counts. */

import type { TelegramMessageEntity } from "@gramio/types";
import { isBlank } from "../../src/domain/blank.ts";
import type { Block } from "../../src/domain/message.ts";
import { edited, joinWords, replaceIn, trimWords, type Words } from "../../src/domain/words.ts";

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
  return cleanWords({ text }).text;
}

function cleanWords({ text, spans }: Words): Words {
  const whole = { text: text.toWellFormed(), ...(spans === undefined ? {} : { spans }) };
  const broken = replaceIn(whole, /\r\n?|[\u2028\u2029]/g, () => "\n");
  return replaceIn(broken, /(?![\n\t])[\p{Cc}\u202a-\u202e]/gu, () => "");
}

/** A `/` or `@` that begins a command or a name. */
const TAPPABLE = /(?<![\p{L}\p{N}_/<>])[/@](?=\w)/gu;

/**
 * Somebody's own words, in which the platform must find neither a command to tap nor a person to
 * notify: an invisible word joiner follows each `/` and `@` that it would take for one. Addresses
 * stay as they are.
 */
function ownWords(words: Words): Words {
  const clean = cleanWords(words);
  const edits = [...clean.text.matchAll(/\S+/g)].flatMap(({ 0: token, index }) =>
    token.includes("://") ? [] : [...token.matchAll(TAPPABLE)].map((found) => index + found.index + 1),
  );
  return edited(
    clean,
    edits.map((at) => ({ at, length: 0, text: "\u2060" })),
  );
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

const ENTITIES = { bold: "bold", italic: "italic", underline: "underline", strike: "strikethrough" } as const;

/** Words in their own styles, and all of them in `types`, which come first: they must not be the ones left out. */
function styled(said: string | Words, ...types: Entity["type"][]): Styled {
  const words = typeof said === "string" ? { text: said } : said;
  const { text: kept, spans = [] } = trimWords(words);
  if (isBlank(kept)) return { text: "", entities: [] };
  const whole = types.map((type) => ({ type, offset: 0, length: kept.length }));
  const own = spans
    .filter(({ style }) => !types.includes(ENTITIES[style]))
    .map(({ style, from, to }) => ({ type: ENTITIES[style], offset: from, length: to - from }));
  return { text: kept, entities: [...whole, ...own] };
}

function quote(block: Extract<Block, { type: "quote" }>): Styled {
  const words = ownWords(block);
  const kind = words.text.length > LONG_QUOTE ? "expandable_blockquote" : "blockquote";
  // Words that nobody can see still have an author, whose name must stand.
  const shown = isBlank(words.text) ? NO_WORDS : words;
  const body = block.covered ? styled(shown, kind, "spoiler") : styled(shown, kind);
  return join(styled(ownWords({ text: block.by }).text.replaceAll("\n", " ").trim(), "bold"), "\n", body);
}

/** The platform refuses a whole message for one address that it does not like. */
function isLinkable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (protocol === "https:" || protocol === "http:") && /\.[^.]/.test(hostname);
}

function link(block: Extract<Block, { type: "link" }>): Styled {
  const text = cleanText(block.text).trim();
  if (!isLinkable(block.url)) return styled(`${text} ${cleanText(block.url)}`.trim());
  const shown = isBlank(text) ? block.url : text;
  return { text: shown, entities: [{ type: "text_link", offset: 0, length: shown.length, url: block.url }] };
}

/** A block as text; empty text when there is nothing to show. */
export function layOut(block: Exclude<Block, { type: "file" | "media" }>): Styled {
  if (block.type === "quote") return quote(block);
  if (block.type === "link") return link(block);
  if (block.type === "list") {
    const items = block.items.map((text, at) => trimWords(cleanWords({ text, spans: block.styles?.[at] ?? [] })));
    const seen = items.filter(({ text }) => !isBlank(text));
    return styled(
      joinWords(
        seen.map((item) => joinWords([{ text: "•" }, item], " ")),
        "\n",
      ),
    );
  }
  const words = cleanWords(block);
  if (block.type === "heading") return styled(words, "bold");
  return block.type === "note" ? styled(words, "italic") : styled(words);
}
