/** Files in words: what may be sent, and what was. */

import type { FieldAnswer, MediaForm } from "../../domain/answer.ts";
import { isBlank } from "../../domain/blank.ts";
import type { MediaField } from "../../domain/card.ts";

type Say = (key: string, params?: Readonly<Record<string, string>>) => string;

/** “a photo or a video”, as the field takes it. */
export function whatFits({ accept }: Pick<MediaField, "accept">, language: string, t: Say): string {
  const kinds = accept.map((kind) => t(`media.kind.${kind}`));
  return new Intl.ListFormat(language, { type: "disjunction" }).format(kinds);
}

/** A file is taken for what it is: a video note is a video, and where files are taken, anything is one. */
export function fits({ accept }: Pick<MediaField, "accept">, kind: MediaForm): boolean {
  return accept.includes("file") || accept.includes(kind === "video-note" ? "video" : kind);
}

/** “a photo: at the lake”. */
export function mediaText({ media, caption }: Extract<FieldAnswer, { kind: "media" }>, t: Say): string {
  const what = t(`media.kind.${media}`);
  return isBlank(caption) ? what : t("answer.media-words", { what, words: caption });
}
