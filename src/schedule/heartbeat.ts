/**
 * Does what is due. One cron task asks the index of timers every second; after downtime that index has
 * everything that was missed, so that nothing is replayed and nothing is remembered here.
 */
import cron from "node-cron";
import type { Log } from "../ports/log.ts";
import { createRunner, type Runner, type RunnerParts } from "./runner.ts";

export type HeartbeatParts = RunnerParts;

/** A runner that also runs by itself, every second. */
export type Heartbeat = Runner;

/** Starts at once. */
export function startHeartbeat(parts: HeartbeatParts): Heartbeat {
  const runner = createRunner(parts);
  const task = cron.schedule("* * * * * *", watched(runner.tick, parts.log), {
    noOverlap: true,
    // In a zone with daylight-saving time node-cron pauses for the hour that clocks show twice.
    timezone: "UTC",
    // A late or skipped beat is of no interest: the next one finds everything.
    suppressMissedWarning: true,
    logger: { info: ignore, warn: ignore, error: ignore, debug: ignore },
  });
  const stop = async () => {
    await task.destroy();
    await runner.stop();
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

function ignore(): void {}
