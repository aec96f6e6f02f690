import type { TelegramMessage } from "@gramio/types";
import { ApiError, badRequest } from "../errors.ts";
import type { MediaKind, StoredFile } from "../message.ts";
import { captionText } from "../text.ts";
import { isUpload, type UploadedFile } from "../validate.ts";
import type { World } from "../world.ts";
import { type Call, type Handler, refuseUnmodelled, takeRate, text, textInput } from "./call.ts";
import { editable, outgoing } from "./messages.ts";

/** Limits of the platform, from its documentation, in bytes. */
const MAX_UPLOAD = 50 * 1024 * 1024;
const MAX_PHOTO = 10 * 1024 * 1024;
const MAX_DOWNLOAD = 20 * 1024 * 1024;
const MAX_ALBUM = 10;

/** What clients send and the platform says, by kind. */
export const MIME: Record<MediaKind, string> = {
  photo: "image/jpeg",
  document: "application/octet-stream",
  voice: "audio/ogg",
  video_note: "video/mp4",
  video: "video/mp4",
  audio: "audio/mpeg",
  sticker: "image/webp",
};

/** The payload fields of a stored file, as each kind carries them. */
export function mediaFields(world: World, file: StoredFile): Partial<TelegramMessage> {
  const base = { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.content.length };
  const moving = { ...base, duration: 3, mime_type: file.mimeType };
  switch (file.kind) {
    case "photo": {
      const thumb = world.store("photo", file.content, file.filename, file.mimeType);
      const small = { ...base, file_id: thumb.fileId, file_unique_id: thumb.uniqueId, width: 90, height: 67 };
      return { photo: [small, { ...base, width: 1280, height: 960 }] };
    }
    case "document":
      return { document: { ...base, file_name: file.filename, mime_type: file.mimeType } };
    case "voice":
      return { voice: moving };
    case "video_note":
      return { video_note: { ...base, length: 384, duration: 3 } };
    case "video":
      return { video: { ...moving, width: 1280, height: 720, file_name: file.filename } };
    case "audio":
      return { audio: { ...moving, file_name: file.filename } };
    case "sticker":
      return { sticker: { ...base, type: "regular", width: 512, height: 512, is_animated: false, is_video: false } };
  }
}

/** “The photo's width and height must not exceed 10000 in total. Width and height ratio must be at most 20.” */
function hasPhotoSize(content: Buffer): boolean {
  const isPng = content.subarray(1, 4).toString("latin1") === "PNG" && content.length > 24;
  if (!isPng) return true;
  const [width, height] = [content.readUInt32BE(16), content.readUInt32BE(20)];
  return width + height <= 10_000 && Math.max(width, height) <= 20 * Math.min(width, height);
}

function storeUpload(world: World, kind: MediaKind, upload: UploadedFile): StoredFile {
  const size = upload.content.length;
  if (size === 0) throw badRequest("file must be non-empty");
  if (size > MAX_UPLOAD) throw new ApiError(413, "Request Entity Too Large");
  if (kind === "photo" && size > MAX_PHOTO) throw badRequest(`file of size ${size} bytes is too big for a photo`);
  if (kind === "photo" && !hasPhotoSize(upload.content)) throw badRequest("PHOTO_INVALID_DIMENSIONS");
  const octets = upload.contentType === "application/octet-stream";
  return world.store(kind, upload.content, upload.filename, octets ? MIME[kind] : upload.contentType);
}

const TITLE = (kind: MediaKind): string =>
  kind.replace(/(^|_)(.)/g, (_all, _sep, letter: string) => letter.toUpperCase());

/** A file given as an upload, as `attach://part` or as a file_id. */
function resolve(call: Call, kind: MediaKind, value: unknown): StoredFile {
  if (isUpload(value)) return storeUpload(call.world, kind, value);
  const id = typeof value === "string" ? value : "";
  if (id === "") throw badRequest(`there is no ${kind.replace("_", " ")} in the request`);
  if (id.startsWith("attach://")) {
    const part = call.files.get(id.slice("attach://".length));
    if (!part) throw badRequest("wrong file identifier/HTTP URL specified");
    return storeUpload(call.world, kind, part);
  }
  if (/^https?:\/\//.test(id)) {
    call.violation("files by URL are not modelled by this fake");
    throw badRequest("failed to get HTTP URL content");
  }
  const known = call.world.files.get(id);
  if (!known) throw badRequest("wrong file identifier/HTTP URL specified");
  if (known.kind !== kind) throw badRequest(`can't use file of type ${TITLE(known.kind)} as ${TITLE(kind)}`);
  return known;
}

function captionFields(call: Call): Partial<TelegramMessage> {
  const { text: caption, entities } = captionText(textInput(call, "caption"));
  return {
    ...(caption ? { caption } : {}),
    ...(entities.length > 0 ? { caption_entities: entities } : {}),
  };
}

function sender(kind: MediaKind): Handler {
  return (call) => {
    refuseUnmodelled(call);
    const chat = call.world.writableChat(call.params.chat_id);
    const file = resolve(call, kind, call.params[kind]);
    const spoiler = call.params.has_spoiler === true ? { has_media_spoiler: true as const } : {};
    const content = { ...mediaFields(call.world, file), ...captionFields(call), ...spoiler };
    const fields = outgoing(call, chat, content);
    takeRate(call, chat);
    return call.world.add(chat, fields).wire;
  };
}

/** “Use this method to edit animation, audio, document, photo, or video messages”: voices and video notes stay. */
const EDITABLE = ["photo", "video", "document", "audio"] as const;
const FILES: (keyof TelegramMessage)[] = [...EDITABLE, "voice", "video_note"];

const editMessageMedia: Handler = (call) => {
  refuseUnmodelled(call);
  const chat = call.world.chatFor(call.params.chat_id);
  const message = editable(call, chat);
  if (!EDITABLE.some((kind) => message.wire[kind] !== undefined)) throw badRequest("message can't be edited");
  const media = (call.params.media ?? {}) as Record<string, unknown>;
  const kind = EDITABLE.find((one) => one === media.type);
  if (!kind) throw badRequest("can't parse InputMedia");
  const none = Object.fromEntries(
    [...FILES, "caption", "caption_entities", "has_media_spoiler"].map((name) => [name, undefined]),
  );
  const content = mediaFields(call.world, resolve(call, kind, media.media));
  message.edit({ ...none, ...content, ...captionFields({ ...call, params: media }), edit_date: call.world.seconds() });
  call.world.watch.changed();
  return message.wire;
};

const ALBUM_KINDS: MediaKind[] = ["photo", "video", "document", "audio"];

const sendMediaGroup: Handler = (call) => {
  refuseUnmodelled(call);
  const chat = call.world.writableChat(call.params.chat_id);
  const media = Array.isArray(call.params.media) ? (call.params.media as Record<string, unknown>[]) : [];
  if (media.length === 0) throw badRequest("there are no messages to send");
  if (media.length > MAX_ALBUM) throw badRequest("too many messages to send as an album");
  const group = String(call.world.serial() + 13_000_000_000_000_000);
  const all = media.map((item) => {
    const kind = ALBUM_KINDS.find((k) => k === item.type);
    if (!kind) throw badRequest("can't use the media of the specified type in the album");
    const content = mediaFields(call.world, resolve(call, kind, item.media));
    return outgoing(call, chat, { media_group_id: group, ...content, ...captionFields({ ...call, params: item }) });
  });
  takeRate(call, chat, all.length);
  return all.map((fields) => call.world.add(chat, fields).wire);
};

/** Where a file can be downloaded, relative to `/file/bot<token>/`. */
export function filePath(file: StoredFile): string {
  const extension = /\.\w+$/.exec(file.filename)?.[0] ?? "";
  return `${file.kind}s/${file.uniqueId}${extension}`;
}

const getFile: Handler = (call) => {
  const file = call.world.files.get(text(call, "file_id") ?? "");
  if (!file) throw badRequest("wrong file_id or the file is temporarily unavailable");
  if (file.content.length > MAX_DOWNLOAD) throw badRequest("file is too big");
  const base = { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.content.length };
  return { ...base, file_path: filePath(file) };
};

/** Methods about files. */
export const mediaMethods: Record<string, Handler> = {
  sendDocument: sender("document"),
  sendPhoto: sender("photo"),
  sendVoice: sender("voice"),
  sendVideo: sender("video"),
  sendVideoNote: sender("video_note"),
  sendMediaGroup,
  editMessageMedia,
  getFile,
};
