/** The guide: short pages, each ending in something to do. Content, in `data/guide/<lang>/*.md`. */
import type { Strategy } from "./card.ts";

export interface GuideButton {
  readonly label: string;
  /** An action of the bot that a button can carry, one of the closed list in `src/content/guide-actions.ts`. */
  readonly action: string;
}

export interface GuidePage {
  /** `[a-z]{2,16}`: it is typed after `/guide` and travels in buttons. */
  readonly id: string;
  readonly kind: "chapter" | "question";
  /** Of a chapter; a question belongs to none. */
  readonly strategy?: Strategy;
  /** Its place among its kind, from 1. */
  readonly order: number;
  readonly title: string;
  /** Plain text, at most 900 characters together. */
  readonly paragraphs: readonly string[];
  /** One honest line under “Why this?”, and where it is from: both or neither. */
  readonly why?: string;
  readonly source?: string;
  /** One or two. */
  readonly buttons: readonly GuideButton[];
}
