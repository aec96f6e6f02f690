/** Files in a message, as the application knows them. Pure. */
import { z } from "zod";
import type { Received } from "../../src/ports/chat.ts";
import type { Message } from "./schema.ts";

const size = z.number().nonnegative().optional().catch(undefined);
const words = z.string().optional().catch(undefined);
const file = z.object({ file_id: z.string(), file_size: size, mime_type: words, file_name: words });
const photo = z.object({ file_id: z.string(), file_size: size });
/** Those sizes of a photo that are understood. */
const photos = z
  .array(z.unknown())
  .transform((sizes) => sizes.flatMap((one) => photo.safeParse(one).data ?? []))
  .refine((sizes) => sizes.length > 0);

/** In which field of a message which kind stands, and what it is where the platform does not say. */
const FIELDS = [
  ["voice", "voice", "audio/ogg"],
  ["video_note", "video-note", "video/mp4"],
  // A message with an animation has it as a document, too.
  ["animation", "video", "video/mp4"],
  ["video", "video", "video/mp4"],
  ["audio", "voice", "audio/mpeg"],
  ["document", "file", "application/octet-stream"],
] as const;

/** A picture or a sound that was sent as a file is what it is. */
function kindOfFile(mime: string): Received["kind"] {
  if (mime.startsWith("image/") && mime !== "image/svg+xml") return "photo";
  if (mime.startsWith("video/")) return "video";
  return mime.startsWith("audio/") ? "voice" : "file";
}

/** The one file of a message; null where it has none that we could fetch. */
export function receivedIn(message: Message): Received | null {
  const sizes = photos.safeParse(message.photo);
  if (sizes.success) {
    // Sizes come in ascending order.
    const largest = sizes.data.at(-1);
    const size = largest?.file_size ?? null;
    return { kind: "photo", file: largest?.file_id ?? "", size, mime: "image/jpeg", name: null };
  }
  for (const [field, kind, usual] of FIELDS) {
    const found = file.safeParse(message[field]);
    if (!found.success) continue;
    const { file_id: id, file_size: size = null, mime_type: mime = usual, file_name: name = null } = found.data;
    return { kind: kind === "file" ? kindOfFile(mime) : kind, file: id, size, mime, name };
  }
  return null;
}
