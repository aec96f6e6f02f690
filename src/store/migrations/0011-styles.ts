/** Which parts of a letter, a note, a question or a Support line its author made bold, italic, underlined or struck. */
import { type Kysely, sql } from "kysely";

/** Adds what this version needs. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Sealed JSON, as the words are. What was written before has no styles.
  await sql.raw("alter table writings add column spans blob").execute(db);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}
