/** The guide: short pages, each ending in something to do. Content, in `data/guide/<lang>/*.md`. */
import type { Strategy } from "./card.ts";
import { nearest } from "./nearest.ts";

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

/** The page that somebody typed for: its id, a title that has these words, or what is spelled most like one. */
export function findPage(pages: readonly GuidePage[], typed: string): GuidePage | undefined {
  const wanted = plain(typed);
  if (wanted.length < 2) return undefined;
  const names = pages.map((page) => ({ page, names: [page.id, plain(page.title), ...words(page)] }));
  const [name] = nearest(
    wanted,
    names.flatMap((one) => one.names),
    1,
  );
  return (
    pages.find(({ id }) => id === wanted) ??
    pages.find(({ title }) => plain(title).includes(wanted)) ??
    names.find((one) => name !== undefined && one.names.includes(name))?.page
  );
}

/** Words of a title that are long enough to stand for it. */
function words({ title }: GuidePage): string[] {
  return plain(title)
    .split(" ")
    .filter((word) => word.length > 4);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
