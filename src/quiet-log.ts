/** The log of a bot that few use: nothing in it can be counted, so that nobody counts the messages of one person. */
import { areFew, FEW_COUPLES } from "./domain/few.ts";
import { HOUR, MINUTE } from "./domain/ids.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log, LogFields } from "./ports/log.ts";
import type { Store } from "./ports/store.ts";

/** Between two lines that say the same. */
const ONCE_IN = HOUR;
/** How often the couples are counted; the metrics count them at each scrape. */
const COUNTED_EVERY = 10 * MINUTE;

/** Whether few use it. Until it was counted: yes. */
export class Crowd {
  #few = true;

  readonly isFew = (): boolean => this.#few;

  /** Counts anew. A database that cannot be asked leaves it as it was. */
  async count(store: Store): Promise<boolean> {
    const couples = await store.transaction((tx) => tx.couples.count(FEW_COUPLES)).catch(() => null);
    if (couples !== null) this.#few = areFew(couples);
    return this.#few;
  }

  /** Counts now, and again and again. Ends with the process. */
  watch(store: Store): void {
    void this.count(store);
    setInterval(() => void this.count(store), COUNTED_EVERY).unref();
  }

  /** More cannot be told apart: a playground, where one person sees both sides anyway. */
  open(): void {
    this.#few = false;
  }
}

/** What a line may say then: what went wrong and where, not which message it was, of which kind, or when it began. */
function coarse({ platform, error, code, address, version, state }: LogFields): LogFields {
  const all = { platform, error, code, address, version, state };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/**
 * While few use it, lines are without what could be counted, and the same line comes once an hour at most; at the
 * level `debug` everything is there. `log` gets the rest unchanged.
 */
export function quietLog(log: Log, clock: Clock, isFew: () => boolean): Log {
  const said = new Map<string, number>();
  const at = (level: "info" | "warn" | "error") => (event: string, fields?: LogFields) => {
    if (!isFew()) return log[level](event, fields);
    log.debug(event, fields);
    const kept = coarse(fields ?? {});
    const same = JSON.stringify([level, event, kept]);
    const now = clock.now();
    const last = said.get(same);
    if (last !== undefined && now >= last && now - last < ONCE_IN) return;
    said.set(same, now);
    log[level](event, kept);
  };
  return { debug: (event, fields) => log.debug(event, fields), info: at("info"), warn: at("warn"), error: at("error") };
}
