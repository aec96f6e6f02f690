/** Words that say where they belong, so that what a chat shows can be told apart to the last word. */

/** `q<text>x<position>z<count>`: a text's words are numbered, and each knows how many there are. */
export function write(id: number, words: number): string {
  return Array.from({ length: words }, (_, position) => `q${id}x${position}z${words}`).join(" ");
}

export interface Word {
  readonly text: number;
  readonly position: number;
  readonly count: number;
}

/** Every such word in a message, in order. */
export function wordsIn(shown: string): readonly Word[] {
  return [...shown.matchAll(/q(\d+)x(\d+)z(\d+)/g)].map(([, text, position, count]) => ({
    text: Number(text),
    position: Number(position),
    count: Number(count),
  }));
}

/**
 * The texts that these words make, in order. Null when a word is missing, doubled or out of place:
 * then something is shown that nobody wrote.
 */
export function wholeTexts(words: readonly Word[]): readonly number[] | null {
  const texts: number[] = [];
  let next = 0;
  for (const word of words) {
    if (word.position !== next || (next > 0 && word.text !== texts.at(-1))) return null;
    if (next === 0) texts.push(word.text);
    next = word.position + 1 === word.count ? 0 : next + 1;
  }
  return next === 0 ? texts : null;
}

/** Enough of a message to know it by, in one line. */
export function first(text: string): string {
  return text.slice(0, 200).replace(/\s+/g, " ");
}
