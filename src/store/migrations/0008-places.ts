/** Shared places recover: why nothing could be posted there, and in which topic of theirs the bot posts. */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  // JSON: what is in the way there.
  "alter table places add column outage text",
  "alter table places add column topic text",
  "alter table places add column topic_shut_at integer",
  // `troubled`.
  "create index places_troubled on places (platform, created_at) where outage is not null",
  // Until now a place that was off stayed off, and the two were told. Each is asked about once, soon, and then seldom.
  `update places set outage = json_object('why', 'removed', 'since', created_at, 'tries', 5, 'told', json('true'),
     'mendedAt', null) where active = 0 and couple_id is not null`,
  `insert or ignore into timers (kind, ref, at, couple_id)
     select 'place', id, 0, couple_id from places where outage is not null`,
];

/** Adds what this version needs. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}
