import type { MediaKind } from "./card.ts";
import type { Span, Words } from "./words.ts";

/** What somebody answered, field by field. Lives only encrypted in the store and for a moment in memory. */
export type FieldAnswer =
  | { readonly kind: "text"; readonly parts: readonly TextPart[] }
  | { readonly kind: "scale"; readonly value: number }
  | { readonly kind: "choices"; readonly ids: readonly string[] }
  | MediaAnswer
  | { readonly kind: "skipped" };

/** A photo, a voice, a file. Its bytes lie apart, under `mediaId`. */
export interface MediaAnswer {
  readonly kind: "media";
  readonly mediaId: string;
  readonly media: MediaForm;
  /** Of an image that is known by its bytes, what they say; else as the platform said it. */
  readonly mime: string;
  /** A photo that a board can show, by its bytes (`domain/image`). Missing: from before they were looked at. */
  readonly drawable?: boolean;
  readonly bytes: number;
  /** Of a file; null where it has none. */
  readonly name: string | null;
  /** What its author wrote with it, and added later; empty without words. */
  readonly caption: string;
  /** The styles of the caption; missing without any. */
  readonly spans?: readonly Span[];
  /** The author's message in the private chat, or null when it came from a form. */
  readonly ref: string | null;
}

/** What it is to somebody who gets it: a video note is a video that is round. */
export type MediaForm = MediaKind | "video-note";

/** A text may arrive as several messages; an edit replaces the part with its `ref`. */
export interface TextPart extends Words {
  /** The author's message in the private chat, or null when it came from a form. */
  readonly ref: string | null;
}

/** Keyed `<cardId>/<fieldId>`, because a round may ask the fields of two cards. */
export type Answer = { readonly [field: string]: FieldAnswer };

/** Longest answer in UTF-16 code units, over all its text. */
export const MAX_ANSWER = 4000;
