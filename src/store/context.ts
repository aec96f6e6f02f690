import type { Kysely } from "kysely";
import type { Person } from "../domain/couple.ts";
import type { Instant, PersonId, RoundId } from "../domain/ids.ts";
import type { Random } from "../ports/clock.ts";
import type { Vault, WrappedKey } from "../vault/vault.ts";
import type { Connection } from "./connection.ts";
import type { Schema } from "./schema.ts";

/** What the repositories of one transaction share. */
export interface Context {
  /** For what is seldom asked. */
  readonly db: Kysely<Schema>;
  /** The same transaction, for statements that were written before. */
  readonly connection: Connection;
  readonly vault: Vault;
  readonly random: Random;
  readonly afterCommit: AfterCommit;
  /** Whose files for which round may be mentioned no longer; looked at when the work is done. */
  readonly loose: Map<string, { readonly round: RoundId; readonly author: PersonId }>;
  readonly seen: Seen;
}

/** What this transaction has read and would read again. Whoever changes or removes it in the tables does so here. */
export interface Seen {
  readonly keys: Map<string, WrappedKey>;
  readonly people: Map<PersonId, Person>;
}

/** Noted by repositories, done once the transaction is durable. */
export interface AfterCommit {
  /** People whose erasure is to be listed beside the database. */
  readonly erased: { readonly person: PersonId; readonly at: Instant; readonly successor: PersonId | null }[];
  /** Words were replaced or removed: the log is to be emptied of their old ciphertext. */
  wordsGone: boolean;
}

export function bit(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}

/** Parses JSON of ours. The engine's own error would quote what it could not read. */
export function parse<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Error("A stored value is not JSON.");
  }
}
