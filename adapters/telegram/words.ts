/** A message's text and its entities → words. Pure. */
import { z } from "zod";
import { type Link, withAddresses } from "../../src/domain/addresses.ts";
import type { Span, Style, Words } from "../../src/domain/words.ts";

const entity = z.object({
  type: z.string(),
  offset: z.int().nonnegative(),
  length: z.int().positive(),
  url: z.string().optional().catch(undefined),
});

/** Those entities that are understood. What is not is plain text, as most of the understood ones are. */
export const entities = z
  .unknown()
  .transform((list) => (Array.isArray(list) ? list.flatMap((one: unknown) => entity.safeParse(one).data ?? []) : []))
  .default([]);

type Entities = z.infer<typeof entities>;

const STYLES: Readonly<Record<string, Style>> = {
  bold: "bold",
  italic: "italic",
  underline: "underline",
  strikethrough: "strike",
};

/** `from`: where the words begin in the text, as they do after a command. Offsets of entities are UTF-16 code units. */
export function wordsOf(text: string, found: Entities, from = 0): Words {
  const spans: Span[] = [];
  const links: Link[] = [];
  for (const { type, offset, length, url } of found) {
    const range = { from: offset - from, to: Math.min(text.length, offset + length) - from };
    const style = Object.hasOwn(STYLES, type) ? STYLES[type] : undefined;
    if (range.to <= 0 || range.to <= range.from) continue;
    if (style !== undefined) spans.push({ ...range, style });
    else if (type === "text_link" && url !== undefined) links.push({ ...range, url });
  }
  return withAddresses(text.slice(from), spans, links);
}
