/** Spelling suggestions. */

/** The names closest to what was typed, nearest first; only those that differ in less than half of their letters. */
export function nearest(typed: string, names: readonly string[], most = 6): readonly string[] {
  return names
    .filter((name) => Math.abs(name.length - typed.length) * 2 < Math.max(name.length, 3))
    .map((name) => ({ name, far: distance(typed, name) }))
    .filter(({ name, far }) => far * 2 < Math.max(name.length, 3))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** How many letters have to be added, dropped or replaced to turn one word into the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line++) {
    const next = [line];
    for (let column = 1; column <= b.length; column++) {
      const swap = (row[column - 1] ?? 0) + (a[line - 1] === b[column - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
