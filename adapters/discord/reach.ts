/** Waiting for Discord: until it can be reached, accepts the token, and has a session left for today. */
import { type APIGatewayBotInfo, Routes } from "discord.js";
import { z } from "zod";
import type { Log } from "../../src/ports/log.ts";
import type { Api } from "./api.ts";
import { ApiFailure, isTokenRefusal, PlatformRefused } from "./errors.ts";
import { isSocketAddress } from "./frames.ts";
import type { Alarms } from "./turns.ts";

/** What is asked again waits so long, in milliseconds, and then the last one for ever. */
const WAITS_MS = [1_000, 2_000, 5_000, 15_000, 60_000];
/** Where Discord understood and said no: nothing changes soon, and it counts refused requests. */
const REFUSED_WAIT_MS = 300_000;

/** Sessions that are left today: warned of when few, waited for when none. */
const FEW_SESSIONS = 50;
const NO_SESSIONS_WAIT_MS = 300_000;

export const WRONG_TOKEN = "Discord does not accept the bot token: check DISCORD_BOT_TOKEN.";

export interface Reach {
  readonly api: Api;
  readonly log: Log;
  readonly alarms: Alarms;
  /** Instead of the usual waits; for tests. */
  readonly waitsMs?: readonly number[];
}

const limits = z.object({ remaining: z.number(), reset_after: z.number() });
const info = z.looseObject({
  url: z.string().refine(isSocketAddress),
  session_start_limit: limits.optional().catch(undefined),
});

async function ask(api: Api): Promise<z.infer<typeof info>> {
  const answer = info.safeParse(await api<APIGatewayBotInfo>("GET", Routes.gatewayBot()));
  // A proxy's page, say, or an answer that was cut off.
  if (!answer.success) throw new ApiFailure("server", { text: "not understood" });
  return answer.data;
}

/**
 * Waits until Discord can be reached, accepts the token and has a session left: there are a thousand a
 * day. Throws `PlatformRefused` for a refused token only, or `ApiFailure` once `alarms` has stopped.
 */
export async function untilReachable(reach: Reach): Promise<void> {
  const { api, log, alarms } = reach;
  for (;;) {
    const { session_start_limit: limit } = await persist(() => ask(api), reach);
    if (!limit || alarms.isStopped) return;
    const count = limit.remaining;
    if (count < FEW_SESSIONS) log.warn("few gateway sessions are left today", { platform: "discord", count });
    if (count > 0) return;
    // At least a second: an answer that names no time must not be asked for without a pause.
    await alarms.pause(Math.max(1_000, Math.min(limit.reset_after, NO_SESSIONS_WAIT_MS)));
    if (alarms.isStopped) return;
  }
}

async function again(error: unknown, attempt: number, { log, alarms, waitsMs = WAITS_MS }: Reach): Promise<void> {
  if (!(error instanceof ApiFailure) || alarms.isStopped) throw error;
  if (isTokenRefusal(error)) throw new PlatformRefused(WRONG_TOKEN);
  const wait = waitsMs[Math.min(attempt, waitsMs.length - 1)] ?? 0;
  const isStubborn = error.kind === "refused" && attempt >= waitsMs.length;
  const ms = Math.max(isStubborn ? REFUSED_WAIT_MS : wait, error.retryAfterMs);
  const event = error.kind === "refused" ? "Discord refuses a request, trying again" : "Discord cannot be reached yet";
  log.warn(event, { platform: "discord", attempt: attempt + 1, code: error.status || error.message, ms });
  await alarms.pause(ms);
  if (alarms.isStopped) throw error;
}

/** Runs `work` until it is done. Throws as `untilReachable` does, and what is no `ApiFailure` at once. */
export async function persist<T>(work: () => Promise<T>, reach: Reach): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      await again(error, attempt, reach);
    }
  }
}
