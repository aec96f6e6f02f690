/** Work that comes every second by node-cron, whatever happens to the clock. */
import cron, { type ScheduledTask } from "node-cron";

/** A beat that has not come after this was lost: the clock was set back, or the second passed before it was planned. */
const LOST_AFTER_MS = 2_000;
/** A second that begins sooner than this may have begun by the time the task is made. */
const MARGIN_MS = 50;

/** The next whole second, as a pattern that matches once a year. */
function pattern(now: number): string {
  const at = new Date(Math.floor((now + MARGIN_MS) / 1000) * 1000 + 1000);
  const [second, minute, hour] = [at.getUTCSeconds(), at.getUTCMinutes(), at.getUTCHours()];
  return `${second} ${minute} ${hour} ${at.getUTCDate()} ${at.getUTCMonth() + 1} *`;
}

/**
 * Calls `work` at every whole second of the system's clock, and not before the call before it has
 * ended. `work` must not reject. Returns what ends it.
 *
 * Each beat is a task of its own, planned for one second. A single task for every second would walk
 * through each second that the clock has leapt over, in one go, before it does anything else: three
 * days cost most of a minute. One that comes once a year has nothing to walk through, and is simply
 * late. After a clock that went back node-cron would wait until the old time has come again, so a
 * timer that knows nothing of the clock plans the beat anew.
 */
export function everySecond(work: () => Promise<void>): () => void {
  let task: ScheduledTask | null = null;
  let lost: NodeJS.Timeout | undefined;
  let ended = false;
  const clear = () => {
    clearTimeout(lost);
    void task?.destroy();
    task = null;
  };
  const beat = async () => {
    clear();
    await work();
    plan();
  };
  const plan = () => {
    clear();
    if (ended) return;
    lost = setTimeout(plan, LOST_AFTER_MS);
    task = cron.schedule(pattern(Date.now()), beat, {
      timezone: "UTC",
      // However late it is: what it finds to do is due.
      missedExecutionTolerance: Number.POSITIVE_INFINITY,
      suppressMissedWarning: true,
      logger: { info: ignore, warn: ignore, error: ignore, debug: ignore },
    });
  };
  plan();
  return () => {
    ended = true;
    clear();
  };
}

function ignore(): void {}
