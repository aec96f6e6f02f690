/**
 * Ids are 16 characters of `A-Za-z0-9` (95 bits, cannot be guessed). They hold neither `_` nor `-`,
 * so that an action such as `answer_<id>` fits a Telegram start payload and splits unambiguously.
 */
export type PersonId = string;
export type CoupleId = string;
export type RoundId = string;
export type RitualId = string;

/** An instant: milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
