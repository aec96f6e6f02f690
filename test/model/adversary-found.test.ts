/**
 * Histories by which an adversary once learned something, found by `adversary.test.ts` and shortened; each is
 * named after what told. In all of them both worlds have to look the same.
 */
import { afterAll, expect, test } from "vitest";
import type { History, Move, Setting } from "./adversary/moves.ts";
import { forgetSettings } from "./adversary/settings.ts";
import { relive } from "./adversary.ts";

const TOGETHER: Setting = { where: "together", tell: false, daily: false };
const APART: Setting = { ...TOGETHER, where: "apart" };
const TELL: Setting = { ...TOGETHER, tell: true };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const command = (text: string, shared = false): Move => ({ do: "command", text, shared });
const ben = (x: "answer" | "pass" | "tick" | "none", y: "answer" | "pass" | "back" | "none" = "none"): Move => ({
  ...{ do: "ben", x, y },
});
const seal: Move = { do: "seal", option: 0 };
const windowEnd = (off = 0): Move => ({ do: "until", what: "window", off });
const quietEnd: Move = { do: "until", what: "quiet", off: 0 };
const tap = (label: string): Move => ({ do: "tap", label, back: 0, shared: false });

/** What both have sealed is held back by a pause until after the window's end. */
const held = (kind: string, ...then: readonly Move[]): readonly Move[] => [
  command(`/checkin ${kind}`),
  command("/pause"),
  ben("answer"),
  seal,
  windowEnd(1000),
  ...then,
];
/** Ben ticks what is opened alone, cards rest, and Ana ticks it too. */
const joined: readonly Move[] = [command("/checkin signal"), ben("tick"), command("/pause"), seal];

const FOUND: Readonly<Record<string, History>> = {
  "the window's end, in a pause: the question what should become of an answer": {
    setting: TOGETHER,
    moves: held("heart"),
  },
  "the window's end, in a pause: a pass is not an answer that waits": {
    setting: TOGETHER,
    moves: [command("/checkin heart"), seal, command("/pause"), ben("answer", "pass"), windowEnd(25 * HOUR)],
  },
  "the window's end, in a pause that outlasts thirty days": {
    setting: APART,
    moves: [command("/checkin heart"), ben("answer"), command("/pause"), seal, { do: "wait", ms: 31 * DAY }],
  },
  "the window's end, in quiet hours that Ana made for it": {
    setting: { ...APART, daily: true },
    moves: [
      ...[command("/checkin heart"), seal, { do: "quiet", from: 60, minutes: 600 } as const],
      ...[{ do: "until", what: "quiet", off: 60_000 } as const, ben("answer"), { do: "wait", ms: 11 * HOUR } as const],
    ],
  },
  "the window's end: /answer": { setting: TOGETHER, moves: held("friday", command("/answer")) },
  "the window's end: an old button": { setting: TOGETHER, moves: held("friday", tap("Take back")) },
  "the window's end: an old button of a form": {
    setting: { ...TOGETHER, where: "forms" },
    moves: held("friday", tap("Take back")),
  },
  "the window's end: the button to change it": { setting: APART, moves: held("friday", tap("Change")) },
  "the window's end: a reply": { setting: TOGETHER, moves: held("friday", { do: "reply", back: 2, words: "Words" }) },
  "the window's end: plain words": {
    setting: { ...APART, where: "across", daily: true },
    moves: held("friday", { do: "say", words: "Words" }),
  },
  "the window's end: marks of one's own beside a match": { setting: TOGETHER, moves: held("pulse", tap("Take back")) },
  "a lone tick is joined: the buttons are another round's": { setting: TOGETHER, moves: joined },
  "a lone tick is joined: one's own window does not end": { setting: TOGETHER, moves: [...joined, windowEnd(1000)] },
  "a lone tick is joined and one's own taken back": {
    setting: TOGETHER,
    moves: [...joined, tap("Take back"), command("/answer"), windowEnd(1000)],
  },
  "“one of you has answered” after it was switched off": {
    setting: TELL,
    moves: [
      command("/checkin share"),
      command("/settings quiet 08:00-22:45"),
      ben("answer"),
      command("/settings tell off"),
      quietEnd,
      quietEnd,
    ],
  },
  "“one of you has answered” after it was switched off, to each privately": {
    setting: TELL,
    moves: [
      ...[command("/checkin share"), command("/settings quiet 07:00-23:00"), ben("answer")],
      ...[command("/settings tell off"), { do: "wait", ms: 11 * HOUR } as const],
    ],
  },
  "an export shows the platform's message ids, and so how many messages there were between": {
    setting: APART,
    moves: [
      ...[command("/checkin heart"), ben("pass"), seal, { do: "say", words: "More words" } as const],
      command("/export"),
    ],
  },
};

for (const [name, history] of Object.entries(FOUND))
  test(name, async () => {
    const { leak } = await relive(history);
    expect(leak?.what ?? "both worlds look the same").toBe("both worlds look the same");
  });

const UNFAIR: Readonly<Record<string, readonly Move[]>> = {
  "never awake together: who was shown the other's half takes back their own": [quietEnd],
  "the same, an hour later": [{ do: "until", what: "quiet", off: HOUR }],
};

for (const [name, waits] of Object.entries(UNFAIR))
  test(name, async () => {
    const moves = [
      ...[command("/checkin share"), ben("answer"), command("/settings quiet 07:00-23:00"), ...waits, seal],
      ...[tap("Take back my half"), tap("Blank my half"), quietEnd, { do: "wait", ms: DAY } as const],
    ];
    const { leak, revealed } = await relive({ setting: TOGETHER, moves });
    expect(leak?.what ?? "fair").toBe("fair");
    expect(revealed).toBe(true);
  });

afterAll(forgetSettings);
