/** Asks the platforms about places with an outage: outside of any transaction, one question at a time. */
import { MINUTE } from "../../domain/ids.ts";
import type { Deps } from "../context.ts";
import { askPosting } from "./asking.ts";
import { answeredFor } from "./outage.ts";

/** Discord shuts out who makes 10,000 refused requests in ten minutes: these questions keep far away from that. */
const MOST = 1_000;
const WINDOW = 10 * MINUTE;

export interface Trials {
  /** Asks about a place whose time has come, and takes the answer down. */
  start(placeId: string): void;
  /** A platform is connected: all of its places with an outage fall due, because events may have been missed. */
  all(platform: string): Promise<void>;
  /** Resolves when nothing that was started is unanswered. */
  settled(): Promise<void>;
}

async function ask(deps: Deps, placeId: string): Promise<void> {
  const place = await deps.store.transaction((tx) => tx.places.byId(placeId));
  if (!place?.outage) return;
  const posting = await askPosting(deps.adapters, place);
  await deps.store.transaction(async (tx) => {
    const now = await tx.places.byId(placeId);
    if (now?.outage) await answeredFor({ deps, tx, now: deps.clock.now() }, now, posting);
  });
  deps.wake();
}

/** Nothing is asked before `start`. What is not asked for want of room is asked at the next time set for it. */
export function createTrials(deps: Deps): Trials {
  let last: Promise<void> = Promise.resolve();
  let window = { since: 0, asked: 0 };
  const mayAsk = () => {
    const now = deps.clock.now();
    if (Math.abs(now - window.since) >= WINDOW) window = { since: now, asked: 0 };
    window.asked += 1;
    return window.asked <= MOST;
  };
  return {
    start(placeId) {
      if (!mayAsk()) return;
      last = last
        .then(() => ask(deps, placeId))
        .catch((error: unknown) => {
          // The next time is set already.
          deps.log.warn("a place could not be asked about", { error: error instanceof Error ? error.name : "unknown" });
        });
    },
    async all(platform) {
      await deps.store.transaction(async (tx) => {
        for (const place of await tx.places.troubled(platform)) {
          if (place.outage?.mendedAt !== null) continue;
          await tx.timers.set({ kind: "place", ref: place.id, at: deps.clock.now() }, place.coupleId);
        }
      });
    },
    settled: () => last,
  };
}
