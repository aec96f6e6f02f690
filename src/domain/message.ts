import type { MediaForm } from "./answer.ts";
import type { Picture } from "./picture.ts";
import type { Span, Words } from "./words.ts";

/**
 * A message as the application means it, already in the reader's language. Adapters render it with
 * pure functions and split it at their platform's limit. All text is data: it is never markup. Styles
 * (`Words`) are what its author made bold, italic, underlined or struck through.
 */
export type Block =
  | ({ readonly type: "heading" } & Words)
  | ({ readonly type: "paragraph" } & Words)
  /** Small print: hints, dates, what happens next. */
  | { readonly type: "note"; readonly text: string }
  /** Somebody's own words. `covered` hides them behind a tap where the platform can. */
  | ({ readonly type: "quote"; readonly by: string; readonly covered: boolean } & Words)
  | { readonly type: "list"; readonly items: readonly string[]; readonly styles?: ListStyles }
  | { readonly type: "link"; readonly text: string; readonly url: string }
  | { readonly type: "file"; readonly name: string; readonly mime: string; readonly data: Uint8Array }
  | MediaBlock;

/** The spans of each item; missing where no item has any. */
export type ListStyles = readonly (readonly Span[])[];

/**
 * A photo, a voice, a video or a file that somebody answered with, or a picture made of answers. A
 * message of its own where the platform has no other way.
 */
export interface MediaBlock {
  readonly type: "media";
  /** Names it within its message, `[A-Za-z0-9]`: in an edit what is shown under the same key stays. */
  readonly key: string;
  readonly kind: MediaForm;
  readonly mime: string;
  readonly name: string;
  /** Null in an edit: it is shown already, or it is not shown again. */
  readonly data: Uint8Array | null;
  /** Whose it is and what it answers; at most 200 characters. */
  readonly caption: string;
  /** Hidden behind a tap where the platform can. */
  readonly covered: boolean;
  /** Said in its place where the platform does not take it. */
  readonly instead: string;
}

/**
 * A picture still to be drawn: delivery makes a `media` block of it, outside of the transaction. Where it cannot be
 * drawn, `files` come in its place, the photos in it for instance, and without any `instead` is said.
 */
export interface PictureBlock {
  readonly type: "picture";
  readonly key: string;
  readonly picture: Picture;
  readonly caption: string;
  readonly covered: boolean;
  readonly instead: string;
  readonly files: readonly MediaBlock[];
}

export interface Button {
  readonly label: string;
  /** What a tap means: `verb_arg_arg`, 1–60 characters of `A-Za-z0-9_-`. */
  readonly action: string;
  /**
   * `reply`: answered with a new message. `replace`: the tapped message becomes the answer.
   * `form`: opens a form where the platform has forms, else as `reply`.
   */
  readonly effect: "reply" | "replace" | "form";
  /** In a shared chat: continue in the tapper's own private chat (a link, a form or an ephemeral answer). */
  readonly private?: boolean;
  readonly style?: "main" | "danger";
}

/** `B`: as a view makes it there may be pictures in it that are not drawn yet. */
export interface Message<B = Block> {
  readonly blocks: readonly B[];
  readonly buttons: readonly (readonly Button[])[];
  /** Arrives without a sound where the platform can. */
  readonly silent?: boolean;
}

/** One input of a form; the same kinds as a card's fields. */
export interface FormField {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
  readonly input:
    | {
        readonly kind: "text";
        readonly max: number;
        readonly placeholder?: string;
        readonly value?: string;
        readonly long: boolean;
      }
    | {
        readonly kind: "choice" | "choices";
        readonly options: readonly { readonly id: string; readonly label: string }[];
        readonly chosen: readonly string[];
      }
    /** One file. Only where the platform has such an input. */
    | { readonly kind: "media" };
}

export interface Form {
  /** Comes back with the values: `verb_arg`, at most 60 characters. */
  readonly action: string;
  /** At most 45 characters. */
  readonly title: string;
  /** One to five. */
  readonly fields: readonly FormField[];
}
