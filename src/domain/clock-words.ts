/** Times of day as people type them, and quiet hours made of two. */
import type { QuietHours } from "./couple.ts";
import { type Refusal, refuse } from "./refusal.ts";

const NOON = new Set(["noon", "midday", "mittag", "mittags", "mediodia", "meio-dia", "полдень"]);
const OFF = new Set([
  "off",
  "none",
  "no",
  "never",
  "aus",
  "keine",
  "nie",
  "desactivado",
  "ninguna",
  "nunca",
  "desligado",
  "выкл",
  "нет",
  "никогда",
]);
/** Longer texts cannot be what these functions read, and are not looked at. */
export const LONGEST_WORDS = 120;

const CLOCK = /^(\d{1,2})(?:\s?[:.h]\s?(\d{2}))?\s?(h|hs|hrs|uhr|ч|am|pm)?$/;

/** Lower case, one kind of space and dash, no accents: what is typed and what it is compared with meet in this form. */
export function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/gu, "-")
    .replace(/\s+/gu, " ")
    .trim();
}

/**
 * A time of day in minutes after midnight, or null. Reads `20:00`, `20.00`, `20h`, `20h30`, `20 Uhr`,
 * `8pm`, `7:30 p.m.`, `noon`; a bare hour only from 13 on, because “8” may mean two times.
 * `bare` accepts every bare hour, where something else has shown that 24 hours are meant.
 */
export function parseClock(text: string, bare = false): number | null {
  const words = plain(text)
    .replace(/\b([ap])\.? ?m\b\.?/, "$1m")
    .replace(/(\d) ?o'?clock$/, "$1h");
  if (NOON.has(words)) return 12 * 60;
  const found = CLOCK.exec(words);
  if (found === null) return null;
  const [, hours = "", minutes, half] = found;
  if (half === undefined && minutes === undefined && !bare && Number(hours) < 13) return null;
  return minuteOfDay(Number(hours), Number(minutes ?? 0), half);
}

function minuteOfDay(hours: number, minutes: number, half: string | undefined): number | null {
  if (minutes > 59) return null;
  if (half !== "am" && half !== "pm") return hours > 23 ? null : hours * 60 + minutes;
  if (hours < 1 || hours > 12) return null;
  return ((hours % 12) + (half === "pm" ? 12 : 0)) * 60 + minutes;
}

/**
 * Quiet hours as typed: `22:30-07:00`, `10pm to 7am`, `22-7`, or `off` (null). Refuses with
 * `quiet.unknown`, and with `quiet.same` when both ends are the same minute.
 */
export function parseQuiet(text: string): QuietHours | null | Refusal {
  if (text.length > LONGEST_WORDS) return refuse("quiet.unknown");
  const words = plain(text).replace(/^(from|between|von|de|desde|das|с) /, "");
  if (OFF.has(words)) return null;
  const ends = words.split(/\s?(?:-|…|\.\.+)\s?|\s(?:to|until|till|and|bis|a|as|hasta|ate|до)\s/);
  if (ends.length !== 2) return refuse("quiet.unknown");
  const [first = "", last = ""] = ends;
  // `22-7` shows by its 22 that 7 is in the morning; `10-7` could be anything.
  const by24 = [first, last].some((end) => /^\d+$/.test(end) && parseClock(end) !== null);
  const from = parseClock(first, by24);
  const to = parseClock(last, by24);
  if (from === null || to === null) return refuse("quiet.unknown");
  return from === to ? refuse("quiet.same") : { from, to };
}
