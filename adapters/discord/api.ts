/** Requests to Discord: one place where their errors become ours. */
import type { RawFile, REST, RequestMethod, RouteLike } from "discord.js";
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

/** `onTokenRefused` is called each time Discord refuses the bot's own token. */
export function createApi(rest: REST, onTokenRefused: () => void): Api {
  return async <T>(method: `${RequestMethod}`, route: RouteLike, request: Request = {}): Promise<T> => {
    const { timeoutMs, ...options } = request;
    const signal = timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) };
    try {
      return (await rest.request({ method: method as RequestMethod, fullRoute: route, ...options, ...signal })) as T;
    } catch (error) {
      const failure = toFailure(error);
      if (request.auth !== false && isTokenRefusal(failure)) onTokenRefused();
      throw failure;
    }
  };
}
