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

  /** By how many whole milliseconds the clock was set back, as far as that was not yet `noted`; 0 when it was not. */
  back(): number {
    const ahead = this.#clock.now() - performance.now();
    this.#ahead = Math.max(this.#ahead, ahead);
    const back = Math.round(this.#ahead - ahead);
    return back < NOTICED_MS ? 0 : back;
  }

  /** What had to be done about it is done. */
  noted(back: number): void {
    this.#ahead -= back;
  }
}
