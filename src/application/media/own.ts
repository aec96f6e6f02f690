/** Somebody's own files, for their export. */
import type { Answer } from "../../domain/answer.ts";
import type { Person } from "../../domain/couple.ts";
import { cleanFileName } from "../../domain/file-name.ts";
import type { Block } from "../../domain/message.ts";
import type { Work } from "../context.ts";
import type { Say } from "../rounds/describe.ts";

/** Of one export together, in bytes: it is made in memory. The newest come first. */
const MOST = 50_000_000;

interface Own {
  readonly files: readonly Block[];
  /** How many did not fit. */
  readonly left: number;
}

/** Every file of this person's answers, named by its round's date. */
export async function ownFiles(work: Work, me: Person, t: Say): Promise<Own> {
  const answers = await work.tx.answers.ofAuthor(me.id);
  const files: Block[] = [];
  let [bytes, left] = [0, 0];
  for (const { roundId, answer } of answers.toReversed()) {
    const date = (await work.tx.rounds.byId(roundId))?.date ?? "";
    for (const one of mediaIn(answer)) {
      bytes += one.bytes;
      const data = bytes <= MOST ? await work.tx.media.get(roundId, me.id, one.mediaId) : null;
      if (!data) left += 1;
      else {
        const name = cleanFileName(one.name ?? nameOf(date, one.mediaId, one.mime));
        files.push({ type: "file", name, mime: one.mime, data, instead: t("export.file-refused", { name }) });
      }
    }
  }
  return { files, left };
}

function mediaIn(answer: Answer) {
  return Object.values(answer).flatMap((field) => (field.kind === "media" ? [field] : []));
}

function nameOf(date: string, id: string, mime: string): string {
  return `${[date, id].filter(Boolean).join("-")}${extension(mime)}`;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/jpeg": ".jpg",
  "image/png": ".png",
  "image/webp": ".webp",
  "image/gif": ".gif",
  "audio/ogg": ".ogg",
  "audio/mpeg": ".mp3",
  "audio/mp4": ".m4a",
  "video/mp4": ".mp4",
};

/** With its dot; empty for a kind that is not among the usual ones. */
export function extension(mime: string): string {
  return EXTENSIONS[mime] ?? "";
}
