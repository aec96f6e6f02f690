/** What makes two worlds comparable: chance and order that do not depend on what differs between them. */
import type { Random } from "../../../src/ports/clock.ts";
import type { Store, Tx } from "../../../src/ports/store.ts";
import { seededRandom } from "../seeded.ts";

/** A reveal was decided: until then the two worlds have to look the same. */
export interface Decided {
  readonly at: number;
  readonly roundId: string;
  /** Both had answered, and neither had passed: only then it may end a comparison. */
  readonly byBoth: boolean;
}

/**
 * Chance that depends on who acts and when, and not on what the other one did before: two worlds draw
 * the same cards and codes as long as the same is done in them.
 */
export class ActingRandom implements Random {
  #of = "";
  #random = seededRandom("");

  during(what: string): void {
    if (what === this.#of) return;
    this.#of = what;
    this.#random = seededRandom(what);
  }

  readonly id = () => this.#random.id();
  readonly code = () => this.#random.code();
}

/**
 * A store that notes when a reveal is decided. It gives nothing to be sent while something is due, so that
 * how busy this machine is does not decide which of the two comes first.
 */
export function noting(store: Store, decided: Decided[], now: () => number): Store {
  const isBusy = async (tx: Tx) => (await tx.timers.due(now(), 1)).length > 0;
  const outbox = (tx: Tx): Tx["outbox"] => ({
    ...tx.outbox,
    ready: async (...asked) => ((await isBusy(tx)) ? [] : tx.outbox.ready(...asked)),
    readyReveals: async (...asked) => ((await isBusy(tx)) ? [] : tx.outbox.readyReveals(...asked)),
  });
  const rounds = (tx: Tx): Tx["rounds"] => ({
    ...tx.rounds,
    save: async (round) => {
      if (round.state === "revealed" && !decided.some(({ roundId }) => roundId === round.id)) {
        const byBoth = !round.seals.a.passed && !round.seals.b.passed;
        decided.push({ at: now(), roundId: round.id, byBoth });
      }
      return tx.rounds.save(round);
    },
  });
  return {
    close: () => store.close(),
    transaction: (work) => store.transaction((tx) => work({ ...tx, outbox: outbox(tx), rounds: rounds(tx) })),
  };
}
