import type { Transcript } from "../ports/transcript.ts";
import type { Context } from "./context.ts";
import { destroyKey, ensureKey, keyOf } from "./keys.ts";
import type { SqliteStore } from "./open.ts";

const OWNER = "transcript";
const OFFSET = "transcript_clock_offset";

/** The playground's memory, in the database of its store, under a key of its own. */
export function openTranscript(store: SqliteStore): Transcript {
  const { within } = store.internals;
  return {
    all: () => within(readAll),
    put: (entry) =>
      within(async (context) => {
        const body = context.vault.seal(ensureKey(context, OWNER), spot(entry.id), entry.body);
        const columns = { chat: entry.chat, body, at: entry.at };
        await context.db
          .insertInto("transcript")
          .values({ id: entry.id, ...columns })
          .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
          .execute();
        context.afterCommit.wordsGone = true;
      }),
    remove: (id) =>
      within(async (context) => {
        await context.db.deleteFrom("transcript").where("id", "=", id).execute();
        context.afterCommit.wordsGone = true;
      }),
    clear: () =>
      within(async (context) => {
        await context.db.deleteFrom("transcript").execute();
        destroyKey(context, OWNER);
        context.afterCommit.wordsGone = true;
      }),
    clockOffset: () =>
      within(async ({ db }) => {
        const row = await db.selectFrom("meta").select("value").where("key", "=", OFFSET).executeTakeFirst();
        return row === undefined ? 0 : Number(row.value);
      }),
    setClockOffset: (ms) =>
      within(async ({ db }) => {
        await db
          .insertInto("meta")
          .values({ key: OFFSET, value: String(ms) })
          .onConflict((conflict) => conflict.column("key").doUpdateSet({ value: String(ms) }))
          .execute();
      }),
  };
}

/** In the order they were first put. */
async function readAll(context: Context) {
  const rows = await context.db.selectFrom("transcript").selectAll().orderBy("position").execute();
  if (rows.length === 0) return [];
  const key = keyOf(context, OWNER);
  return rows.map((row) => ({
    id: row.id,
    chat: row.chat,
    body: context.vault.open(key, spot(row.id), row.body),
    at: row.at,
  }));
}

function spot(id: string) {
  return { table: "transcript", row: id };
}
