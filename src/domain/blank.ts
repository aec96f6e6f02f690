/**
 * Words that no reader could see. Pure.
 *
 * White space and separators, control and format characters, half characters, private use, combining
 * marks without a letter to stand on, and everything that Unicode says is not drawn (fillers, variation
 * selectors, tags); then the few characters whose picture is empty although their class does not tell:
 * blank Braille, the object replacement, and the blanks of music, hieroglyphs and Khitan.
 *
 * Characters that this Unicode does not know yet count as visible: they may be somebody's new emoji.
 */
const UNSEEN =
  /[\s\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{M}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufffc\u{1d159}\u{13441}\u{13442}\u{16fe4}]/u;
const BLANK = new RegExp(`^${UNSEEN.source}*$`, "u");

/** Whether nothing of a text can be seen. An empty text is blank. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}

/** The first of some texts that can be seen; undefined when none can. */
export function firstSeen(...texts: readonly (string | null | undefined)[]): string | undefined {
  return texts.find((text): text is string => typeof text === "string" && !isBlank(text));
}
