/** Handling timers that ran out, several in a transaction, so that one bad one spoils no other. */
import { type Instant, MINUTE } from "../domain/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { type Store, StoreUnavailable, type Timer, type Tx } from "../ports/store.ts";

/** Runs inside the transaction that has cleared the timer; sets it again if it is to come again. */
export type HandleTimer = (tx: Tx, timer: Timer, now: Instant) => Promise<void>;

export interface DueParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly handleTimer: HandleTimer;
  readonly log: Log;
  readonly batch: number;
  /** No further timer joins a transaction after this long, in milliseconds: taps and answers wait meanwhile. */
  readonly longestMs: number;
}

/** A timer whose handler failed comes again after this. */
const RETRY_AFTER = 5 * MINUTE;
/** A handler that sets its timer for the past this often in one run would never let it end. */
const MOST_REPEATS = 100;

class TimerRepeats extends Error {
  override readonly name = "TimerRepeats";
}

/** How often each timer came in this run. */
export type Seen = Map<string, number>;

/**
 * Handles up to `batch` timers and returns how many ran out; 0 when nothing is due. A handler that
 * throws takes back the whole transaction, so its batch is done again one by one, where only the bad
 * one is put off. Throws StoreUnavailable, and leaves everything due, when nothing can be stored.
 */
export async function runBatch(parts: DueParts, seen: Seen): Promise<number> {
  try {
    return await parts.store.transaction(async (tx) => {
      const until = performance.now() + parts.longestMs;
      let handled = 0;
      while (handled < parts.batch && (await handleNext(parts, tx, seen)) !== null) {
        handled++;
        if (performance.now() >= until) break;
      }
      return handled;
    });
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    return runOneByOne(parts, seen);
  }
}

async function runOneByOne(parts: DueParts, seen: Seen): Promise<number> {
  let handled = 0;
  while (handled < parts.batch && (await runOne(parts, seen))) handled++;
  return handled;
}

/** One timer in a transaction of its own; false when none is due. */
async function runOne(parts: DueParts, seen: Seen): Promise<boolean> {
  let begun: Timer | null = null;
  const remember = (timer: Timer) => {
    begun = timer;
  };
  try {
    return await parts.store.transaction(async (tx) => (await handleNext(parts, tx, seen, remember)) !== null);
  } catch (error) {
    // Without a timer it is the store that failed, not a handler.
    if (error instanceof StoreUnavailable || begun === null) throw error;
    await putOff(parts, begun, error);
    return true;
  }
}

/** Asks again for each: what was handled before it in this transaction may have cleared or moved it. */
async function handleNext(parts: DueParts, tx: Tx, seen: Seen, begin?: (timer: Timer) => void): Promise<Timer | null> {
  const now = parts.clock.now();
  const [timer] = await tx.timers.due(now, 1);
  if (timer === undefined) return null;
  begin?.(timer);
  const key = `${timer.kind} ${timer.ref}`;
  const times = (seen.get(key) ?? 0) + 1;
  seen.set(key, times);
  if (times > MOST_REPEATS) throw new TimerRepeats();
  await tx.timers.clear(timer.kind, timer.ref);
  await parts.handleTimer(tx, timer, now);
  return timer;
}

async function putOff({ store, clock, log }: DueParts, timer: Timer, error: unknown): Promise<void> {
  // The name only: an error's message may hold what somebody wrote.
  const name = error instanceof Error ? error.name : "unknown";
  log.error("timer failed", { method: timer.kind, id: timer.ref, error: name });
  await store.transaction((tx) => tx.timers.set({ ...timer, at: clock.now() + RETRY_AFTER }, null));
}
