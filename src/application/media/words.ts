/** Files in words: what may be sent, and what was. */

import type { FieldAnswer, MediaForm } from "../../domain/answer.ts";
import { isBlank } from "../../domain/blank.ts";
import type { MediaField } from "../../domain/card.ts";
import { joinWords, type Words } from "../../domain/words.ts";
import { captionOf } from "../rounds/fields.ts";

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
export function mediaWords(answer: Extract<FieldAnswer, { kind: "media" }>, t: Say): Words {
  const what = t(`media.kind.${answer.media}`);
  if (isBlank(answer.caption)) return { text: what };
  return around(captionOf(answer), (words) => t("answer.media-words", { what, words }));
}

/** Stands for somebody's words while a line of ours is said around them: no text of ours has it. */
const PLACE = "\ue000";

/** A line of ours with somebody's words in it, which keep their styles. `say` puts what it is given into the line. */
export function around(words: Words, say: (place: string) => string): Words {
  const [before = "", after = ""] = say(PLACE).split(PLACE);
  return joinWords([{ text: before }, words, { text: after }], "");
}
