/** A command as it is registered with a platform. */
export interface CommandSpec {
  readonly name: string;
  /** Language → text, at most 100 characters; always has `en`. */
  readonly descriptions: Readonly<Record<string, string>>;
  /** Optional words, in the order they are joined into `args`. */
  readonly options: readonly {
    readonly name: string;
    readonly descriptions: Readonly<Record<string, string>>;
    readonly choices?: readonly string[];
  }[];
}
