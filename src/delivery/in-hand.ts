/** Rows that are being sent. */

/** So many at once: a platform that does not answer must not gather more. */
const IN_HAND = 32;
/** One that takes longer, a large upload or one that hangs, is no longer counted among them. */
const SLOW_MS = 5_000;
/** But there may only be so many of both. */
const IN_ALL = 256;

export class InHand {
  readonly #all = new Set<Promise<void>>();
  readonly #onRoom: () => void;
  #slow = 0;

  /** `onRoom` is called when one has become slow, and its place is free. */
  constructor(onRoom: () => void) {
    this.#onRoom = onRoom;
  }

  /** How many more may be begun. */
  get room(): number {
    return Math.max(0, Math.min(IN_HAND - (this.#all.size - this.#slow), IN_ALL - this.#all.size));
  }

  /** Counts `work` until it settles. It must not reject. */
  add(work: Promise<void>): void {
    let isSlow = false;
    const timer = setTimeout(() => {
      isSlow = true;
      this.#slow += 1;
      this.#onRoom();
    }, SLOW_MS).unref();
    const counted = work.finally(() => {
      clearTimeout(timer);
      if (isSlow) this.#slow -= 1;
      this.#all.delete(counted);
    });
    this.#all.add(counted);
  }

  /** Resolves when all that are in hand now have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#all);
  }
}
