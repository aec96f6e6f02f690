/** A change of one line that takes a promise away. */
interface Breakage {
  /** What can happen when the line is broken like this. */
  readonly name: string;
  /** The code, exactly as it stands in one place of `src` or `adapters`: short, with what tells it from other places. */
  readonly find: string;
  readonly replace: string;
}

/** One that a test has to notice. */
export interface Mutation extends Breakage {
  /** Test files; one failing test in them is enough. */
  readonly tests: readonly string[];
  /** One of the fixed dozen that CI runs. */
  readonly ci?: boolean;
}

/** One that no test can notice, because nothing changes for anybody. */
export interface Equivalent extends Breakage {
  /** Why. */
  readonly equivalent: string;
}
