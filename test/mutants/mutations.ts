/** One-line breakages, each with the tests that must notice it. */
export interface Mutation {
  /** What can happen when it is broken. */
  readonly name: string;
  /** The code, exactly as it stands in one place of `src` or `adapters`. */
  readonly find: string;
  readonly replace: string;
  /** Test files. */
  readonly tests: readonly string[];
  /** One of the fixed dozen that CI runs. */
  readonly ci?: boolean;
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: "a second half taken back brings the first one back",
    find: "blanked: [...round.blanked, event.seat]",
    replace: "blanked: [event.seat]",
    tests: ["test/domain/round.test.ts"],
    ci: true,
  },
];
