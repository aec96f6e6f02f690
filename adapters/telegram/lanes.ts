/** Runs work in order within a key and side by side over keys. */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>();
  readonly #running = new Set<Promise<unknown>>();

  /** Runs `work` after everything before it under any of `keys`. `work` must not reject. */
  run(keys: readonly string[], work: () => Promise<void>): void {
    const before = keys.flatMap((key) => this.#tails.get(key) ?? []);
    const tail = Promise.all(before).then(work);
    for (const key of keys) this.#tails.set(key, tail);
    this.#running.add(tail);
    void tail.finally(() => {
      this.#running.delete(tail);
      for (const key of keys) if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
  }

  /** Resolves when everything that runs or waits now has ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}
