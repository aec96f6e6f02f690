/** What both rushes share: counting sends in a window, and what they say about a rate. */
import { type Figure, ms, quantile } from "./figures.ts";

/** Sends as they come, in milliseconds of one clock. */
export class Tally {
  readonly #at: number[] = [];

  add(): void {
    this.#at.push(performance.now());
  }

  get total(): number {
    return this.#at.length;
  }

  /** Sends a second between two moments. */
  rate(from: number, to: number): number {
    return (this.#at.filter((at) => at >= from && at < to).length * 1000) / (to - from);
  }

  /** The slowest ten seconds between two moments. */
  slowest(from: number, to: number): number {
    const starts = Array.from({ length: Math.max(1, Math.round((to - from) / 10_000)) }, (_, n) => from + n * 10_000);
    return Math.min(...starts.map((start) => this.rate(Math.min(start, to - 10_000), Math.min(to, start + 10_000))));
  }
}

export interface Rush {
  readonly platform: string;
  readonly unit: string;
  readonly rate: number;
  readonly slowest: number;
  readonly least: number;
  readonly limit: number;
  readonly refused: number;
  readonly seconds: number;
  readonly confirmations: readonly number[];
  readonly unanswered: number;
}

export function figuresOf(rush: Rush): readonly Figure[] {
  const { platform, unit, rate, slowest, least, limit, refused, seconds, confirmations, unanswered } = rush;
  const [median, p99] = [quantile(confirmations, 0.5), quantile(confirmations, 0.99)];
  return [
    {
      name: `20,000 cards due at once on ${platform}: ${unit}/s over ${Math.round(seconds)} s · refused with 429`,
      value: `${rate.toFixed(2)}/s (slowest 10 s: ${slowest.toFixed(2)}/s) · ${refused}`,
      floor: `the platform's limit: ${limit}/s`,
      reach: `≥ ${least}/s · 0`,
      reached: rate >= least && refused === 0,
      data: { rate, slowest, refused, seconds, limit },
    },
    {
      name: "… and meanwhile 2 answers/s, each confirmed: median · p99",
      value: `${ms(median)} · ${ms(p99)} (${confirmations.length} answers)`,
      floor: "—",
      reach: "p99 ≤ 1 s",
      reached: p99 <= 1000 && unanswered === 0,
      data: { median, p99, answers: confirmations.length, unanswered },
    },
  ];
}
