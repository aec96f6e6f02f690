/** What must not be seen early, by the wrong one, or after it was taken back. */
import type { Mutation } from "../mutation.ts";

export const BLIND: readonly Mutation[] = [
  {
    name: "a second half taken back brings the first one back",
    find: "blanked: [...round.blanked, seat]",
    replace: "blanked: [seat]",
    tests: ["test/domain/round.test.ts"],
    ci: true,
  },
  {
    name: "a half taken back is read by the other",
    find: "&& !round.blanked.includes(author)",
    replace: "",
    tests: ["test/domain/round.test.ts"],
  },
  {
    name: "words are read before the reveal",
    find: 'return round.state === "revealed" && !round.blanked',
    replace: 'return round.state !== "open" && !round.blanked',
    tests: ["test/domain/round.test.ts"],
    ci: true,
  },
  {
    name: "what is one's own is shown to the other",
    find: 'if (round.disclosure === "own" || round.disclosure === "gift") return false;',
    replace: "",
    tests: ["test/domain/round.test.ts"],
  },
  {
    name: "marks of an own card are shown whether both chose them or not",
    find: 'card.disclosure === "match" || shown.has(key)',
    replace: 'card.disclosure !== "gift"',
    tests: ["test/scenario/policies.test.ts"],
  },
  {
    name: "what only one ticked is shown",
    find: "one.ids.filter((id) => other.ids.includes(id))",
    replace: "one.ids",
    tests: ["test/scenario/policies.test.ts"],
    ci: true,
  },
  {
    name: "marks of a half taken back stay in the course",
    find: " || round.blanked.length > 0 || !mayRead",
    replace: " || !mayRead",
    tests: ["test/scenario/policies.test.ts"],
  },
  {
    name: "what both ticked stands there after a half was taken back",
    find: 'if (round.blanked.length > 0) return [note(seen.t("match.taken-back"))];',
    replace: "",
    tests: ["test/scenario/policies.test.ts"],
  },
  {
    name: "a course is shared while only one wants it",
    find: "home.me.sharesTrend && home.partner.sharesTrend",
    replace: "home.partner.sharesTrend",
    tests: ["test/scenario/growing.test.ts"],
  },
  {
    name: "a pass among two answers is revealed",
    find: "if (!a || !b || a.passed || b.passed) return",
    replace: "if (!a || !b || a.passed) return",
    tests: ["test/domain/round.test.ts"],
    ci: true,
  },
  {
    name: "“one of you has answered” is said when one of the two wants it",
    find: "a.tellAnswered && b.tellAnswered",
    replace: "(a.tellAnswered || b.tellAnswered)",
    tests: ["test/scenario/rule-8-no-pressure.test.ts"],
  },
  {
    name: "“one of you has answered” is said of what was put to one alone",
    find: 'if (round.disclosure !== "both" || round.asked.length < 2) return false;\n  const { a, b } = home.people;',
    replace: "const { a, b } = home.people;",
    tests: ["test/scenario/rule-8-no-pressure.test.ts"],
  },
  {
    name: "“one of you has answered” is said a second time",
    find: 'const purpose = "one-answered";\n  if (!maySayOneAnswered(work, home, round)) return;\n  if ((await work.tx.messages.ofRound(round.id, purpose)).length > 0) return;',
    replace: 'const purpose = "one-answered";\n  if (!maySayOneAnswered(work, home, round)) return;',
    tests: ["test/scenario/rule-8-no-pressure.test.ts"],
  },
  {
    name: "a reminder comes although its reader has answered",
    find: "waits && isAsked(round, seat) && !sealOf(round, seat)",
    replace: "waits && isAsked(round, seat)",
    tests: ["test/domain/round.test.ts"],
  },
  {
    name: "what was replaced by a pass stays in storage",
    find: "if (event.seal.passed) await work.tx.answers.remove(round.id, home.couple.people[event.seat]);",
    replace: "",
    tests: ["test/scenario/rule-7-passing.test.ts"],
  },
  {
    name: "what was taken back stays in storage",
    find: 'await work.tx.answers.remove(round.id, home.couple.people[event.seat]);\n      await work.tx.timers.clear("reveal"',
    replace: 'await work.tx.timers.clear("reveal"',
    tests: ["test/scenario/rule-5-changeable.test.ts"],
  },
];
