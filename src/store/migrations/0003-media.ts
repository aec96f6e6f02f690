/** Pictures, voices and files that somebody answered with. */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  // Sealed like words. What neither an answer nor a draft mentions is removed in the same transaction.
  `create table media (id text primary key, round_id text not null references rounds (id) on delete cascade,
     author text not null references people (id) on delete cascade, body blob not null) strict`,
  "create index media_answer on media (round_id, author)",
  "create index media_author on media (author)",
];

/** Adds what this version needs. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
