/** Real time plus an offset that can grow: how the playground moves to the next card. */
import type { Instant } from "../../src/domain/ids.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Transcript } from "../../src/ports/transcript.ts";

export interface ShiftableClock extends Clock {
  /** Milliseconds ahead of real time. */
  offset(): number;
  /** Moves ahead by `ms`, never back: what happened must stay in the past. Resolves when it is stored. */
  shift(ms: number): Promise<void>;
}

type Keeper = Pick<Transcript, "clockOffset" | "setClockOffset">;

/** Goes on where the clock stood before a restart. `realNow` is passed in for tests. */
export async function loadShiftableClock(keeper: Keeper, realNow: () => Instant = Date.now): Promise<ShiftableClock> {
  let offset = await keeper.clockOffset();
  return {
    now: () => realNow() + offset,
    offset: () => offset,
    async shift(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new RangeError("The clock moves ahead only.");
      const moved = offset + Math.ceil(ms);
      await keeper.setClockOffset(moved);
      offset = moved;
    },
  };
}
