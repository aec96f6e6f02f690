/** The system's clock of this process, moved: `Date` alone, as when a host slept or its clock was corrected. */
const RealDate = Date;
let shift = 0;

class ShiftedDate extends RealDate {
  constructor(...parts: [] | [number | string | Date] | [number, number, ...number[]]) {
    if (parts.length === 0) super(RealDate.now() + shift);
    else if (parts.length === 1) super(parts[0]);
    else super(...(parts as [number, number]));
  }

  static override now(): number {
    return RealDate.now() + shift;
  }
}

/** Moves the clock by so many milliseconds, forwards or back. */
export function shiftClock(ms: number): void {
  shift += ms;
  globalThis.Date = ShiftedDate as DateConstructor;
}
