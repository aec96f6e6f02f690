import { isBlank } from "../../src/domain/blank.ts";
import type { Account } from "../../src/ports/chat.ts";
import { MAX_NAME } from "./limits.ts";
import type { User } from "./schema.ts";

export const PLATFORM = "telegram";
const NAMELESS = "Someone";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Joiners hold emoji and some scripts together; tag characters make flags. Every other format character goes. */
const INVISIBLE = /(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;

function firstGraphemes(text: string, codePoints: number): string {
  let kept = "";
  let room = codePoints;
  for (const { segment } of segmenter.segment(text)) {
    room -= [...segment].length;
    if (room < 0) break;
    kept += segment;
  }
  return kept;
}

/**
 * A name that can stand in any line of text: no control or direction characters, one line, at most
 * 64 code points, whole graphemes. Empty when nothing visible is left.
 */
export function cleanName(raw: string): string {
  const line = raw.replace(/\s+/gu, " ").replace(INVISIBLE, "").trim();
  return isBlank(line) ? "" : firstGraphemes(line, MAX_NAME).trim();
}

/** As Telegram takes user names; anything else is none. */
const USERNAME = /^[A-Za-z][A-Za-z0-9_]{2,31}$/;

/** The first name, else the user name, else “Someone”. */
export function account(user: User): Account {
  const name = cleanName(user.first_name ?? "") || cleanName(user.username ?? "") || NAMELESS;
  const language = user.language_code;
  const handle = USERNAME.test(user.username ?? "") ? { handle: `@${user.username}` } : {};
  return { platform: PLATFORM, userId: String(user.id), name, ...handle, ...(language ? { language } : {}) };
}
