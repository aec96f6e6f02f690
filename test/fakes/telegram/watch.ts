/** Options of every waiting call. */
export interface WaitOptions {
  /** Milliseconds of real time until the wait fails with the transcript. Default 10 000. */
  timeoutMs?: number;
  /** Named in the failure: “a message that …”. */
  what?: string;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Lets tests wait for a state of the fake. Driven by changes, never by polling. */
export class Watch {
  readonly #listeners = new Set<() => void>();
  readonly #transcript: () => string;
  #closed = false;

  constructor(transcript: () => string) {
    this.#transcript = transcript;
  }

  /** Says that something observable has changed. */
  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Ends every wait; they fail, because what they wait for can no longer come. */
  close(): void {
    this.#closed = true;
    this.changed();
  }

  /**
   * Resolves with the first truthy value of `probe`, which is called now and after each change.
   * A probe that throws counts as “not yet”; its last message is shown when the time is up.
   */
  for<T>(probe: () => T, options: WaitOptions = {}): Promise<NonNullable<T>> {
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    return new Promise((resolve, reject) => {
      let last = "";
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(check);
        settle();
      };
      const fail = (why: string): void =>
        finish(() =>
          reject(new Error(`Waiting for ${options.what ?? "a state"}: ${why}${last}\n${this.#transcript()}`)),
        );
      const check = (): void => {
        try {
          const value = probe();
          if (value) finish(() => resolve(value));
          else if (this.#closed) fail("the fake was stopped");
        } catch (error) {
          last = `\nLast seen: ${error instanceof Error ? error.message : String(error)}`;
          if (this.#closed) fail("the fake was stopped");
        }
      };
      const timer = setTimeout(() => fail(`not within ${timeoutMs} ms`), timeoutMs);
      this.#listeners.add(check);
      check();
    });
  }
}
