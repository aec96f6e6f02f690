/** When a request may leave, so that the platform never counts more of them than it allows. */
import type { Pace } from "../ports/chat.ts";

/** A request's leave. One of the two is called in any case; only the first counts. */
export interface Leave {
  /** The platform has answered, or never will. */
  answered(): void;
  /** There was nothing to ask. */
  unused(): void;
}

/** For a request that the platform does not count. */
export const UNCOUNTED: Leave = { answered: () => undefined, unused: () => undefined };

interface Place {
  /** When it is free again, by `performance.now()`. */
  until: number;
  isAnswered: boolean;
}

interface Waiting {
  readonly urgency: number;
  readonly go: (leave: Leave) => void;
}

/** Clocks count whole milliseconds, and there may be a shorter way than the shortest so far. */
const MARGIN_MS = 5;
/** A request that has no answer after this has most likely been counted: it hangs, or its upload takes long. */
const LONGEST_WAY_MS = 5_000;
/** A longer way is believed to have become the shortest one by this part at a time. */
const FORGETS = 500;

/**
 * A request is counted on its way: after it has left and before its answer is here. So its place is
 * free again a whole window after the answer, less the shortest way there and back that there was,
 * and no request that took longer than others makes the platform count one too many.
 */
export class Leaves {
  readonly #count: number;
  readonly #ms: number;
  #places: Place[] = [];
  readonly #waiting: Waiting[] = [];
  #shortest = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ count, perMs }: Pace["overall"]) {
    this.#count = count;
    this.#ms = perMs + MARGIN_MS;
  }

  /** Resolves when a request may leave: the most urgent first, in order among those of one urgency. */
  pass(urgency: number): Promise<Leave> {
    return new Promise((go) => {
      this.#waiting.push({ urgency, go });
      this.#give();
    });
  }

  #give(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    this.#places = this.#places.filter(({ until }) => until > now);
    while (this.#waiting.length > 0 && this.#places.length < this.#count) this.#mostUrgent()?.go(this.#take(now));
    if (this.#waiting.length === 0) return;
    const next = Math.min(...this.#places.map(({ until }) => until));
    this.#timer = setTimeout(() => this.#give(), Math.ceil(next - now));
  }

  #mostUrgent(): Waiting | undefined {
    const most = Math.max(...this.#waiting.map(({ urgency }) => urgency));
    const index = this.#waiting.findIndex(({ urgency }) => urgency === most);
    return this.#waiting.splice(index, 1)[0];
  }

  #take(left: number): Leave {
    const place: Place = { until: left + LONGEST_WAY_MS + this.#ms, isAnswered: false };
    this.#places.push(place);
    const free = (until: () => number) => {
      if (place.isAnswered) return;
      place.isAnswered = true;
      place.until = until();
      this.#give();
    };
    return {
      answered: () => free(() => this.#answered(left)),
      unused: () => free(() => 0),
    };
  }

  #answered(left: number): number {
    const now = performance.now();
    const took = Math.min(LONGEST_WAY_MS, now - left);
    this.#shortest = Math.min(took, this.#shortest + (took - this.#shortest) / FORGETS);
    return now - this.#shortest + this.#ms;
  }
}
