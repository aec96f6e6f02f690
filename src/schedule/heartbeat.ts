/**
 * Does what is due. A beat every second asks the index of timers; after downtime, or a clock that
 * leapt, that index has everything that was missed, so that nothing is replayed and nothing is
 * remembered here.
 */
import type { Log } from "../ports/log.ts";
import { everySecond } from "./every-second.ts";
import { createRunner, type Runner, type RunnerParts } from "./runner.ts";

export type HeartbeatParts = RunnerParts;

/** A runner that also runs by itself, every second. */
export type Heartbeat = Runner;

/** Starts at once. */
export function startHeartbeat(parts: HeartbeatParts): Heartbeat {
  const runner = createRunner(parts);
  const end = everySecond(watched(runner.tick, parts.log));
  const stop = () => {
    end();
    return runner.stop();
  };
  return { tick: runner.tick, stop };
}

/** Says once that the beat fails, and once that it is back, not every second. */
function watched(tick: () => Promise<number>, log: Log): () => Promise<void> {
  let failing = false;
  return async () => {
    try {
      await tick();
      if (failing) log.info("heartbeat is back");
      failing = false;
    } catch (error) {
      if (!failing) log.error("heartbeat failed", { error: error instanceof Error ? error.name : "unknown" });
      failing = true;
    }
  };
}
