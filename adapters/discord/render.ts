/** Our message → the parts that Discord gets. Pure. */

import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from "discord.js";
import { isBlank } from "../../src/domain/blank.ts";
import type { Block, Button, MediaBlock, Message } from "../../src/domain/message.ts";
import { joinWords, replaceIn, trimWords, type Words } from "../../src/domain/words.ts";
import { bold, cover, cut, escapeLine, LINE_BREAK, oneLine } from "./escape.ts";
import * as limits from "./limits.ts";
import { lines } from "./lines.ts";
import { type Line, paginate } from "./split.ts";
import { styledLines } from "./styled.ts";

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;
type File = Extract<Block, { type: "file" }>;

/** One message of Discord's. */
export interface Part {
  readonly content: string;
  readonly components: readonly Row[];
  readonly files: readonly Pick<File, "name" | "mime" | "data">[];
  /** Of a file that an edit has to find again. */
  readonly media?: MediaBlock;
}

type Said = Exclude<Block, File | MediaBlock>;

/** Discord refuses a message without content; this has none that anybody sees. */
const NOTHING = "\u200b";
/** Hides a file behind a tap. */
const SPOILER = "SPOILER_";
const MEDIA_CAPTION = 400;

function plain(escaped: string): string {
  return escaped;
}

function note(escaped: string): string {
  return isBlank(escaped) ? "" : `-# ${escaped}`;
}

function quote(block: Extract<Block, { type: "quote" }>): Line[] {
  const by = oneLine(block.by);
  const words = trimWords(joinWords(styledLines(block), "\n"));
  const said = words.text === "" ? [] : lines(words, (escaped) => `> ${block.covered ? cover(escaped) : escaped}`);
  return [...(by === "" ? [] : lines(by, bold, true)), ...said];
}

/** An item keeps its lines; only the first has the bullet. */
function listed(item: Words): Line[] {
  const [first = { text: "" }, ...further] = styledLines(trimWords(item));
  return [...lines(first, (escaped) => `- ${escaped}`), ...further.flatMap((line) => lines(line, plain))];
}

/** A heading is one line, and bold as a whole. */
function inOneLine({ text, spans = [] }: Words): Words {
  const joined = replaceIn({ text, spans: spans.filter(({ style }) => style !== "bold") }, LINE_BREAK, () => " ");
  return trimWords(joined);
}

/** A masked link; the address alone where the text looks like one, which Discord would show raw. */
function link(block: Extract<Block, { type: "link" }>): Line[] {
  const url = URL.canParse(block.url) ? new URL(block.url) : null;
  const text = escapeLine(oneLine(block.text));
  if (url === null || !/^https?:$/.test(url.protocol)) return lines(`${block.text} ${block.url}`, plain);
  const masked = text === "" || block.text.includes("://") ? `<${url.href}>` : `[${text}](<${url.href}>)`;
  return masked.length <= limits.CONTENT_MAX ? [{ text: masked }] : lines(`${block.text} ${block.url}`, plain);
}

function blockLines(block: Said, max: number): Line[] {
  switch (block.type) {
    case "heading":
      return lines(inOneLine(block), bold, true);
    case "paragraph":
      return lines(block, plain, false, max);
    case "note":
      return lines(block.text, note);
    case "quote":
      return quote(block);
    case "list":
      return block.items.flatMap((text, at) => listed({ text, spans: block.styles?.[at] ?? [] }));
    case "link":
      return link(block);
  }
}

/** A blank line between blocks, none under a heading. */
function spaced(blocks: readonly Said[], max: number): Line[][] {
  return blocks.flatMap((block, at) => {
    const under = at === 0 || blocks[at - 1]?.type === "heading";
    const shown = blockLines(block, max);
    return under ? [shown] : [[{ text: "" }], shown];
  });
}

const EFFECT = { reply: "r", replace: "p", form: "f" } as const;
const STYLE = { main: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;

/** What a button carries: its effect, so that it can be acknowledged before it is handled, and its action. */
function customId(button: Pick<Button, "action" | "effect">): string {
  return `${EFFECT[button.effect]}:${button.action}`;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function label(button: Button, max: number): string {
  return cut(oneLine(button.label), max) || "…";
}

function buttonRow(buttons: readonly Button[]): Row {
  return {
    type: ComponentType.ActionRow,
    components: buttons.map((button) => ({
      type: ComponentType.Button,
      style: button.style === undefined ? ButtonStyle.Secondary : STYLE[button.style],
      label: label(button, limits.BUTTON_LABEL_MAX),
      custom_id: customId(button),
    })),
  };
}

/** More choices than buttons fit: menus whose options carry what the buttons would have carried. */
function menuRow(buttons: readonly Button[], index: number): Row {
  const options = buttons.map((each) => ({ label: label(each, limits.OPTION_LABEL_MAX), value: customId(each) }));
  return {
    type: ComponentType.ActionRow,
    components: [{ type: ComponentType.StringSelect, custom_id: `s:${index}`, options, min_values: 1, max_values: 1 }],
  };
}

/** Rows of buttons as they were meant; closed up where Discord has no room for that; menus beyond 25. */
export function renderRows(rows: readonly (readonly Button[])[]): Row[] {
  // Discord refuses a message in which two components carry the same id.
  const seen = new Set<string>();
  const unique = rows.map((row) => row.filter((button) => !seen.has(customId(button)) && seen.add(customId(button))));
  const filled = unique.filter((row) => row.length > 0);
  const fits = filled.length <= limits.ROWS_MAX && filled.every((row) => row.length <= limits.ROW_BUTTONS_MAX);
  if (fits) return filled.map(buttonRow);
  const all = filled.flat();
  if (all.length <= limits.ROWS_MAX * limits.ROW_BUTTONS_MAX) return chunks(all, limits.ROW_BUTTONS_MAX).map(buttonRow);
  return chunks(all, limits.SELECT_OPTIONS_MAX).slice(0, limits.ROWS_MAX).map(menuRow);
}

/** Files in groups that one message can carry. */
function parcels(files: readonly File[]): File[][] {
  const result: File[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = result.at(-1);
    bytes += file.data.byteLength;
    if (last !== undefined && last.length < limits.FILES_MAX && bytes <= limits.FILE_BYTES_MAX) {
      last.push(file);
    } else {
      result.push([file]);
      bytes = file.data.byteLength;
    }
  }
  return result;
}

/** Words, and files with the last of them. */
function plainParts(blocks: readonly (Said | File)[], max: number): Part[] {
  const texts = blocks.filter((block): block is Said => block.type !== "file");
  const files = parcels(blocks.filter((block): block is File => block.type === "file"));
  const contents = paginate(spaced(texts, max), max);
  const count = Math.max(contents.length, contents.length - 1 + files.length, files.length);
  const firstFiles = Math.max(0, contents.length - 1);
  return Array.from({ length: count }, (_, at) => ({
    content: contents[at] ?? "",
    components: [],
    files: files[at - firstFiles] ?? [],
  }));
}

/** A covered file is one whose name says so. */
function mediaPart(media: MediaBlock): Part {
  const { name, mime, data, covered, caption } = media;
  const content = note(escapeLine(cut(oneLine(caption), MEDIA_CAPTION)));
  const files = data === null ? [] : [{ name: covered ? `${SPOILER}${name}` : name, mime, data }];
  return { content, components: [], files, media };
}

/** The key of a part that is a file. */
export function keyOf({ media }: Part): string | null {
  return media?.key ?? null;
}

/** In an edit: a file whose message has no buttons to change, or that is not at hand to be shown anew. */
export function stays({ media, components }: Part): boolean {
  return media !== undefined && (components.length === 0 || media.data === null);
}

/** What is said where Discord does not take a file. */
export function insteadOf(part: Part, media: MediaBlock): Part {
  return {
    content: [part.content, note(escapeLine(media.instead))].join("\n"),
    components: part.components,
    files: [],
  };
}

/** The messages that show `message`, in order: at least one; the buttons come with the last. `small`: a quarter of the usual length. */
export function renderParts(message: Message, small = false): Part[] {
  const max = small ? limits.CONTENT_MAX / 4 : limits.CONTENT_MAX;
  const parts: Part[] = [];
  let plain: (Said | File)[] = [];
  for (const block of message.blocks) {
    if (block.type !== "media") {
      plain.push(block);
      continue;
    }
    parts.push(...plainParts(plain, max), mediaPart(block));
    plain = [];
  }
  parts.push(...plainParts(plain, max));
  const last = parts.pop() ?? { content: NOTHING, components: [], files: [] };
  return [...parts, { ...last, components: renderRows(message.buttons) }];
}

/** One line of ours, with at most one button, for answers that need no outbox. */
export function renderLine(text: string, button?: Button): Part {
  const parts = renderParts({ blocks: [{ type: "paragraph", text }], buttons: button === undefined ? [] : [[button]] });
  return { content: parts[0]?.content ?? NOTHING, components: parts.at(-1)?.components ?? [], files: [] };
}
