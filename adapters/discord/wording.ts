/**
 * The words that Discord's own error messages are made of. Anything else in one may be an echo of what a
 * person wrote, so it is left out.
 */
const KNOWN = new Set(
  `a access account action active after again allowed already an and application archived are at attachments author
  automatic be been before being blocked body bot bots by cannot channel channels characters closed command
  commands common component components content could create deleted direct disabled does due edit edited embed
  empty entity error exceeded execute exist expired explicit failed file files for forbidden form found from guild
  guilds has have in information instance interaction internal invalid is it json large last least length limit
  limited long lack made maximum member message messages method missing moderation must mutual no not number of
  older on only opening or perform permission permissions rate reached recipient request required resource same send
  sent server service size slowmode system temporarily than that the this thread to token too try type
  unauthorized unavailable unknown upload uploaded used user users verified was webhook with you your`.split(/\s+/),
);

const MOST_WORDS = 30;

function words(text: string, known: (word: string) => boolean): string {
  return text
    .split(/[\s,;:.()"'“”]+/)
    .filter((word) => word !== "")
    .map((word) => (known(word) ? word : "…"))
    .filter((word, i, all) => word !== "…" || all[i - 1] !== "…")
    .slice(0, MOST_WORDS)
    .join(" ");
}

/** An error message with only its well-known words; each run of others becomes “…”. At most 30 words. */
export function wording(message: string): string {
  return words(message, (word) => KNOWN.has(word.toLowerCase()));
}

/** A path and a code within a refused body, as Discord makes them: names of fields, positions, capitals. */
export function placed(path: string, code: unknown): string {
  const isPath = /^[a-z0-9_.]{0,120}$/.test(path);
  return `${isPath ? path : "…"}[${/^[A-Z0-9_]{1,60}$/.test(String(code)) ? String(code) : "…"}]`;
}
