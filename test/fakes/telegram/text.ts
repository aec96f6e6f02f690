import type { TelegramMessageEntity } from "@gramio/types";
import { badRequest } from "./errors.ts";
import { type Formatted, parseHtml } from "./html.ts";
import { isWebUrl } from "./keyboard.ts";

/** Limits of the platform, from its documentation; deliberately not shared with the product. */
const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
const MAX_ENTITIES = 100;

const BLOCKS_DETECTION = new Set(["pre", "code", "text_link", "text_mention", "custom_emoji"]);

function requireField(entity: TelegramMessageEntity, field: "url" | "user" | "custom_emoji_id"): void {
  if (entity[field] === undefined) throw badRequest(`can't parse MessageEntity: Can't find field "${field}"`);
}

function splitsSymbol(text: string, at: number): boolean {
  return (
    at > 0 && at < text.length && /[\udc00-\udfff]/.test(text.charAt(at)) && /[\ud800-\udbff]/.test(text.charAt(at - 1))
  );
}

function checkEntity(text: string, entity: TelegramMessageEntity): void {
  const { offset, length } = entity;
  if (entity.type === "text_link") {
    requireField(entity, "url");
    if (!isWebUrl(entity.url ?? "")) throw badRequest(`entity URL '${entity.url}' is invalid: Wrong HTTP URL`);
  }
  if (entity.type === "text_mention") requireField(entity, "user");
  if (entity.type === "custom_emoji") requireField(entity, "custom_emoji_id");
  if (offset < 0) throw badRequest(`receive an entity with incorrect offset ${offset}`);
  if (length < 0) throw badRequest(`receive an entity with incorrect length ${length}`);
  if (offset >= text.length) throw badRequest(`entity begins after the end of the text at UTF-16 offset ${offset}`);
  const end = offset + length;
  const where = `entity beginning at UTF-16 offset ${offset}`;
  if (end > text.length) throw badRequest(`${where} ends after the end of the text at UTF-16 offset ${end}`);
  if (splitsSymbol(text, offset)) {
    throw badRequest(
      `entity begins in a middle of a UTF-16 symbol at byte offset ${Buffer.byteLength(text.slice(0, offset))}`,
    );
  }
  if (splitsSymbol(text, end)) {
    throw badRequest(
      `${where} ends in a middle of a UTF-16 symbol at byte offset ${Buffer.byteLength(text.slice(0, end))}`,
    );
  }
}

/** The platform cuts white space at both ends; entities move along and vanish when nothing is left of them. */
function trim({ text, entities }: Formatted): Formatted {
  const trimmed = text.trim();
  const lead = text.length - text.trimStart().length;
  const kept: TelegramMessageEntity[] = [];
  for (const entity of entities) {
    const start = Math.max(0, entity.offset - lead);
    const end = Math.min(trimmed.length, entity.offset + entity.length - lead);
    if (end > start) kept.push({ ...entity, offset: start, length: end - start });
  }
  return { text: trimmed, entities: kept };
}

const DETECTED: [TelegramMessageEntity["type"], RegExp][] = [
  ["bot_command", /(?<![\w/])\/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])/g],
  ["mention", /(?<!\w)@\w{4,32}(?!\w)/g],
  ["hashtag", /(?<![\p{L}\p{N}_])#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*/gu],
  ["email", /[\w.+-]+@[\w-]+\.[\w.-]*\w/g],
  ["url", /(?<![\w@.])(?:https?:\/\/\S+[^\s.,;:!?)]|(?:[\w-]+\.)+(?:com|org|net|me|io|de|fr|ru)(?:\/\S*)?)(?!\w)/gi],
];

/**
 * Adds what the platform finds by itself in any text, the bot's own included: commands, mentions,
 * hashtags, addresses. Nothing is looked for inside code and links.
 */
export function detectEntities({ text, entities }: Formatted): Formatted {
  const taken = entities.filter((e) => BLOCKS_DETECTION.has(e.type));
  const found: TelegramMessageEntity[] = [];
  for (const [type, pattern] of DETECTED) {
    for (const match of text.matchAll(pattern)) {
      const [offset, length] = [match.index, match[0].length];
      const free = [...taken, ...found].every((e) => e.offset + e.length <= offset || e.offset >= offset + length);
      const given = entities.some((e) => e.type === type && e.offset === offset);
      if (free && !given) found.push({ type, offset, length });
    }
  }
  const all = [...entities, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text, entities: all };
}

/** A text parameter with what formats it. */
export interface TextInput {
  text: string;
  parse_mode?: string | undefined;
  entities?: TelegramMessageEntity[] | undefined;
}

function formatted(input: TextInput): Formatted {
  const mode = input.parse_mode?.toLowerCase();
  if (!mode) {
    const entities = input.entities ?? [];
    for (const entity of entities) checkEntity(input.text, entity);
    return { text: input.text, entities };
  }
  if (mode === "html") return parseHtml(input.text);
  if (mode.startsWith("markdown")) throw badRequest("can't parse entities: this fake knows parse_mode HTML only");
  throw badRequest("unsupported parse_mode");
}

function finish(input: TextInput): Formatted {
  const { text, entities } = detectEntities(trim(formatted(input)));
  // More than a hundred entities are dropped in silence, as on the platform.
  return { text, entities: entities.slice(0, MAX_ENTITIES) };
}

/** A message's text as it is stored, or the platform's refusal. */
export function messageText(input: TextInput, tooLong: string): Formatted {
  if (input.text === "") throw badRequest("message text is empty");
  const result = finish(input);
  if (result.text === "") throw badRequest("text must be non-empty");
  if (result.text.length > MAX_TEXT) throw badRequest(tooLong);
  return result;
}

/** A caption as it is stored; unlike a text it may be empty. */
export function captionText(input: TextInput): Formatted {
  const result = finish(input);
  if (result.text.length > MAX_CAPTION) throw badRequest("message caption is too long");
  return result;
}
