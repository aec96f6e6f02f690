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
  /** Of an `own` card: a card for both that its author may open from here. */
  readonly leads?: string;
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

export const MEDIA_KINDS = ["photo", "voice", "video", "file"] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

export interface MediaField extends FieldBase {
  readonly kind: "media";
  readonly accept: readonly MediaKind[];
  /** A line of text will do instead. */
  readonly words: boolean;
}

export type Field = TextField | ScaleField | ChoiceField | MediaField;

/** How long after a part the next one comes. `share`: the parts lie evenly over the length that was chosen. */
export type Rest = { readonly minutes: number } | "next-day" | "share";

/** What a part of a path is while it lasts, and how the path goes on after it. */
export interface Step {
  /** Cards of the same part alternate from one run to the next. */
  readonly part: number;
  readonly rest: Rest;
  /** The bot posts nothing to the two during the rest. */
  readonly silent: boolean;
  /** Minutes to choose from; the part, and the silence, last as long. Empty: until a tap. */
  readonly lasts: readonly number[];
  /** Each of the two speaks once. */
  readonly turns: boolean;
}

/** What an answer leads to, besides being shown: the closed list. */
export type Effect = "gentle" | "support" | "rest-ritual" | "change-ritual";

/** What somebody who alone ticked a `match` card is offered at the window's end. */
export interface Lone {
  /** Sent instead, as their own words, if they choose so. */
  readonly sentence: string;
  /** A deck of small things to do. */
  readonly small: string;
}

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
  readonly step: Step;
  /** Hours after the reveal in which only listening is offered. */
  readonly listening: number;
  /** Of a `match` card: an option that both chose opens both answers to the field of that name on this card. */
  readonly shows?: string;
  /** Of a `match` card; without it a lone tick goes without a word. */
  readonly lone?: Lone;
  /** Field id → option id → what follows when somebody chose it. */
  readonly effects: Readonly<Record<string, Readonly<Record<string, readonly Effect[]>>>>;
  /** False: an `own` answer is read for its effects and not stored. */
  readonly keeps: boolean;
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
