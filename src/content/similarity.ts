/**
 * How alike two texts are, from 0 to 1: the share of three-character runs they
 * have in common, whatever the case, accents and punctuation. Pure, symmetric.
 */
export function similarity(one: string, other: string): number {
  return overlap(trigrams(one), trigrams(other));
}

/** The three-character runs of a text; each word padded, so that its beginning counts. */
export function trigrams(text: string): ReadonlySet<string> {
  const plain = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const runs = new Set<string>();
  for (const word of plain.match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at += 1) runs.add(padded.slice(at, at + 3));
  }
  return runs;
}

/** What two sets have in common, as a share of what they have together. */
export function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let shared = 0;
  for (const run of one) if (other.has(run)) shared += 1;
  return shared / (one.size + other.size - shared);
}
