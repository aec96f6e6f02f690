/** Confirming buttons: which one was shown to whom, for which state, and until when it is good. */
import { type Kysely, sql } from "kysely";

const TABLE = `create table confirmations (platform text not null, user_id text not null, action text not null,
  proof text not null, shown text not null, expires_at integer not null,
  primary key (platform, user_id, action)) strict, without rowid`;

/** Adds the table. Buttons from before have no row in it: tapping one shows its confirmation anew. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLE).execute(db);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}
