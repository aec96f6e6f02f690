/** A part → the method and parameters that send or edit it. Pure. */
import { MAX_PHOTO } from "./limits.ts";
import type { Part } from "./render.ts";

export interface Payload {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
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

function upload(part: Extract<Part, { kind: "file" }>): Payload {
  const { name, mime, data } = part.file;
  const isPicture = /^image\/(png|jpeg)$/.test(mime) && data.byteLength <= MAX_PHOTO;
  const source = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const file = { source, filename: fileName(name) };
  return isPicture
    ? { method: "sendPhoto", params: { photo: file } }
    : { method: "sendDocument", params: { document: file } };
}

/** Sends a part as a new message. */
export function sendPayload(part: Part, chatId: number, silent: boolean): Payload {
  const { method, params } = part.kind === "text" ? { method: "sendMessage", params: words(part) } : upload(part);
  const quiet = silent ? { disable_notification: true } : {};
  return { method, params: { chat_id: chatId, ...params, ...quiet, ...markup(part) } };
}

/** Makes a message show a part. A file stays what it is; only the buttons under it change. */
export function editPayload(part: Part, chatId: number, messageId: number): Payload {
  const where = { chat_id: chatId, message_id: messageId };
  if (part.kind === "file") return { method: "editMessageReplyMarkup", params: { ...where, ...markup(part) } };
  return { method: "editMessageText", params: { ...where, ...words(part), ...markup(part) } };
}
