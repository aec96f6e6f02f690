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
    name: "an answer that is too long is sealed",
    find: 'if (count > MAX_ANSWER) return refuse("answer.too-long"',
    replace: 'if (count < 0) return refuse("answer.too-long"',
    tests: ["test/scenario/decided.test.ts"],
  },
  {
    name: "an answer of 4,000 characters is refused",
    find: 'if (count > MAX_ANSWER) return refuse("answer.too-long"',
    replace: 'if (count >= MAX_ANSWER) return refuse("answer.too-long"',
    tests: ["test/wire/answers.test.ts"],
  },
  {
    name: "a reveal is decided with nowhere to show it",
    find: "home.people.a.reachable && home.people.b.reachable",
    replace: "home.people.a.reachable || home.people.b.reachable",
    tests: [
      "test/scenario/rule-2-together.test.ts",
      "test/scenario/decided-ends.test.ts",
      "test/scenario/rule-10-third-person.test.ts",
    ],
  },
  {
    name: "a reveal that may have been shown before a restore is shown again",
    find: "Math.max(round.seals.a.at, round.seals.b.at) <= restored",
    replace: "Math.max(round.seals.a.at, round.seals.b.at) < 0",
    tests: ["test/scenario/restored.test.ts"],
  },
  {
    name: "a letter is sent twice",
    find: "if (writing.sentAt !== null) return;\n",
    replace: "",
    tests: ["test/scenario/letters.test.ts", "test/scenario/confirming.test.ts"],
  },
  {
    name: "an edit reaches a letter that was sent",
    find: "if (letter.sentAt !== null) {",
    replace: "if (letter.sentAt === 0) {",
    tests: ["test/scenario/letters.test.ts"],
  },
  {
    name: "a letter from before the couple is sent to a new partner",
    find: "return writing.at >= home.couple.createdAt;",
    replace: "return writing.at >= 0;",
    tests: ["test/scenario/letters.test.ts"],
  },
];
