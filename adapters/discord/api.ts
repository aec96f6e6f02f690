/** Requests to Discord: one place where their errors become ours. */
import { type RawFile, REST, type RequestMethod, type RouteLike } from "discord.js";
import { ApiFailure, isTokenRefusal, toFailure } from "./errors.ts";

interface Request {
  readonly body?: unknown;
  readonly files?: RawFile[];
  readonly query?: URLSearchParams;
  /** False for interaction and webhook routes, where the token is in the path. */
  readonly auth?: false;
  readonly timeoutMs?: number;
  /**
   * Not behind other requests of its route: discord.js sends those of one channel one after the other, and takes
   * routes without a channel for one, so that a request that hangs would keep everybody's waiting.
   */
  readonly apart?: true;
}

/** Throws `ApiFailure` only. */
export type Api = <T = unknown>(method: `${RequestMethod}`, route: RouteLike, request?: Request) => Promise<T>;

/** Discord does not count them, so this is only a bound; discord.js would refuse the 51st in a second. */
const INTERACTIONS_PER_SECOND = 10_000;
const NEVER_SWEPT = { hashSweepInterval: 0, handlerSweepInterval: 0 };

/**
 * `onTokenRefused` is called each time Discord refuses the bot's own token. Answers to interactions go
 * beside the bot's own limit of requests a second: somebody waits for them, three seconds at most.
 */
export function createApi(rest: REST, token: string, onTokenRefused: () => void): Api {
  const beside = new REST({ ...rest.options, globalRequestsPerSecond: INTERACTIONS_PER_SECOND });
  const limits = new Map<string, number>();
  const watch = new Correction();
  const wayOf = (route: string, { auth, apart }: Request): REST => {
    if (auth === false) return beside;
    if (apart !== true) return rest;
    const ms = (limits.get(route) ?? 0) - performance.now();
    if (ms > 0) throw new ApiFailure("limited", { status: 429, retryAfterMs: Math.ceil(ms) });
    return new REST({ ...rest.options, ...NEVER_SWEPT }).setToken(token);
  };
  return async <T>(method: `${RequestMethod}`, route: RouteLike, request: Request = {}): Promise<T> => {
    const { timeoutMs, apart, ...options } = request;
    const signal = timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) };
    if (watch.wentBack()) for (const each of [rest, beside]) forgetLimits(each);
    try {
      const way = wayOf(route, request);
      return (await way.request({ method: method as RequestMethod, fullRoute: route, ...options, ...signal })) as T;
    } catch (error) {
      const failure = toFailure(error);
      if (request.auth !== false && isTokenRefusal(failure)) onTokenRefused();
      if (apart && failure.kind === "limited") limits.set(route, performance.now() + failure.retryAfterMs);
      throw failure;
    }
  };
}

/**
 * discord.js remembers by the system's clock until when it must not ask. After that was set back by hours it would
 * refuse everything for hours.
 */
function forgetLimits(rest: REST): void {
  rest.globalReset = -1;
  rest.handlers.clear();
}

const NOTICED_MS = 1_500;

/** Notices that the system's clock, which discord.js goes by, was set back. */
class Correction {
  #ahead = Date.now() - performance.now();

  wentBack(): boolean {
    const ahead = Date.now() - performance.now();
    const back = this.#ahead - ahead;
    if (back > 0 && back < NOTICED_MS) return false;
    this.#ahead = ahead;
    return back > 0;
  }
}
