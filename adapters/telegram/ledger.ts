/**
 * Which updates are in hand and how far the offset may go. The platform forgets every update below
 * the offset, so the offset never passes one whose effect is not committed.
 */
export class Ledger {
  #offset = 0;
  readonly #inHand = new Set<number>();
  /** Finished, but above one that is not. */
  readonly #finished = new Set<number>();

  /** The first update that is not finished, or the next one to come; 0: none was seen yet. */
  get offset(): number {
    return this.#offset;
  }

  get idle(): boolean {
    return this.#inHand.size === 0;
  }

  /**
   * True when the update is new here and is now in hand. One below the offset was finished while the
   * poll that brings it again was on its way.
   */
  take(id: number): boolean {
    if (id < this.#offset || this.#inHand.has(id) || this.#finished.has(id)) return false;
    this.#inHand.add(id);
    return true;
  }

  /** Its effect is committed. */
  finish(id: number): void {
    this.#inHand.delete(id);
    this.#finished.add(id);
    const next = this.idle ? Math.max(...this.#finished) + 1 : Math.min(...this.#inHand);
    this.#offset = next;
    for (const done of this.#finished) if (done < this.#offset) this.#finished.delete(done);
  }

  /**
   * Starts from whatever the platform has next. After a week without updates it numbers anew,
   * possibly lower, and an old offset would hide what comes.
   */
  forget(): void {
    this.#offset = 0;
    this.#finished.clear();
  }
}
