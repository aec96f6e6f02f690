/** Windows, pauses, quiet hours: each to the instant. */
import type { Mutation } from "../mutation.ts";

export const CLOCKS: readonly Mutation[] = [
  {
    name: "a window is open at the very instant of its end",
    find: "return collects(round) && now < round.windowEndsAt;",
    replace: "return collects(round) && now <= round.windowEndsAt;",
    tests: ["test/domain/round.test.ts", "test/domain/windows-end.test.ts"],
  },
  {
    name: "a round ends an instant late",
    find: "collects(round) && at >= round.windowEndsAt ?",
    replace: "collects(round) && at > round.windowEndsAt ?",
    tests: ["test/domain/round.test.ts"],
  },
  {
    name: "a pause lasts an instant too long",
    find: "pause !== null && (pause.until === null || at < pause.until)",
    replace: "pause !== null && (pause.until === null || at <= pause.until)",
    tests: ["test/domain/pause.test.ts"],
  },
  {
    name: "quiet hours last an instant too long",
    find: "if (start <= at && at < end) return end;",
    replace: "if (start <= at && at <= end) return end;",
    tests: ["test/domain/quiet.test.ts"],
    ci: true,
  },
  {
    name: "quiet hours begin an instant late",
    find: "if (start <= at && at < end) return end;",
    replace: "if (start < at && at < end) return end;",
    tests: ["test/domain/quiet.test.ts"],
  },
  {
    name: "somebody who acted in one night is up in the next",
    find: "inQuiet(quiet, zone, acted) && quietEnds(quiet, zone, acted) > at",
    replace: "inQuiet(quiet, zone, acted)",
    tests: ["test/domain/quiet.test.ts"],
  },
  {
    name: "a shared chat is written to in the quiet hours of one of the two",
    find: "nextFree(now, [acting(home.people.a), acting(home.people.b)])",
    replace: "nextFree(now, [acting(home.people.a)])",
    tests: ["test/scenario/rule-9-two-clocks.test.ts"],
  },
  {
    name: "a reveal comes while the text is still arriving",
    find: "a.settlesAt ?? 0, b.settlesAt ?? 0);\n  return nextFree",
    replace: "a.settlesAt ?? 0);\n  return nextFree",
    tests: ["test/domain/round.test.ts"],
  },
  {
    name: "a window is shorter than two hours",
    find: "return Math.max(end, from + SHORTEST_WINDOW);",
    replace: "return end;",
    tests: ["test/domain/round.test.ts"],
  },
  {
    name: "two who ticked alone are revealed although one came after the other's window",
    find: "mine.seal.at < other.windowEndsAt && theirs.seal.at < one.windowEndsAt",
    replace: "mine.seal.at < other.windowEndsAt",
    tests: ["test/domain/windows-end.test.ts"],
  },
];
