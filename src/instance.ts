/** One core on one database: what a platform bot is, and what the playground is, apart from it. */

import { assemble, type Core, type CoreParts } from "./assemble.ts";
import type { Config } from "./config.ts";
import type { Content as LoadedContent } from "./content/load.ts";
import { MINUTE } from "./domain/ids.ts";
import type { ChatAdapter } from "./ports/chat.ts";
import type { Clock } from "./ports/clock.ts";
import type { Translate } from "./ports/content.ts";
import type { Log } from "./ports/log.ts";
import type { Crowd } from "./quiet-log.ts";
import { databaseExists, openSqlite, type SqliteStore, systemRandom } from "./store/index.ts";
import { loadMasterKey, openVault } from "./vault/index.ts";
import { createMetrics, type Metrics } from "./web/metrics.ts";

export interface Shared {
  readonly config: Config;
  readonly content: LoadedContent;
  readonly translate: Translate;
  readonly log: Log;
  readonly crowd: Crowd;
}

export interface Instance {
  readonly store: SqliteStore;
  readonly core: Core;
  readonly metrics: Metrics;
  readonly adapters: readonly ChatAdapter[];
}

/** A message that should have left this long ago is worth a look. */
const STUCK_AFTER = 15 * MINUTE;

/** Opens a database with the configured key. Throws the store's and the vault's typed errors. */
export function openDatabase(config: Config, file: string, clock: Clock, log: Log): Promise<SqliteStore> {
  const key = loadMasterKey({
    env: config.masterKey === null ? {} : { AMPERSAND_MASTER_KEY: config.masterKey },
    keyFile: config.keyFile,
    databaseExists: databaseExists(file),
  });
  if (key.loose) log.warn("the key file can be read by others: chmod 600 mends that");
  return openSqlite({ file, vault: openVault(key), clock, log });
}

/** Wires a core over an open database; nothing runs yet. */
export function createInstance(
  shared: Shared,
  parts: Pick<CoreParts, "clock" | "adapters" | "allowed" | "onLost"> & { readonly store: SqliteStore },
): Instance {
  const { store, adapters } = parts;
  const { content, translate, log, crowd } = shared;
  const isPlayground = adapters.every(({ platform }) => platform === "playground");
  const metrics = createMetrics({
    outbox: () => store.transaction((tx) => tx.outbox.counts()),
    few: async () => !isPlayground && crowd.count(store),
    stuck: () => store.transaction((tx) => tx.outbox.isStuck(parts.clock.now() - STUCK_AFTER)),
  });
  const core = assemble({ ...parts, content, translate, log, metrics, random: systemRandom });
  return { store, core, metrics, adapters };
}
