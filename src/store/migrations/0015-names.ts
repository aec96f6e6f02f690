/** Somebody may choose what the bot calls them; their platform's name does not replace it then. */
import { type Kysely, sql } from "kysely";

/** Adds what this version needs. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The name itself stays where it is, sealed. Every name so far is the platform's.
  await sql.raw("alter table people add column named integer not null default 0").execute(db);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}
