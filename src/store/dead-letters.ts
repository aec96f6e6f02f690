/** Messages that were given up on, for an operator's eyes: no content, no key needed. Works while the bot runs. */
import SqliteDatabase, { type Database } from "better-sqlite3";
import { FEW_COUPLES } from "../domain/few.ts";
import type { Instant } from "../domain/ids.ts";
import { databaseExists } from "./connect.ts";
import { DatabaseTooNew, DatabaseUnreadable, storeError } from "./errors.ts";
import { MIGRATIONS } from "./migrations/index.ts";

export interface DeadLetter {
  readonly id: string;
  readonly view: string;
  readonly platform: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly createdAt: Instant;
}

export interface Retried {
  /** Wait again, and are sent by the running bot at its next look, or at the next start. */
  readonly waiting: number;
  /** Removed, because the same message waits already. */
  readonly dropped: number;
  /** Ids that name no dead row. */
  readonly unknown: readonly string[];
}

/** Oldest first. @throws DatabaseUnreadable, DatabaseTooNew, StoreUnavailable */
export function listDead(file: string, limit: number): readonly DeadLetter[] {
  return withDatabase(file, true, (database) => {
    const rows = database.prepare(
      `select id, view, platform, dead_reason as reason, attempts, created_at as createdAt
       from outbox where state = 'dead' order by seq limit ?`,
    );
    return rows.all(limit) as DeadLetter[];
  });
}

/** How many couples there are; where there are more than few, only as many as tell that. @throws as `listDead` */
export function countCouples(file: string): number {
  return withDatabase(
    file,
    true,
    (database) =>
      database.prepare("select count(*) from (select 1 from couples limit ?)").pluck().get(FEW_COUPLES) as number,
  );
}

/** Makes dead rows wait again, all of them with `"all"`. @throws as `listDead` */
export function retryDead(file: string, which: readonly string[] | "all"): Retried {
  return withDatabase(file, false, (database) => database.transaction(() => retry(database, which)).immediate());
}

function retry(database: Database, which: readonly string[] | "all"): Retried {
  const dead = database.prepare("select id from outbox where state = 'dead' order by seq").pluck().all() as string[];
  const wanted = which === "all" ? dead : which.filter((id) => dead.includes(id));
  const drop = database.prepare(
    `delete from outbox as row where id = ?
       and exists (select 1 from outbox as other where other.dedupe = row.dedupe and other.state = 'waiting')`,
  );
  const wake = database.prepare(
    `update outbox set state = 'waiting', dead_reason = null, attempts = 0, retry_at = 0, wake_at = not_before where id = ?`,
  );
  let dropped = 0;
  for (const id of wanted) {
    const { changes } = drop.run(id);
    dropped += changes;
    if (changes === 0) wake.run(id);
  }
  const unknown = which === "all" ? [] : which.filter((id) => !dead.includes(id));
  return { waiting: wanted.length - dropped, dropped, unknown };
}

function withDatabase<T>(file: string, readonly: boolean, work: (database: Database) => T): T {
  if (!databaseExists(file)) throw new DatabaseUnreadable(`There is no database at ${file}.`);
  try {
    const database = new SqliteDatabase(file, { readonly, fileMustExist: true, timeout: 5000 });
    try {
      if (!readonly) {
        database.pragma("synchronous = FULL");
        database.pragma("secure_delete = ON");
      }
      checkVersion(database, file);
      return work(database);
    } finally {
      database.close();
    }
  } catch (error) {
    throw storeError(error);
  }
}

function checkVersion(database: Database, file: string): void {
  const applied = database.prepare("select name from kysely_migration order by name").pluck().all() as string[];
  if (applied.some((name) => !(name in MIGRATIONS))) throw new DatabaseTooNew(`${file} belongs to a newer version.`);
  if (applied.length < Object.keys(MIGRATIONS).length) {
    throw new DatabaseUnreadable(`${file} belongs to an older version: start the bot once to bring it up to date.`);
  }
}
