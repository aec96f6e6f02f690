import type {
  TelegramInlineKeyboardButton,
  TelegramInlineKeyboardMarkup,
  TelegramMessage,
  TelegramMessageEntity,
} from "@gramio/types";

/** The kinds of content that the fake knows as files. */
export type MediaKind = "photo" | "document" | "voice" | "video_note" | "video" | "audio" | "sticker";

/** A file that the platform keeps. */
export interface StoredFile {
  fileId: string;
  uniqueId: string;
  kind: MediaKind;
  filename: string;
  mimeType: string;
  content: Buffer;
}

/** Fields of a payload to set, or to take away with undefined. */
export type MessageChange = { [K in keyof TelegramMessage]?: TelegramMessage[K] | undefined };

/** One message of a chat as it is now, with what it was before. */
export class FakeMessage {
  /** The current payload; replaced, never changed in place, so that payloads handed out stay as they were. */
  wire: TelegramMessage;
  /** Former payloads, oldest first: the text that a reader may have seen before each edit. */
  readonly versions: TelegramMessage[] = [];
  /** True once somebody deleted it. */
  deleted = false;
  /** Emoji that the bot set as its reaction. */
  reaction: string[] = [];

  constructor(wire: TelegramMessage) {
    this.wire = wire;
  }

  get id(): number {
    return this.wire.message_id;
  }

  get chatId(): number {
    return this.wire.chat.id;
  }

  /** Text, or the caption of media; empty for neither. */
  get text(): string {
    return this.wire.text ?? this.wire.caption ?? "";
  }

  get entities(): TelegramMessageEntity[] {
    return this.wire.entities ?? this.wire.caption_entities ?? [];
  }

  /** Every text that this message ever showed, oldest first. */
  get texts(): string[] {
    return [...this.versions, this.wire].map((w) => w.text ?? w.caption ?? "");
  }

  /** The inline keyboard, row by row. */
  get buttons(): TelegramInlineKeyboardButton[][] {
    // The published type also allows a library's builder here, which never is on the wire.
    return (this.wire.reply_markup as TelegramInlineKeyboardMarkup | undefined)?.inline_keyboard ?? [];
  }

  /** Labels of all buttons, in reading order. */
  get labels(): string[] {
    return this.buttons.flat().map((b) => b.text);
  }

  /** Written by the bot under test (not by the platform's own “Group”). */
  get fromBot(): boolean {
    return this.wire.from?.is_bot === true && this.wire.sender_chat === undefined;
  }

  /** True for “added”, “left”, “migrated” and the like. */
  get service(): boolean {
    const w = this.wire;
    return Boolean(
      w.new_chat_members ??
        w.left_chat_member ??
        w.migrate_to_chat_id ??
        w.migrate_from_chat_id ??
        w.group_chat_created ??
        w.forum_topic_created ??
        w.forum_topic_closed ??
        w.forum_topic_reopened,
    );
  }

  /** How often its text or media were edited. Changes of buttons alone count too. */
  get edits(): number {
    return this.versions.length;
  }

  /** The text that an entity of this type covers, for each such entity. */
  covered(type: TelegramMessageEntity["type"]): string[] {
    return this.entities.filter((e) => e.type === type).map((e) => this.text.slice(e.offset, e.offset + e.length));
  }

  /** Identifiers of the files it carries; a photo's sizes are one file here. */
  get fileIds(): string[] {
    const w = this.wire;
    const files = [w.document, w.voice, w.video_note, w.video, w.audio, w.sticker, w.photo?.at(-1)];
    return files.flatMap((f) => (f ? [f.file_id] : []));
  }

  /** The payload with `change` applied; what is undefined in it is taken away. */
  changed(change: MessageChange): TelegramMessage {
    const all = Object.entries({ ...this.wire, ...change }).filter(([, value]) => value !== undefined);
    return Object.fromEntries(all) as unknown as TelegramMessage;
  }

  /** Applies a change and keeps the former payload. */
  edit(change: MessageChange): void {
    this.versions.push(this.wire);
    this.wire = this.changed(change);
  }

  /** One line for transcripts. */
  describe(): string {
    const who = this.wire.from?.first_name ?? "?";
    const media = this.fileIds.length > 0 ? " [file]" : "";
    const kind = this.service ? " [service]" : media;
    const marks = `${this.edits > 0 ? ` (edited ${this.edits}×)` : ""}${this.deleted ? " (deleted)" : ""}`;
    const keys = this.labels.map((l) => ` [${l}]`).join("");
    return `#${this.id} ${who}:${kind} ${JSON.stringify(this.text)}${keys}${marks}`;
  }
}
