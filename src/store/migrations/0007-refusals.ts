/** What a platform refused is sent in a simpler form, and what is owed in a chat goes before anything else there. */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  "alter table outbox add column form text",
  "alter table outbox add column owed integer not null default 0",
  // `ready`: almost always there is none.
  "create index outbox_owed on outbox (chat_key) where state = 'waiting' and owed = 1",
];

/** Adds the columns; refuses a database in which rows refer to others that are not there. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}
