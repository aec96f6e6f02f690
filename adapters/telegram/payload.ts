/** A part → the method and parameters that send or edit it. Pure. */
import type { MediaBlock } from "../../src/domain/message.ts";
import { MAX_PHOTO } from "./limits.ts";
import type { Part } from "./render.ts";

export interface Payload {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Where a new message goes, and how. */
export interface Target {
  readonly chatId: number;
  readonly silent: boolean;
  /** Of a chat with topics; none: the general one. */
  readonly topic: string | undefined;
}

function markup(part: Part): Record<string, unknown> {
  return part.keyboard ? { reply_markup: part.keyboard } : {};
}

function words(part: Extract<Part, { kind: "text" }>): Record<string, unknown> {
  return { text: part.text, entities: part.entities, link_preview_options: { is_disabled: true } };
}

/** A name that cannot break out of the header that it is sent in. */
function fileName(name: string): string {
  const safe = name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}"\\/:*?<>|]/gu, "_")
    .trim();
  return safe.slice(0, 120).toWellFormed() || "file";
}

function source(name: string, data: Uint8Array) {
  return { source: Buffer.from(data.buffer, data.byteOffset, data.byteLength), filename: fileName(name) };
}

/** How a kind is sent; what the method does not take goes as a document. */
function way({ kind, mime, data }: MediaBlock): "photo" | "voice" | "video" | "video_note" | "document" {
  if (kind === "photo" && /^image\/(png|jpeg|webp)$/.test(mime) && (data?.byteLength ?? 0) <= MAX_PHOTO) return "photo";
  if (kind === "voice" && /^audio\/(ogg|mpeg|mp4|x-m4a)$/.test(mime)) return "voice";
  if (kind === "video-note" && mime === "video/mp4") return "video_note";
  return kind === "video" || kind === "video-note" ? "video" : "document";
}

const METHODS = {
  photo: "sendPhoto",
  voice: "sendVoice",
  video: "sendVideo",
  video_note: "sendVideoNote",
  document: "sendDocument",
} as const;

/** Only photos and videos can be covered; a video note takes no words. */
function media(block: MediaBlock, as = way(block)): Payload {
  const file = { [as]: source(block.name, block.data ?? new Uint8Array()) };
  const caption = as === "video_note" ? {} : { caption: block.caption };
  const spoiler = block.covered && (as === "photo" || as === "video") ? { has_spoiler: true } : {};
  return { method: METHODS[as], params: { ...file, ...caption, ...spoiler } };
}

/** The ways to send a file, best first: what a platform does not take as a picture it may take as a document. */
export function mediaPayloads(part: Extract<Part, { kind: "media" }>, target: Target): Payload[] {
  const ways = [media(part.media), media(part.media, "document")];
  const unique = ways.filter(({ method }, at) => ways.findIndex((one) => one.method === method) === at);
  return unique.map(({ method, params }) => ({
    method,
    params: { ...where(target), ...params, ...markup(part) },
  }));
}

function where({ chatId, silent, topic }: Target): Record<string, unknown> {
  const thread = topic === undefined ? {} : { message_thread_id: Number(topic) };
  return { chat_id: chatId, ...thread, ...(silent ? { disable_notification: true } : {}) };
}

/** Somebody's own data comes as it is: a photo would be made smaller, and one that is too wide would be refused. */
function upload(part: Extract<Part, { kind: "file" }>): Payload {
  return { method: "sendDocument", params: { document: source(part.file.name, part.file.data) } };
}

function content(part: Part): Payload {
  if (part.kind === "text") return { method: "sendMessage", params: words(part) };
  return part.kind === "file" ? upload(part) : media(part.media);
}

/** Sends a part as a new message. */
export function sendPayload(part: Part, target: Target): Payload {
  const { method, params } = content(part);
  return { method, params: { ...where(target), ...params, ...markup(part) } };
}

/** Nothing to see: paper, eight points wide. */
const EMPTY_PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4/OYBVsQwtCQAvFK8AVHSnPAAAAAASUVORK5CYII=",
  "base64",
);

/** Makes a file's message show nothing; voices and video notes are the two that the platform does not let change. */
export function blankPayload(chatId: number, messageId: number): Payload {
  const media = { type: "photo", media: { source: EMPTY_PICTURE, filename: "empty.png" } };
  return { method: "editMessageMedia", params: { chat_id: chatId, message_id: messageId, media } };
}

/** Makes a message show a part. A file stays what it is; only the buttons under it change. */
export function editPayload(part: Part, chatId: number, messageId: number): Payload {
  const there = { chat_id: chatId, message_id: messageId };
  if (part.kind !== "text") return { method: "editMessageReplyMarkup", params: { ...there, ...markup(part) } };
  return { method: "editMessageText", params: { ...there, ...words(part), ...markup(part) } };
}
