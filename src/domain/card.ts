/**
 * A card: what is asked. Cards are content and live in `data/decks/<lang>/*.yaml`;
 * this is their shape after validation. See `docs/content.md`.
 */

/** The only four there are: when an answer is shown, and to whom. */
export type Disclosure = "both" | "match" | "own" | "gift";

export type Tone = "warm" | "playful" | "thoughtful" | "brave";
export type Depth = 1 | 2 | 3;
export type Strategy = 1 | 2 | 3 | 4 | 5 | 6 | 7;
export type TimeOfDay = "morning" | "day" | "evening";

interface FieldBase {
  /** Unique inside the card, `[a-z0-9-]`, at most 20 characters: it travels in buttons. */
  readonly id: string;
  /** At most 45 characters, so that a modal can show it. */
  readonly label: string;
  /** An optional field offers *skip* and may stay empty. */
  readonly optional: boolean;
}

export interface TextField extends FieldBase {
  readonly kind: "text";
  /** Shown grey in an empty input where the platform can; at most 100 characters. */
  readonly placeholder?: string;
  /** A complete answer that one tap gives, such as “Nothing this week”. At most 45 characters. */
  readonly ready?: string;
}

export interface ScaleField extends FieldBase {
  readonly kind: "scale";
  readonly from: number;
  /** At most nine steps above `from`. */
  readonly to: number;
  /** What the two ends mean, in words. */
  readonly low?: string;
  readonly high?: string;
}

export interface Option {
  /** `[a-z0-9-]`, at most 20 characters. */
  readonly id: string;
  /** At most 45 characters. */
  readonly label: string;
}

/** `choice` takes exactly one option, `choices` any number. */
export interface ChoiceField extends FieldBase {
  readonly kind: "choice" | "choices";
  readonly options: readonly Option[];
}

export interface MediaField extends FieldBase {
  readonly kind: "media";
  readonly accept: readonly ("photo" | "voice" | "video" | "file")[];
}

export type Field = TextField | ScaleField | ChoiceField | MediaField;

export interface Card {
  /** `<deck>-<slug>`, stable for ever: history refers to it. */
  readonly id: string;
  /** Raised when the meaning changes; a comma does not raise it. */
  readonly rev: number;
  readonly deck: string;
  readonly strategy: Strategy;
  readonly theme: string;
  readonly depth: Depth;
  readonly disclosure: Disclosure;
  /** Up to five. None: the card is *spoken*, shown and not collected. */
  readonly fields: readonly Field[];
  readonly tone: Tone;
  /** The one thing asked; at most 220 characters. */
  readonly text: string;
  readonly hint?: string;
  /** Three beginnings for every open card, none otherwise. */
  readonly starters: readonly string[];
  /** One honest line under “Why this?”, with its source. */
  readonly why?: string;
  readonly source?: string;
  /** Fits two people who live apart. `adapt` shows `ldText` to them instead. */
  readonly ld: "ok" | "adapt" | "no";
  readonly ldText?: string;
  /** What must be true of the couple, such as `cohabit` or `kids`. */
  readonly needs: readonly string[];
  readonly adult: boolean;
  /** Depth 3 and all of strategy 3. */
  readonly heavy: boolean;
  readonly timeOk: readonly TimeOfDay[];
  /** Paraphrase family. */
  readonly cluster: string;
  /** The form it has, for “the same form at most twice running”. */
  readonly form: "open" | "template" | "scale" | "choice" | "guess" | "appreciation" | "photo";
  /** Marks for pacing: a good-news card, an appreciation. */
  readonly marks: readonly ("good-news" | "appreciation")[];
  readonly mustNotImply: readonly string[];
  readonly translatorNote?: string;
}

/** A named set of cards and how it is drawn. */
export interface Deck {
  readonly id: string;
  readonly language: string;
  readonly title: string;
  readonly order: "shuffle" | "sequence";
  readonly cards: readonly Card[];
}
