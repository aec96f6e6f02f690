/** Addresses behind linked words: they stand in the text, so that whoever reads it sees where a link leads. Pure. */
import { type Edit, edited, type Span, styled, type Words } from "./words.ts";

export interface Link {
  readonly from: number;
  readonly to: number;
  readonly url: string;
}

/** Text in which words are linked, as text in which each address stands after its words: `words (address)`. */
export function withAddresses(text: string, spans: readonly Span[], links: readonly Link[]): Words {
  const edits = links.flatMap((link) => addressAfter(text, link)).toSorted((a, b) => a.at - b.at);
  return edited(styled(text, spans), edits);
}

function addressAfter(text: string, { from, to, url }: Link): Edit[] {
  const words = text.slice(Math.max(0, from), to);
  // Nothing in an address may break the line or hide what comes after it.
  const address = url.trim().replace(/[\s\p{Cc}\p{Cf}]/gu, encodeURIComponent);
  if (address === "" || isSame(words, address)) return [];
  const shown = words.trimEnd();
  const at = Math.max(0, from) + shown.length;
  return [{ at, length: 0, text: shown === "" ? address : ` (${address})` }];
}

/** Whether the linked words are the address itself, as far as anybody could tell them apart. */
function isSame(words: string, address: string): boolean {
  const bare = (text: string) => text.trim().replace(/\/$/, "");
  const [one, other] = [bare(words), bare(address)];
  if (one === other) return true;
  return !one.includes("://") && one === other.replace(/^(?:https?:\/\/|mailto:)/i, "");
}
