/** Runs of what is due, one after the other. */
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { type DueParts, runBatch } from "./due.ts";

export type RunnerParts = Omit<DueParts, "batch" | "longestMs"> & {
  /** Timers in one transaction; 20 unless told otherwise. */
  readonly batch?: number;
  /** How long a transaction takes up further timers, in milliseconds; 8 unless told otherwise. */
  readonly longestMs?: number;
};

export interface Runner {
  /**
   * Does everything that is due by the clock, and resolves to how many timers ran out. Never overlaps
   * itself: called during a run, it makes one more after it. Rejects when the store cannot take it.
   */
  tick(): Promise<number>;
  /** Starts no more runs; resolves when the present one has finished its batch. */
  stop(): Promise<void>;
}

const BATCH = 20;
const LONGEST_MS = 8;

/** Runs only when told to. */
export function createRunner(options: RunnerParts): Runner {
  const parts = { batch: BATCH, longestMs: LONGEST_MS, ...options };
  let stopped = false;
  let present: Promise<number> | null = null;
  let following: Promise<number> | null = null;

  const run = async (): Promise<number> => {
    const seen = new Map<string, number>();
    let total = 0;
    while (!stopped) {
      const begun = performance.now();
      const handled = await runBatch(parts, seen);
      if (handled === 0) break;
      total += handled;
      // Taps, answers and sends come before the rest of a long list: it takes half of the time at most.
      const took = performance.now() - begun;
      await (took < parts.longestMs ? nextTurn() : pause(took));
    }
    return total;
  };
  const tick = (): Promise<number> => {
    if (stopped) return Promise.resolve(0);
    if (present === null) {
      present = run().finally(() => {
        present = null;
      });
      return present;
    }
    // The present run may have looked at the clock before it was moved.
    following ??= settled(present).then(() => {
      following = null;
      return tick();
    });
    return following;
  };
  const stop = async () => {
    stopped = true;
    await settled(present);
  };
  return { tick, stop };
}

/** Resolves either way: who started the run hears of its failure. */
async function settled(run: Promise<unknown> | null): Promise<void> {
  await run?.catch(() => undefined);
}
