/**
 * A round with answers now ends some time after its window, which begins when the window's timer runs out.
 * Rounds that wait for their reveal have lost that timer: they get it again, and what is late is done at the start.
 */
import { type Kysely, sql } from "kysely";

/** Adds what this version needs. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `insert or ignore into timers (kind, ref, at, couple_id)
       select 'window', id, window_ends_at, couple_id from rounds where state in ('open', 'half', 'ready')`,
    )
    .execute(db);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}
