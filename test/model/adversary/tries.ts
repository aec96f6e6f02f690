/** What Ana tries, as lists: every command, button verb, wait and setting that is of use to her. */
import { DAY, HOUR, MINUTE } from "../../../src/domain/ids.ts";

/** What can be opened, and how often it is tried. Not what is one person's alone and then given to the other. */
export const KINDS = {
  ...{ heart: 8, share: 4, signal: 6, friday: 3, pulse: 2, jar: 2, repair: 3, checkin: 1, morning: 1, soften: 1 },
  ...{ tonight: 1, talknight: 1, evening: 1, wounds: 1, vision: 1, course: 1, retreat: 1, book: 1, year: 1 },
} as const;

export const LOOKS = [
  ...["/answer", "/answer", "/answer", "/answer", "/checkin", "/checkin", "/rituals", "/settings", "/start", "/export"],
  ...["/answer Some words", "/answer", "/pulse", "/repair", "/grow", "/guide", "/support", "/letter", "/jar", "/help"],
  ...["/privacy", "/checkin signal", "/checkin jar", "/checkin share", "/checkin friday", "/jar withdraw", "/nonsense"],
];
export const CHANGES = [
  ...[
    "/settings tell off",
    "/settings tell off",
    "/settings tell on",
    "/settings cards each",
    "/settings cards shared",
  ],
  ...["/settings reminders off", "/settings reminders on", "/settings timezone Asia/Tokyo", "/settings deep on"],
  ...["/settings timezone America/New_York", "/settings timezone Europe/Berlin", "/settings keep month"],
  ...[
    "/settings clear on",
    "/settings date 03-12 gentle",
    "/rituals rest heart",
    "/rituals wake heart",
    "/settings us",
  ],
  ...["/rituals add share sun 19:00", "/rituals add heart daily 08:30", "/jar What shall we plant?", "/pair"],
  ...["/letter tomorrow", "/support Bring me tea", "/settings language en", "/settings quiet off"],
];
export const LEAVES = ["/forget", "/pair", "/start"];
export const VERBS = [
  ...["answer", "answer", "back", "back", "chg", "addto", "pass", "passyes", "goon", "resp", "half", "halfyes", "why"],
  ...["jarswap", "firstyes", "left", "flag", "gofirst", "turn", "lead", "done", "skip", "racc", "join", "inv"],
];
export const REST: Readonly<Record<string, readonly string[]>> = {
  resp: ["_thanks"],
  left: ["_keep", "_letter", "_delete", "_hold"],
  flag: ["_listen"],
  turn: ["_0"],
  lead: ["_0"],
  done: ["_0"],
  skip: ["_0"],
};
export const WAITS = [
  4000,
  MINUTE,
  3 * MINUTE,
  20 * MINUTE,
  HOUR,
  2 * HOUR,
  5 * HOUR,
  11 * HOUR,
  DAY,
  2 * DAY,
  3 * DAY,
  8 * DAY,
  31 * DAY,
  40 * DAY,
];
export const AROUND = [-MINUTE, -1000, 0, 1000, MINUTE, HOUR, 25 * HOUR];
