/**
 * Each of the two has a pause of their own, with a timer of its own; and what one sends to the other is counted by
 * kind, so that there can be a limit for each day.
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  // JSON: the pause of each seat, or null.
  `alter table couples add column pauses text not null default '{"a":null,"b":null}'`,
  `update couples set pauses = json_object(
     'a', case pause_by when 'a' then json_object('since', pause_since, 'until', pause_until) end,
     'b', case pause_by when 'b' then json_object('since', pause_since, 'until', pause_until) end)
   where pause_by is not null and pause_since is not null`,
  `update timers set ref = ref || ':' || (select pause_by from couples where couples.id = timers.ref)
   where kind = 'pause' and ref in (select id from couples where pause_by is not null)`,
  // A letter that waited for a pause was sent as far as its author is concerned; what waits now is its delivery.
  "update timers set at = 0 where kind = 'letter' and at = 8640000000000000",
  "alter table couples drop column pause_by",
  "alter table couples drop column pause_since",
  "alter table couples drop column pause_until",
  // What a person sent, and never what became of it. `ref` is the letter, the ritual or whatever it was.
  `create table sends (person_id text not null references people (id) on delete cascade, kind text not null,
     ref text not null, at integer not null, primary key (person_id, kind, ref)) strict, without rowid`,
];

/** Adds what this version needs. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}
