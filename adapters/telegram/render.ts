/** Our message → what the platform takes. Pure. */

import type { TelegramInlineKeyboardButton, TelegramInlineKeyboardMarkup } from "@gramio/types";
import { isBlank } from "../../src/domain/blank.ts";
import type { Block, Button, MediaBlock, Message } from "../../src/domain/message.ts";
import { cleanText, type Entity, join, layOut, type Styled } from "./layout.ts";
import { ACTION, MAX_BUTTONS, MAX_ROW, MAX_TEXT } from "./limits.ts";
import { type Piece, pack } from "./split.ts";

export interface RenderContext {
  /** The chat has more people than one in it. */
  readonly shared: boolean;
  /** The bot's own user name, for links to its private chat. */
  readonly username: string;
  /** In parts of a quarter of the usual length. */
  readonly small?: boolean;
}

type FileBlock = Extract<Block, { type: "file" }>;
type WordBlock = Exclude<Block, FileBlock | MediaBlock>;

/** One message on the platform. Only the last has a keyboard. */
export type Part = (
  | { readonly kind: "text"; readonly text: string; readonly entities: readonly Entity[] }
  | { readonly kind: "file"; readonly file: FileBlock }
  | { readonly kind: "media"; readonly media: MediaBlock }
) & { readonly keyboard?: TelegramInlineKeyboardMarkup };

/** What stands for a message that has buttons and no words, or whose words are gone. */
export const NOTHING = "·";

/** The link that opens the bot's private chat with an action. */
export function startLink(username: string, action: string): string {
  return `https://t.me/${username}?start=${action}`;
}

function button(from: Button, { shared, username }: RenderContext): TelegramInlineKeyboardButton {
  const label = cleanText(from.label).replaceAll("\n", " ").trim();
  const text = isBlank(label) ? NOTHING : label;
  const style = from.style === "main" ? { style: "primary" as const } : from.style ? { style: from.style } : {};
  if (shared && from.private) return { text, url: startLink(username, from.action), ...style };
  return { text, callback_data: from.action, ...style };
}

/** The inline keyboard, rows of at most eight; null without buttons. */
function keyboard(rows: Message["buttons"], context: RenderContext): TelegramInlineKeyboardMarkup | null {
  const all: TelegramInlineKeyboardButton[][] = [];
  let room = MAX_BUTTONS;
  for (const row of rows) {
    // A button that cannot be carried would make the platform refuse all of the message.
    const buttons = row.filter(({ action }) => ACTION.test(action)).slice(0, room);
    room -= buttons.length;
    for (let i = 0; i < buttons.length; i += MAX_ROW) {
      all.push(buttons.slice(i, i + MAX_ROW).map((one) => button(one, context)));
    }
  }
  return all.length > 0 ? { inline_keyboard: all } : null;
}

/** Blocks as pieces. A heading belongs to what follows it, so that it never ends a message alone. */
function pieces(blocks: readonly WordBlock[]): readonly Piece[] {
  const result: Piece[] = [];
  let heading: Styled = { text: "", entities: [] };
  let before: Block["type"] | null = null;
  for (const block of blocks) {
    const laid = layOut(block);
    if (laid.text === "") continue;
    const styled = join(heading, "\n\n", laid);
    heading = block.type === "heading" ? styled : { text: "", entities: [] };
    const gap = block.type === "link" && before === "link" ? "\n" : "\n\n";
    if (block.type !== "heading") result.push({ gap, styled });
    before = block.type;
  }
  if (heading.text !== "") result.push({ gap: "\n\n", styled: heading });
  return result;
}

function textParts(blocks: readonly WordBlock[], max: number): readonly Part[] {
  return pack(pieces(blocks), max).map(({ text, entities }) => ({ kind: "text", text, entities }));
}

/** What stands over a file that can carry no words of its own. */
function over(block: FileBlock | MediaBlock): WordBlock[] {
  return block.type === "media" && block.kind === "video-note" ? [{ type: "note", text: block.caption }] : [];
}

/**
 * The messages that show `message`, in the order of its blocks; a file is a message of its own. No
 * part is empty, none is longer than the platform takes, and the buttons are on the last.
 */
export function render(message: Message, context: RenderContext): readonly Part[] {
  const parts: Part[] = [];
  const max = context.small ? MAX_TEXT / 4 : MAX_TEXT;
  let words: WordBlock[] = [];
  for (const block of message.blocks) {
    if (block.type !== "file" && block.type !== "media") {
      words.push(block);
      continue;
    }
    parts.push(...textParts([...words, ...over(block)], max));
    parts.push(block.type === "file" ? { kind: "file", file: block } : { kind: "media", media: block });
    words = [];
  }
  parts.push(...textParts(words, max));
  const markup = keyboard(message.buttons, context);
  if (!markup) return parts;
  const last: Part = parts.pop() ?? { kind: "text", text: NOTHING, entities: [] };
  return [...parts, { ...last, keyboard: markup }];
}
