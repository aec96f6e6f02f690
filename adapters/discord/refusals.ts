/**
 * What Discord's error codes mean to a message on its way. Its documentation has some 250 of them; those that say
 * nothing here come from other requests than ours and are treated like any unknown one.
 */

/**
 * `wait`: later, as it is. `content`: what is said or shown. `bug`: how we made it. `stays`: the message can be neither
 * changed nor removed. `gone`: the bot is not there. `no-access`: it is there and may not write now. `closed`: a
 * person who cannot be written to.
 */
export type Meaning = "wait" | "content" | "bug" | "stays" | "gone" | "no-access" | "closed";

const CODES: Readonly<Record<Meaning, readonly number[]>> = {
  // Slow mode, write limits, direct channels opened too fast, something busy or switched off for a while.
  wait: [20016, 20022, 20028, 20029, 40003, 40004, 40006, 40062, 40333, 110000, 130000],
  content: [
    // Explicit, harmful or caught by the server's own rules.
    20009, 20031, 200000, 200001, 240000,
    // Too large, too many, or a kind of file that is not taken.
    30015, 40005, 50045, 50046, 50081, 50110, 50123, 50124, 50138, 50144, 50145, 50146, 50151, 50159, 50160, 50161,
    50173, 50192, 50600, 170001, 170002, 170003, 170004, 170005, 170006, 170007, 400001,
    // What it refers to cannot be read.
    160002, 160009, 160010, 160014,
  ],
  bug: [50006, 50035, 50041, 50068, 50109, 40061],
  stays: [30046, 50005, 50021, 50034, 50080, 50162, 520003],
  gone: [10003, 10004, 40007, 50055],
  "no-access": [
    50001, 50013,
    // Another kind of place than one that can be written in, or one that is closed.
    50003, 50008, 50009, 50024, 50083, 50085, 50086, 40058, 40066, 40067, 160004, 160005, 160006, 160007, 220001,
    220003,
    // What the place or its owner asks for first.
    20001, 20012, 20015, 20017, 20018, 20024, 20035, 30033, 40001, 40002, 50095, 50097, 50101, 50131, 50178, 60003,
    340015, 350000, 350001, 530000,
  ],
  closed: [50007, 50278, 50033, 10013],
};

const MEANINGS = new Map<number, Meaning>(
  (Object.keys(CODES) as Meaning[]).flatMap((meaning) => CODES[meaning].map((code) => [code, meaning] as const)),
);

/** What a code means; null when it is none of those known here. */
export function meaningOf(code: number): Meaning | null {
  return MEANINGS.get(code) ?? null;
}

/** How long to wait where Discord does not say it, in milliseconds. */
export function waitFor(code: number): number {
  return WAITS[code] ?? 30_000;
}

const WAITS: Readonly<Record<number, number>> = { 40003: 60_000, 20016: 10_000, 20028: 5_000, 40062: 5_000 };

/** Of a body that is refused as invalid, the faults that lie in what is said and not in how it was made. */
export const TOO_MUCH = /\b(content|attachments?|files?)[\w.]*\[[A-Z_]*(MAX|LENGTH|SIZE|TOO_LARGE|TOO_LONG)[A-Z_]*\]/;
