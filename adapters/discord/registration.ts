/** Registering the commands with Discord. */
import type { Log } from "../../src/ports/log.ts";
import { isTokenRefusal, PlatformRefused, toFailure } from "./errors.ts";
import { PLATFORM } from "./inbound.ts";
import { WRONG_TOKEN } from "./reach.ts";
import type { Alarms } from "./turns.ts";

const AGAIN_MS = 60_000;

export interface Registration {
  readonly put: () => Promise<unknown>;
  /** Runs `put` until Discord takes it. */
  readonly insist: (put: () => Promise<unknown>) => Promise<unknown>;
  readonly alarms: Alarms;
  readonly log: Log;
}

/**
 * Tried once; what fails is tried again beside the running bot, for which the commands that were
 * registered before still work. Throws `PlatformRefused` for a refused token only.
 */
export async function registerCommands({ put, insist, alarms, log }: Registration): Promise<void> {
  try {
    await put();
  } catch (error) {
    const failure = toFailure(error);
    if (isTokenRefusal(failure)) throw new PlatformRefused(WRONG_TOKEN);
    const code = failure.code || failure.status || failure.message;
    log.error("the commands could not be registered", { platform: PLATFORM, code });
    // A list that is refused as such would be refused again.
    if (failure.status === 400) return;
    alarms.after(Math.max(failure.retryAfterMs, AGAIN_MS), () => void insist(put).catch(() => undefined));
  }
}
