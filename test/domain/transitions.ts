/**
 * The clock changes of a zone, found by asking Intl what clocks show, and local times turned into instants
 * with nothing but them: it shares no code with the domain.
 */
import { wall } from "./wall.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** No zone changes its clocks twice within so long. */
const STEP = DAY / 4;

export interface Transition {
  /** The first instant at which clocks follow the new rule. */
  readonly at: number;
  /** What clocks show minus UTC, in milliseconds, before and from then on. */
  readonly before: number;
  readonly after: number;
}

/** What clocks show minus UTC, in milliseconds. */
function offset(at: number, zone: string): number {
  const { year, month, day, minutes } = wall(at, zone);
  return Date.UTC(year, month - 1, day) + minutes * MINUTE - at;
}

export class Clocks {
  readonly zone: string;
  readonly transitions: readonly Transition[];
  readonly #first: number;

  constructor(zone: string, from: number, to: number) {
    this.zone = zone;
    const found: Transition[] = [];
    this.#first = offset(from, zone);
    let before = this.#first;
    for (let at = from; at < to; at += STEP) {
      const after = offset(at + STEP, zone);
      if (after !== before) found.push({ at: this.#moment(at, at + STEP, before), before, after });
      before = after;
    }
    this.transitions = found;
  }

  /** The minute at which the offset stops being `before`. */
  #moment(from: number, to: number, before: number): number {
    let [low, high] = [from, to];
    while (high - low > MINUTE) {
      const middle = Math.floor((low + high) / 2 / MINUTE) * MINUTE;
      if (offset(middle, this.zone) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  #offsetAt(at: number): number {
    return this.transitions.findLast((each) => each.at <= at)?.after ?? this.#first;
  }

  /** What clocks show, as if it were UTC. */
  shows(at: number): number {
    return at + this.#offsetAt(at);
  }

  /**
   * When clocks show this (given as if it were UTC): the first time where they show it twice; where they
   * skip it, as long after the skip as it lies behind the skip's beginning.
   */
  when(local: number): number {
    const offsets = new Set([this.#first, ...this.transitions.flatMap(({ before, after }) => [before, after])]);
    const shown = [...offsets].map((each) => local - each).filter((at) => this.shows(at) === local);
    if (shown.length > 0) return Math.min(...shown);
    const skip = this.transitions.find(({ at, before, after }) => local >= at + before && local < at + after);
    if (!skip) throw new Error(`${this.zone} never shows ${new Date(local).toISOString()}`);
    return local - skip.before;
  }

  /** Every date (midnight as if it were UTC) from `from` to `to`, both shown on clocks. */
  dates(from: number, to: number): readonly number[] {
    const first = Math.floor(this.shows(from) / DAY) * DAY;
    const count = Math.floor((this.shows(to) - first) / DAY) + 1;
    return Array.from({ length: count }, (_, n) => first + n * DAY);
  }
}
