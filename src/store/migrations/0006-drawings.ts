/** How often each picture of a row was begun to be drawn, and not finished. */
import { type Kysely, sql } from "kysely";

/** Adds what this version needs. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // JSON: the picture's key → number of attempts. Counted before each, so that a crash counts too.
  await sql.raw("alter table outbox add column drawings text not null default '{}'").execute(db);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}
