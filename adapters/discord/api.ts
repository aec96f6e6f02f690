/** Requests to Discord: one place where their errors become ours. */
import { type RawFile, REST, type RequestMethod, type RouteLike } from "discord.js";
import { isTokenRefusal, toFailure } from "./errors.ts";

interface Request {
  readonly body?: unknown;
  readonly files?: RawFile[];
  readonly query?: URLSearchParams;
  /** False for interaction and webhook routes, where the token is in the path. */
  readonly auth?: false;
  readonly timeoutMs?: number;
}

/** Throws `ApiFailure` only. */
export type Api = <T = unknown>(method: `${RequestMethod}`, route: RouteLike, request?: Request) => Promise<T>;

/** Discord does not count them, so this is only a bound; discord.js would refuse the 51st in a second. */
const INTERACTIONS_PER_SECOND = 10_000;

/**
 * `onTokenRefused` is called each time Discord refuses the bot's own token. Answers to interactions go
 * beside the bot's own limit of requests a second: somebody waits for them, three seconds at most.
 */
export function createApi(rest: REST, onTokenRefused: () => void): Api {
  const beside = new REST({ ...rest.options, globalRequestsPerSecond: INTERACTIONS_PER_SECOND });
  return async <T>(method: `${RequestMethod}`, route: RouteLike, request: Request = {}): Promise<T> => {
    const { timeoutMs, ...options } = request;
    const signal = timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) };
    try {
      const way = request.auth === false ? beside : rest;
      return (await way.request({ method: method as RequestMethod, fullRoute: route, ...options, ...signal })) as T;
    } catch (error) {
      const failure = toFailure(error);
      if (request.auth !== false && isTokenRefusal(failure)) onTokenRefused();
      throw failure;
    }
  };
}
