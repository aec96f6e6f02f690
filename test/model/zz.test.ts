import { test } from "vitest";
import { relive } from "./adversary.ts";
import { World } from "./adversary/world.ts";
import type { History, Move } from "./adversary/moves.ts";
const S = { where: "together", tell: false, daily: false } as const;
const H: Record<string, readonly Move[]> = {
 sigwin: [{ do: "command", text: "/checkin signal", shared: false }, { do: "ben", x: "tick", y: "none" }, { do: "command", text: "/pause", shared: false }, { do: "seal", option: 0 }, { do: "until", what: "window", off: 1000 }],
 sigback: [{ do: "command", text: "/checkin signal", shared: false }, { do: "ben", x: "tick", y: "none" }, { do: "command", text: "/pause", shared: false }, { do: "seal", option: 0 }, { do: "tap", label: "Take back", back: 0, shared: false }, { do: "command", text: "/answer", shared: false }, { do: "until", what: "window", off: 1000 }],
 half: [{ do: "command", text: "/settings quiet 07:00-23:00", shared: false }, { do: "command", text: "/checkin share", shared: false }, { do: "ben", x: "answer", y: "none" }, { do: "wait", ms: 11 * 3600_000 + 600_000 }, { do: "seal", option: 0 }, { do: "tap", label: "Take back my half", back: 0, shared: false }, { do: "tap", label: "Blank my half", back: 0, shared: false }, { do: "wait", ms: 86_400_000 }],
};
for (const [k, moves] of Object.entries(H)) test(k, { timeout: 60000 }, async () => {
  const e = World.prototype.end; World.prototype.end = async function () {
    console.log(this.seen.lines.map(l => new Date(l.at).toISOString()+" "+l.chat+" "+l.text.slice(0,110)).join("\n"));
    console.log("BEN", this.benActor.transcript().slice(-300));
    await e.call(this); };
  const l = await relive({ setting: S, moves } as History, { withoutIds: true }); console.log("LEAK", k, l.leak?.what, l.revealed);
  World.prototype.end = e;
});
