/** Names of files as strangers give them. */

/** Code points; platforms and file systems take at least this many. */
const LONGEST = 100;
/** Of what comes after the last dot. */
const LONGEST_ENDING = 10;
/** What separates folders, what some system gives a meaning, and what is not seen or turns the direction of what follows. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}"\\/:*?<>|]/gu;
/** Devices of Windows, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A name that can be stored and sent anywhere: one line, no path, at most 100 code points with its ending kept, never
 * hidden, never empty. The same again for a name that is clean.
 */
export function cleanFileName(raw: string): string {
  const clean = tidy(raw.toWellFormed().replace(UNFIT, "_"));
  const dot = clean.lastIndexOf(".");
  const ending = dot > 0 && clean.length - dot <= LONGEST_ENDING ? clean.slice(dot) : "";
  const stem = [...clean.slice(0, clean.length - ending.length)].slice(0, LONGEST - ending.length).join("");
  const name = tidy(`${stem}${ending}`).replace(RESERVED, "$&_");
  return name === "" ? "file" : name;
}

/** No white space or dots around it, and one space instead of many. */
function tidy(name: string): string {
  const line = name.replace(/\s+/gu, " ");
  let [from, to] = [0, line.length];
  while (from < to && " .".includes(line.charAt(from))) from += 1;
  while (to > from && " .".includes(line.charAt(to - 1))) to -= 1;
  return line.slice(from, to);
}
