/** Histories that once broke a rule, shrunk; each is named after what was wrong. */
import { test } from "vitest";
import { live } from "./live.ts";
import type { Step } from "./steps.ts";

const FOUND: Readonly<Record<string, readonly Step[]>> = {
  "a card asked for by day is not posted in the asker's own night, after the partner's quiet hours held it up": [
    { do: "command", who: "ben", text: "/settings quiet 12:00-14:00", shared: false },
    { do: "checkin", who: "ana", kind: "checkin", shared: false },
    { do: "later", ms: 39_600_000 },
    { do: "checkin", who: "ana", kind: "checkin", shared: false },
    { do: "tap", who: "ana", which: 0, shared: false },
    { do: "duplicate" },
    { do: "tap", who: "ana", which: 0, shared: false },
  ],
  "a reveal that waited for a text to settle comes once, although the bot left and one of the two blocked it": [
    { do: "bot", there: false },
    { do: "command", who: "ana", text: "/answer", shared: false },
    { do: "tap", who: "ana", which: 0, shared: false },
    { do: "say", who: "ben", size: 0 },
    { do: "say", who: "ana", size: 3990 },
    { do: "block", who: "ana", on: true },
  ],
};

for (const [name, steps] of Object.entries(FOUND)) test(name, () => live(steps));
