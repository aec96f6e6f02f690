/** The language every text exists in, and the one all others fall back to. */
export const BASE_LANGUAGE = "en";

/**
 * Which of the `available` languages serves somebody who asked for `wanted`:
 * the same tag, else one of the same base language (`pt-br` and `pt` serve each
 * other), else English. Case does not matter. Never fails.
 */
export function resolveLanguage(available: Iterable<string>, wanted: string): string {
  const tags = [...available];
  const asked = wanted.toLowerCase();
  const exact = tags.find((tag) => tag.toLowerCase() === asked);
  return exact ?? tags.find((tag) => base(tag) === base(asked)) ?? BASE_LANGUAGE;
}

function base(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0] ?? "";
}
