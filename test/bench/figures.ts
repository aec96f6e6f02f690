/** What a measurement gives back, and a few words of statistics. */

/** One line of the table. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  /** The same work by the plainest means, measured in the same run. */
  readonly floor: string;
  readonly reach: string;
  /** Null where there is nothing to reach: the line stands beside another. */
  readonly reached: boolean | null;
  /** The numbers themselves, for `var/bench.json`. */
  readonly data: Readonly<Record<string, number>>;
}

/** How long and how much is measured. */
export interface Effort {
  readonly quick: boolean;
  readonly full: boolean;
  /** Where databases are made; removed at the end. */
  readonly folder: string;
  readonly note: (line: string) => void;
}

export type Measurement = (effort: Effort) => Promise<readonly Figure[]>;

/** The value below which this share of the sample lies; NaN for none. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

export function wait(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}

/**
 * Calls `work` at a steady rate, counted from the beginning, so that a late call does not make the
 * following ones later: the load does not wait for whoever is measured.
 */
export async function steadily(perSecond: number, times: number, work: (n: number) => void): Promise<void> {
  const begun = performance.now();
  for (let n = 0; n < times; n++) {
    const left = begun + (n * 1000) / perSecond - performance.now();
    if (left > 0) await wait(left);
    work(n);
  }
}
