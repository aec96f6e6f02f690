/** A transcript of what happened, and waiting for things to happen without ever sleeping. */

export interface WaitOptions {
  /** Milliseconds of real time until the wait fails. Default 5000. */
  readonly timeout?: number;
  /** What is waited for, for the failure's message. */
  readonly what?: string;
}

interface Waiter {
  /** Looks again; true when the wait is over. */
  readonly look: () => boolean;
  readonly give: (why: string) => void;
}

const KEPT_LINES = 60;

/** Where every change of state is noted. A note wakes those who wait. */
export class FakeLog {
  readonly lines: string[] = [];
  readonly #waiters = new Set<Waiter>();

  /** Notes a line of the transcript and lets everyone who waits look again. */
  note(line: string): void {
    this.lines.push(line);
    this.changed();
  }

  changed(): void {
    for (const waiter of [...this.#waiters]) if (waiter.look()) this.#waiters.delete(waiter);
  }

  /** The last lines, for people to read. */
  transcript(): string {
    const hidden = Math.max(0, this.lines.length - KEPT_LINES);
    const head = hidden > 0 ? [`  … ${hidden} lines before`] : [];
    return [...head, ...this.lines.slice(-KEPT_LINES).map((line) => `  ${line}`)].join("\n");
  }

  /**
   * Resolves with the first result of `fn` that is neither undefined, null nor false; `fn` is asked
   * now and after every change of state. An error from `fn` counts as “not yet” and is told on timeout.
   */
  waitFor<T>(fn: () => T, options: WaitOptions = {}): Promise<NonNullable<Exclude<T, false>>> {
    const { timeout = 5_000, what = fn.toString() } = options;
    return new Promise((resolve, reject) => {
      let lastError = "";
      const look = (): boolean => {
        try {
          const value = fn();
          if (value === undefined || value === null || value === false) return false;
          clearTimeout(timer);
          resolve(value as NonNullable<Exclude<T, false>>);
          return true;
        } catch (error) {
          lastError = ` (${String(error)})`;
          return false;
        }
      };
      const give = (why: string): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        reject(new Error(`${why}: ${what}${lastError}\nWhat happened:\n${this.transcript()}`));
      };
      const waiter: Waiter = { look, give };
      const timer = setTimeout(() => give(`Nothing came of it in ${timeout} ms`), timeout);
      if (!look()) this.#waiters.add(waiter);
    });
  }

  /** Ends every wait; for when the fake stops. */
  close(): void {
    for (const waiter of [...this.#waiters]) waiter.give("The fake was stopped while waiting");
  }
}
