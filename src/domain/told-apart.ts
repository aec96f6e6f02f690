/** Two people of one name are told apart, in the same words for every reader. Pure. */

/** What a reader takes for the same name: case, width, accents of form, spaces and what cannot be seen do not count. */
function looks(name: string): string {
  return name
    .normalize("NFKC")
    .replace(/[\p{Cf}\p{Cc}\p{Mn}\p{Z}]/gu, "")
    .toLocaleLowerCase("en");
}

/** Whether a reader would take the two names for the same. */
export function looksAlike(a: string, b: string): boolean {
  return looks(a) === looks(b);
}

/** The two names as they are shown: with a number where they look the same; the first joiner is the first. */
export function toldApart(a: string, b: string): readonly [string, string] {
  return looksAlike(a, b) ? [`${a} (1)`, `${b} (2)`] : [a, b];
}
