/**
 * Whoever leaves is replaced by a stand-in, whose name is sealed with the key of the one who stays. A wish how long
 * things are kept has a time it was made and a time it begins. A home in which cards have rested for a year ends.
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  // Whose key seals the name of somebody who has left; null for everybody else.
  "alter table people add column kept_by text",
  // When the wish was made, and from when on it is carried out; null: not known before the partner was told.
  "alter table people add column keep_wished_at integer",
  "alter table people add column keep_begins_at integer",
  "update people set keep_wished_at = 0, keep_begins_at = 0 where keep <> 'forever'",
  // A pause that runs already: its year is counted from when it was made.
  `insert or ignore into timers (kind, ref, at, couple_id)
     select 'home', id, min(coalesce(json_extract(pauses, '$.a.since'), json_extract(pauses, '$.b.since')),
       coalesce(json_extract(pauses, '$.b.since'), json_extract(pauses, '$.a.since'))) + 31536000000, id
     from couples
     where json_extract(pauses, '$.a.since') is not null or json_extract(pauses, '$.b.since') is not null`,
  // Of whom somebody's erasure was the beginning of something new: under which id their notes were kept.
  "alter table erasures add column successor text",
];

/** Adds what this version needs. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}
