/** What every store has to keep, whatever its database: run with `storeContract(name, open)`. */
import { describe } from "vitest";
import type { Store } from "../../src/ports/store.ts";
import { entitiesContract } from "./contract-entities.ts";
import { erasureContract } from "./contract-erasure.ts";
import { mediaContract } from "./contract-media.ts";
import { outboxContract } from "./contract-outbox.ts";
import { queuesContract } from "./contract-queues.ts";
import { runsContract } from "./contract-runs.ts";
import { transactionsContract } from "./contract-transactions.ts";
import { wordsContract } from "./contract-words.ts";

/** Opens an empty store that the caller cleans up after the test. */
export type OpenStore = () => Promise<Store>;

export function storeContract(name: string, open: OpenStore): void {
  describe(`${name} store`, () => {
    transactionsContract(open);
    entitiesContract(open);
    wordsContract(open);
    mediaContract(open);
    queuesContract(open);
    outboxContract(open);
    runsContract(open);
    erasureContract(open);
  });
}
