/** Notices a clock that was set back. */
import type { Clock } from "../ports/clock.ts";

/** Less is how clocks are kept right, and nothing waits much longer for it. */
const NOTICED_MS = 1_500;

export class LeapWatch {
  readonly #clock: Clock;
  /** How far the clock is ahead of one that nobody sets. */
  #ahead: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#ahead = clock.now() - performance.now();
  }

  /** By how many milliseconds the clock was set back since it was asked last; 0 when it was not. */
  back(): number {
    const ahead = this.#clock.now() - performance.now();
    const back = this.#ahead - ahead;
    // While it is only corrected a little each time, the sum of it is what counts.
    if (back > 0 && back < NOTICED_MS) return 0;
    this.#ahead = ahead;
    return Math.max(0, back);
  }
}
