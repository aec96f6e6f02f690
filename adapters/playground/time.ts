/** The clock on the page: what it shows, and how it is moved. */
import { DAY, HOUR, type Instant } from "../../src/domain/ids.ts";
import type { ShiftableClock } from "./clock.ts";

export type Move = "next" | "hour" | "day";

export interface TimeHooks {
  /** Runs everything that has become due. Awaited before the next move. */
  readonly onClockMoved: () => Promise<void>;
  /** When the next card is due; null when none is planned. */
  readonly nextDue: () => Promise<Instant | null>;
}

export interface ClockView {
  readonly now: Instant;
  readonly next: Instant | null;
}

export class TimeControl {
  readonly #clock: ShiftableClock;
  readonly #hooks: TimeHooks;
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: ShiftableClock, hooks: TimeHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  async view(): Promise<ClockView> {
    // The clock is read last: it must not be older than what is due.
    const next = await this.#hooks.nextDue().catch(() => null);
    return { now: this.#clock.now(), next };
  }

  /** One move after the other. False when there is no next card to move to. */
  move(to: Move): Promise<boolean> {
    const moved = this.#last.then(() => this.#move(to));
    this.#last = moved.catch(() => {});
    return moved;
  }

  async #move(to: Move): Promise<boolean> {
    const ms = to === "hour" ? HOUR : to === "day" ? DAY : await this.#untilNext();
    if (ms === null) return false;
    await this.#clock.shift(ms);
    await this.#hooks.onClockMoved();
    return true;
  }

  async #untilNext(): Promise<number | null> {
    const next = await this.#hooks.nextDue();
    return next === null ? null : Math.max(0, next - this.#clock.now());
  }
}
