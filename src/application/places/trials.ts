/** Asks the platforms about places with an outage: outside of any transaction, one question at a time. */
import { MINUTE } from "../../domain/ids.ts";
import type { Deps } from "../context.ts";
import { askPosting } from "./asking.ts";
import { answeredFor } from "./outage.ts";

/** Discord shuts out who makes 10,000 refused requests in ten minutes: these questions keep far away from that. */
const MOST = 1_000;
const WINDOW = 10 * MINUTE;

export interface Trials {
  /** Notes a place whose time has come; may be called inside of a transaction. */
  due(placeId: string): void;
  /** Asks about the places that were noted, and takes the answers down. Never inside of a transaction. */
  askDue(): void;
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

async function askSafely(deps: Deps, placeId: string): Promise<void> {
  try {
    await ask(deps, placeId);
  } catch (error) {
    // The next time is set already.
    deps.log.warn("a place could not be asked about", { error: error instanceof Error ? error.name : "unknown" });
  }
}

/** What is not asked for want of room is asked at the next time set for it. */
export function createTrials(deps: Deps): Trials {
  let last: Promise<void> = Promise.resolve();
  const noted = new Set<string>();
  let window = { since: 0, asked: 0 };
  const mayAsk = () => {
    const now = deps.clock.now();
    if (Math.abs(now - window.since) >= WINDOW) window = { since: now, asked: 0 };
    window.asked += 1;
    return window.asked <= MOST;
  };
  return {
    due: (placeId) => void noted.add(placeId),
    askDue() {
      for (const placeId of noted) if (mayAsk()) last = last.then(() => askSafely(deps, placeId));
      noted.clear();
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
