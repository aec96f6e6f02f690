/** Work that keeps its order within a chat. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` after everything that was given for `key` before, whether that failed or not. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const turn = before.then(work, work);
    const settled = turn.catch(() => undefined);
    this.#last.set(key, settled);
    void settled.then(() => {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    });
    return turn;
  }
}

/** Timers that end with the adapter. */
export class Alarms {
  readonly #set = new Map<NodeJS.Timeout, (() => void) | undefined>();
  #closed = false;

  /** Calls `work` after `ms` milliseconds, unless stopped or cancelled before. Returns the cancellation. */
  after(ms: number, work: () => void, onStop?: () => void): () => void {
    if (this.#closed) {
      onStop?.();
      return () => {};
    }
    const timer = setTimeout(() => {
      this.#set.delete(timer);
      work();
    }, ms);
    this.#set.set(timer, onStop);
    return () => {
      clearTimeout(timer);
      this.#set.delete(timer);
    };
  }

  /** Resolves after `ms`, or at once when the adapter stops. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve, resolve));
  }

  get isStopped(): boolean {
    return this.#closed;
  }

  stop(): void {
    this.#closed = true;
    for (const [timer, onStop] of this.#set) {
      clearTimeout(timer);
      onStop?.();
    }
    this.#set.clear();
  }
}
