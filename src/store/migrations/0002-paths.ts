/** Rounds that are parts of a path or one person's alone; what the two asked for besides cards. */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  "alter table rounds add column asked text not null default 'ab'",
  "alter table rounds add column path text",
  "alter table rounds add column about text",
  "alter table rounds add column turn integer not null default 0",
  "alter table rounds add column lasts integer",
  "alter table rounds add column swapped text not null default ''",
  "create index rounds_path on rounds (path, opened_at) where path is not null",
  "alter table rituals add column length integer",
  "alter table couples add column silent_until integer",
  "alter table couples add column gentle_until integer",
  // JSON: what the bot has offered of itself.
  'alter table couples add column offers text not null default \'{"at":0,"ignored":0,"kinds":[]}\'',
  "alter table people add column country text",
  "alter table people add column keep text not null default 'forever'",
  // Private marks in the calendar, sealed like a name.
  "alter table people add column dates blob",
  "alter table people add column shares_trend integer not null default 0",
];

/** Adds what this version needs. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
