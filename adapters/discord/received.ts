/** Files that people sent or uploaded, as the application knows them, and their bytes. */
import { MessageFlags } from "discord.js";
import type { Received } from "../../src/ports/chat.ts";
import { type Fetched, MAX_MEDIA } from "../../src/ports/media.ts";
import type { Attachment, Message } from "./schema.ts";

/** A file by its address, which works for about a day. */
export function received(file: Attachment): Received {
  const mime = file.content_type?.split(";")[0]?.trim() ?? "application/octet-stream";
  return { kind: kindOf(mime), file: file.url, size: file.size ?? null, mime, name: file.filename ?? null };
}

function kindOf(mime: string): Received["kind"] {
  const [kind] = mime.split("/");
  if (kind === "image") return "photo";
  if (kind === "audio") return "voice";
  return kind === "video" ? "video" : "file";
}

/** The first file of a message; a voice message is one. */
export function receivedIn(message: Pick<Message, "attachments" | "flags">): Received | null {
  const [first] = message.attachments;
  if (first === undefined) return null;
  const isVoice = ((message.flags ?? 0) & MessageFlags.IsVoiceMessage) !== 0;
  return isVoice ? { ...received(first), kind: "voice" } : received(first);
}

const TRIES = 3;
const TIMEOUT_MS = 20_000;
const GONE: Fetched = { type: "gone" };

/** See `ChatAdapter.fetch`. The address is a secret of its own and never logged. */
export async function fetchFile(address: string, pause: (ms: number) => Promise<void>): Promise<Fetched> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const fetched = await once(address).catch(() => null);
    if (fetched) return fetched;
    if (attempt < TRIES) await pause(500 * 2 ** attempt);
  }
  return GONE;
}

/** Null: another try may help. */
async function once(address: string): Promise<Fetched | null> {
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) {
    await response.body?.cancel();
    return response.status >= 500 || response.status === 429 ? null : GONE;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_MEDIA) return { type: "too-large" };
    chunks.push(chunk);
  }
  return { type: "bytes", data: Buffer.concat(chunks) };
}
