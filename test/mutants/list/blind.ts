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
];
