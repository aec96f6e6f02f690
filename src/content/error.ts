/**
 * Something in `data/` cannot be used. The message has one line a problem:
 * `<file>: <card id or other name>: <field>: <what is wrong>`. Thrown at start,
 * so that a broken file is never noticed by a couple first.
 */
export class ContentError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`content cannot be used:\n${problems.map((line) => `  ${line}`).join("\n")}`);
    this.name = "ContentError";
    this.problems = problems;
  }
}
