/** Joiners hold emoji and some scripts together; every other control, format or half character goes. */
const INVISIBLE = /(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;

/** A name that can stand in any line of text, without what is not seen or turns the direction of the words after it. */
export function cleanName(raw: string): string {
  return raw.replace(/\s+/gu, " ").replace(INVISIBLE, "").trim();
}
