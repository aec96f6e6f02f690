/** Things that go wrong between a bot and Discord, on order. */
import type { FakeLog } from "./waiting.ts";

export type FaultKind =
  /** Too many requests. `retryAfter` in seconds; null leaves the header and the member out. */
  | { readonly kind: "rateLimited"; readonly retryAfter: number | null; readonly global?: boolean }
  /** Any status, with a body that is not Discord's JSON unless one is given. */
  | { readonly kind: "status"; readonly status: number; readonly body?: object }
  /** The connection breaks and nothing has happened. */
  | { readonly kind: "droppedBefore" }
  /** The connection breaks after the request has taken effect. */
  | { readonly kind: "droppedAfter" }
  /** No answer, and no effect, until `release()`; then all goes on as usual. */
  | { readonly kind: "hang" }
  /** It takes effect at once, the answer is kept back until `release()`. */
  | { readonly kind: "answerHeld" }
  /** Milliseconds of real time before it is processed. */
  | { readonly kind: "delay"; readonly ms: number };

export interface FaultOptions {
  /** How many requests it meets. Default 1. */
  readonly times?: number;
}

/** One ordered fault. */
export class Fault {
  readonly match: (request: string) => boolean;
  readonly what: FaultKind;
  readonly released: Promise<void>;
  /** Ends a hang. */
  readonly release: () => void;
  left: number;
  hits = 0;

  constructor(match: (request: string) => boolean, what: FaultKind, times: number) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.match = match;
    this.what = what;
    this.left = times;
    this.released = promise;
    this.release = resolve;
  }
}

/** The faults that wait for their request, in the order they were ordered. */
export class Faults {
  readonly #log: FakeLog;
  #ordered: Fault[] = [];

  constructor(log: FakeLog) {
    this.#log = log;
  }

  /**
   * Orders a fault for the next requests to a route: the route as listed in `requests` (such as
   * `POST /channels/:channel/messages`), or a pattern over `METHOD /real/path`.
   */
  next(route: string | RegExp, what: FaultKind, options: FaultOptions = {}): Fault {
    const match =
      typeof route === "string"
        ? (request: string) => request.split("\n").includes(route)
        : (request: string) => route.test(request.split("\n")[0] ?? "");
    const fault = new Fault(match, what, options.times ?? 1);
    this.#ordered.push(fault);
    return fault;
  }

  /** Takes the fault for a request, if there is one. */
  take(path: string, route: string): Fault | undefined {
    const fault = this.#ordered.find((each) => each.left > 0 && each.match(`${path}\n${route}`));
    if (fault === undefined) return undefined;
    fault.left -= 1;
    fault.hits += 1;
    this.#log.note(`fault: ${fault.what.kind} on ${path}`);
    return fault;
  }

  /** Forgets all faults and lets go of what hangs. */
  clear(): void {
    for (const fault of this.#ordered) fault.release();
    this.#ordered = [];
  }
}
