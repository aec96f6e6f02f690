/** What nobody but the two may do, and each of them only with what is theirs. */
import type { Mutation } from "../mutation.ts";

export const ONLY_THE_TWO: readonly Mutation[] = [
  {
    name: "the partner acts on a round that one was asked alone",
    find: "round.coupleId !== home.couple.id || !isAsked(round, home.seat)) return notYours(ctx);",
    replace: "round.coupleId !== home.couple.id) return notYours(ctx);",
    tests: ["test/scenario/rule-4-only-the-two.test.ts"],
    ci: true,
  },
  {
    name: "a round that one was asked alone is open to the other",
    find: "if (!collects(round) || !isAsked(round, seat)) return false;",
    replace: "if (!collects(round)) return false;",
    tests: ["test/domain/round.test.ts"],
  },
  {
    name: "late words are kept in a round that the other was asked alone",
    find: "return over && isAsked(round, seat) && sealOf",
    replace: "return over && sealOf",
    tests: ["test/domain/round.test.ts"],
  },
  {
    name: "nothing asks whom a round was put to",
    find: "return round.asked.includes(seat);",
    replace: "return round.asked.length > 0;",
    tests: ["test/domain/round.test.ts"],
  },
  {
    name: "a reply belongs to a round that the other was asked alone",
    find: "round?.coupleId === home.couple.id && isAsked(round, home.seat) ? round : null",
    replace: "round?.coupleId === home.couple.id ? round : null",
    tests: ["test/scenario/rule-4-only-the-two.test.ts"],
  },
  {
    name: "another couple acts on a round",
    find: "round.coupleId !== home.couple.id || !isAsked(round, home.seat)) return notYours(ctx);",
    replace: "!isAsked(round, home.seat)) return notYours(ctx);",
    tests: ["test/scenario/rule-4-only-the-two.test.ts"],
  },
  {
    name: "a letter is shown to the wrong one of the two",
    find: "|| writing.author !== home.couple.people[otherSeat(home.seat)]) return null;",
    replace: ") return null;",
    tests: ["test/scenario/letters.test.ts"],
  },
  {
    name: "somebody who has left is written to",
    find: "if (row.personId !== null && (!reader || reader.keptBy !== undefined)) return null;",
    replace: "",
    tests: ["test/scenario/rule-4-only-the-two.test.ts"],
  },
  {
    name: "a private message that is drawn anew is drawn for the wrong one of the two",
    find: 'chat.kind === "private" && p.userId === chat.userId',
    replace: 'chat.kind === "private"',
    tests: ["test/scenario/rule-9-two-clocks.test.ts"],
  },
];
