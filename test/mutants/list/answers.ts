/** What is kept, what is changed, and what goes on its way, once. */
import type { Mutation } from "../mutation.ts";

export const ANSWERS: readonly Mutation[] = [
  {
    name: "an edit makes a draft longer than an answer may be",
    find: "if (lengthOf(answer) > MAX_ANSWER) {",
    replace: "if (lengthOf(answer) < 0) {",
    tests: ["test/scenario/weekly.test.ts"],
  },
  {
    name: "a reveal that may have been shown before a restore is shown again",
    find: "Math.max(round.seals.a.at, round.seals.b.at) <= restored",
    replace: "Math.max(round.seals.a.at, round.seals.b.at) < 0",
    tests: ["test/scenario/restored.test.ts"],
  },
];
