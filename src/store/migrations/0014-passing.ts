/** Messages that remove themselves, and what an account is called on its platform besides the name it shows. */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  // Which messages these are; when they go is a timer of the kind `passing`.
  `create table passing (id text primary key, platform text not null, chat_key text not null, chat_kind text not null,
     chat_ref text not null, refs text not null, origin text) strict, without rowid`,
  "create index passing_chat on passing (chat_key)",
  // Sealed, like the name.
  "alter table people add column handle blob",
];

/** Adds what this version needs. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}
