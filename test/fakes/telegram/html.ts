import type { TelegramMessageEntity, TelegramMessageEntityType } from "@gramio/types";
import { badRequest } from "./errors.ts";

/** Text with its markup taken out; offsets are UTF-16 code units. */
export interface Formatted {
  text: string;
  entities: TelegramMessageEntity[];
}

const SIMPLE: Record<string, TelegramMessageEntityType> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  "tg-spoiler": "spoiler",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  a: "text_link",
  "tg-emoji": "custom_emoji",
};

interface Open {
  tag: string;
  attributes: Map<string, string>;
  offset: number;
}

const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** The platform knows four named references and numeric ones; anything else stays as typed. */
function decode(source: string): string {
  return source.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|amp|quot));?/gi, (all, dec, hex, name) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? all;
    const code = dec ? Number(dec) : Number.parseInt(hex, 16);
    return code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

function attributesOf(source: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of source.matchAll(/([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi)) {
    found.set(String(match[1]).toLowerCase(), decode(match[2] ?? match[3] ?? match[4] ?? ""));
  }
  return found;
}

function refuse(text: string): never {
  throw badRequest(`can't parse entities: ${text}`);
}

function isSpoilerSpan(open: Open): boolean {
  return open.tag === "span" && open.attributes.get("class") === "tg-spoiler";
}

function entityOf(open: Open, text: string): TelegramMessageEntity | undefined {
  const type = isSpoilerSpan(open) ? "spoiler" : SIMPLE[open.tag];
  const length = text.length - open.offset;
  if (!type || length === 0) return undefined;
  const entity: TelegramMessageEntity = { type, offset: open.offset, length };
  if (type === "blockquote" && open.attributes.has("expandable")) entity.type = "expandable_blockquote";
  if (type === "text_link") entity.url = open.attributes.get("href") ?? text.slice(open.offset);
  if (type === "custom_emoji") entity.custom_emoji_id = open.attributes.get("emoji-id") ?? "";
  return entity;
}

/** `<pre><code class="language-x">` is one entity with a language, not two. */
function foldPreCode(entities: TelegramMessageEntity[], open: Open): void {
  const language = open.attributes.get("class")?.replace(/^language-/, "");
  const last = entities.at(-1);
  if (open.tag === "code" && language && last?.type === "code") last.language = language;
  if (open.tag !== "pre" || last?.type !== "pre") return;
  const inner = entities.findIndex((e) => e.type === "code" && e.offset === last.offset && e.length === last.length);
  const code = entities[inner];
  if (!code) return;
  if (code.language) last.language = code.language;
  entities.splice(inner, 1);
}

function openTag(name: string, rest: string, at: number, offset: number): Open {
  const open = { tag: name, attributes: attributesOf(rest), offset };
  if (!(name in SIMPLE) && !isSpoilerSpan(open)) refuse(`Unsupported start tag "${name}" at byte offset ${at}`);
  return open;
}

function closeTag(stack: Open[], name: string, at: number): Open {
  const open = stack.pop();
  if (!open) refuse(`Unexpected end tag at byte offset ${at}`);
  if (name !== open.tag) {
    refuse(`Unmatched end tag at byte offset ${at}, expected "</${open.tag}>", found "</${name}>"`);
  }
  return open;
}

/** Parses the platform's HTML; throws its 400 `can't parse entities: …` where it would. */
export function parseHtml(source: string): Formatted {
  const stack: Open[] = [];
  const entities: TelegramMessageEntity[] = [];
  let text = "";
  let from = 0;
  const bytes = (index: number): number => Buffer.byteLength(source.slice(0, index));
  for (let at = source.indexOf("<"); at >= 0; at = source.indexOf("<", from)) {
    text += decode(source.slice(from, at));
    const end = source.indexOf(">", at);
    if (end < 0) refuse(`Unclosed ${source[at + 1] === "/" ? "end" : "start"} tag at byte offset ${bytes(at)}`);
    const inside = source.slice(at + 1, end);
    const name = /^\/?\s*([^\s/]*)/.exec(inside)?.[1]?.toLowerCase() ?? "";
    from = end + 1;
    if (!inside.startsWith("/")) {
      stack.push(openTag(name, inside.slice(name.length), bytes(at), text.length));
      continue;
    }
    const open = closeTag(stack, name, bytes(at));
    const entity = entityOf(open, text);
    if (entity) entities.push(entity);
    foldPreCode(entities, open);
  }
  text += decode(source.slice(from));
  const unclosed = stack.at(-1);
  if (unclosed) refuse(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text, entities };
}
