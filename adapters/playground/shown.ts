/** What stands in a chat: how it is kept in the transcript, and what the browser is given of it. */
import type { Block, Button, MediaBlock, Message } from "../../src/domain/message.ts";
import type { Inbound } from "../../src/ports/chat.ts";
import type { TranscriptEntry } from "../../src/ports/transcript.ts";
import type { Room, UserId } from "./platform.ts";

type FileBlock = Extract<Block, { type: "file" }>;
type PlainBlock = Exclude<Block, FileBlock | MediaBlock>;
type Rows = readonly (readonly Button[])[];

/** A file's bytes as base64: the transcript holds text. */
type StoredFile = { readonly type: "file"; readonly name: string; readonly mime: string; readonly data: string };

type StoredMedia = Omit<MediaBlock, "data"> & { readonly data: string };
/** What somebody sent themselves. */
export interface OwnFile {
  readonly name: string;
  readonly mime: string;
  readonly data: string;
}

export type Shown =
  | {
      readonly kind: "bot";
      readonly blocks: readonly (PlainBlock | StoredFile | StoredMedia)[];
      readonly buttons: Rows;
      readonly silent: boolean;
    }
  | {
      readonly kind: "person";
      readonly from: UserId;
      readonly text: string;
      readonly command: boolean;
      readonly edited: boolean;
      readonly replyTo: string | null;
      readonly file?: OwnFile;
    }
  /** Not shown: an event that the application has not confirmed yet. */
  | { readonly kind: "event"; readonly event: Inbound };

export interface Entry {
  readonly id: string;
  readonly room: Room;
  readonly at: number;
  /** Order in the chat; survives the clock and restarts. */
  readonly seq: number;
  readonly shown: Shown;
}

/** What a bot's message looks like in the transcript; a file that is not given again is the one of `before`. */
export function shownMessage(message: Message, before: Shown | null = null): Extract<Shown, { kind: "bot" }> {
  return {
    kind: "bot",
    blocks: message.blocks.flatMap((block) => stored(block, before)),
    buttons: message.buttons,
    silent: message.silent === true,
  };
}

function storedFile({ type, name, mime, data }: FileBlock): StoredFile {
  return { type, name, mime, data: Buffer.from(data).toString("base64") };
}

function stored(block: Block, before: Shown | null): Extract<Shown, { kind: "bot" }>["blocks"] {
  if (block.type === "media") return storedMedia(block, before);
  return [block.type === "file" ? storedFile(block) : block];
}

function storedMedia(block: MediaBlock, before: Shown | null): StoredMedia[] {
  const known = before?.kind === "bot" ? before.blocks : [];
  const old = known.find((one): one is StoredMedia => one.type === "media" && one.key === block.key);
  const data = block.data === null ? old?.data : Buffer.from(block.data).toString("base64");
  return data === undefined ? [] : [{ ...block, data }];
}

/** The file at this place of an entry, or null; of somebody's own message the only one. */
export function fileAt(entry: Entry | null, index: number): { name: string; mime: string; data: Buffer } | null {
  if (!entry || entry.shown.kind === "event") return null;
  const file = entry.shown.kind === "bot" ? entry.shown.blocks[index] : entry.shown.file;
  if (!file || !("data" in file)) return null;
  return { name: file.name, mime: file.mime, data: Buffer.from(file.data, "base64") };
}

export function toTranscript(entry: Entry): TranscriptEntry {
  const { id, room, at, seq, shown } = entry;
  return { id, chat: room, at, body: JSON.stringify({ seq, shown }) };
}

/** Null when the stored body cannot be read any more. */
export function fromTranscript(stored: TranscriptEntry): Entry | null {
  try {
    const { seq, shown } = JSON.parse(stored.body) as Pick<Entry, "seq" | "shown">;
    if (typeof seq !== "number" || typeof shown?.kind !== "string") return null;
    return { id: stored.id, room: stored.chat as Room, at: stored.at, seq, shown };
  } catch {
    return null;
  }
}

/** What the browser gets: files as addresses, events not at all. */
export function viewOf(entry: Entry): object | null {
  const { id, room, at, seq, shown } = entry;
  if (shown.kind === "event") return null;
  const urlOf = (index: number) => `/api/files/${encodeURIComponent(id)}/${index}`;
  if (shown.kind === "person") {
    const file = shown.file ? { name: shown.file.name, mime: shown.file.mime, url: urlOf(0) } : null;
    return { id, room, at, seq, ...shown, file };
  }
  const blocks = shown.blocks.map((block, index) => {
    if (!("data" in block)) return block;
    const { data: _bytes, ...rest } = block;
    return { ...rest, url: urlOf(index) };
  });
  const buttons = shown.buttons.map((row) =>
    row.map((button) => ({
      label: button.label,
      action: button.action,
      style: button.style ?? null,
      private: button.private === true && room === "shared",
    })),
  );
  return { id, room, at, seq, kind: "bot", blocks, buttons };
}
