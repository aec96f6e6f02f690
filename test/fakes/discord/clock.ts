/** Discord's clock: real time plus what a test has added, so that nothing has to wait for 15 minutes. */
export class Clock {
  readonly #base: () => number;
  #offset = 0;

  constructor(base: () => number = Date.now) {
    this.#base = base;
  }

  /** Milliseconds since 1970, UTC. */
  now(): number {
    return this.#base() + this.#offset;
  }

  add(ms: number): void {
    this.#offset += ms;
  }
}

/** 2015-01-01T00:00:00Z: where the timestamps in Discord's ids begin. */
const EPOCH = 1_420_070_400_000n;

/** Makes ids as Discord does: 42 bits of time, then 22 that keep them apart. Always growing. */
export class Snowflakes {
  readonly #clock: Clock;
  #last = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): string {
    const timed = (BigInt(this.#clock.now()) - EPOCH) << 22n;
    this.#last = timed > this.#last ? timed : this.#last + 1n;
    return this.#last.toString();
  }
}
