/** Rate limits as documented: 50 requests a second for the bot, and a bucket for each route and channel. */
import type { Clock } from "./clock.ts";

const GLOBAL_LIMIT = 50;
const GLOBAL_WINDOW_MS = 1_000;

export interface Verdict {
  readonly headers: Record<string, string>;
  /** Seconds to wait, when refused. */
  readonly retryAfter?: number;
  readonly isGlobal?: boolean;
}

interface Window {
  started: number;
  used: number;
}

/** What a route allows: Discord publishes no numbers; these are the shape of what it sends. */
function allowance(route: string): readonly [limit: number, windowMs: number] {
  if (route.endsWith("/messages") || route.includes("/messages/:message")) return [5, 5_000];
  if (route === "POST /users/@me/channels") return [10, 10_000];
  return [30, 10_000];
}

/** Counts requests. Off until `enabled` is set. */
export class RateLimits {
  enabled = false;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Window>();
  readonly #global: Window = { started: 0, used: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Counts one request. `key` is what the bucket is for: the route with its channel, server or
   * webhook. Answers to interactions do not count against the global limit.
   */
  count(route: string, key: string, countsGlobally: boolean): Verdict {
    if (!this.enabled) return { headers: {} };
    if (countsGlobally && !this.#take(this.#global, GLOBAL_LIMIT, GLOBAL_WINDOW_MS)) {
      return this.#refused(
        this.#global,
        GLOBAL_WINDOW_MS,
        { "x-ratelimit-global": "true", "x-ratelimit-scope": "global" },
        true,
      );
    }
    const [limit, windowMs] = allowance(route);
    const bucket = this.#buckets.get(key) ?? { started: 0, used: 0 };
    this.#buckets.set(key, bucket);
    const isFree = this.#take(bucket, limit, windowMs);
    const headers = this.#headers(bucket, route, limit, windowMs);
    return isFree ? { headers } : this.#refused(bucket, windowMs, { ...headers, "x-ratelimit-scope": "user" }, false);
  }

  #take(window: Window, limit: number, windowMs: number): boolean {
    const now = this.#clock.now();
    if (now - window.started >= windowMs) {
      window.started = now;
      window.used = 0;
    }
    if (window.used >= limit) return false;
    window.used += 1;
    return true;
  }

  #headers(window: Window, route: string, limit: number, windowMs: number): Record<string, string> {
    const resetAt = window.started + windowMs;
    return {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(Math.max(0, limit - window.used)),
      "x-ratelimit-reset": (resetAt / 1000).toFixed(3),
      "x-ratelimit-reset-after": ((resetAt - this.#clock.now()) / 1000).toFixed(3),
      "x-ratelimit-bucket": Buffer.from(route).toString("hex").slice(0, 32),
    };
  }

  #refused(window: Window, windowMs: number, headers: Record<string, string>, isGlobal: boolean): Verdict {
    const retryAfter = Math.max(0.001, (window.started + windowMs - this.#clock.now()) / 1000);
    return { headers: { ...headers, "retry-after": String(Math.ceil(retryAfter)) }, retryAfter, isGlobal };
  }
}
