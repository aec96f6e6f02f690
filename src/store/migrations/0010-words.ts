/** True words: why others can see a shared place, who brought the bot there, and what somebody wants to be called. */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  // What the two were told of who else can see it; null: nothing.
  "alter table places add column exposure text",
  "update places set exposure = 'others' where told_others = 1",
  // The account that added the bot, while nobody has joined: the only one that a bare /start asks about later.
  "alter table places add column added_by text",
  "create index places_added_by on places (platform, added_by) where couple_id is null",
];

/** Adds what this version needs. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}
