import type { Selectable } from "kysely";
import type { Writing, Writings } from "../ports/store.ts";
import type { WrappedKey } from "../vault/vault.ts";
import type { Context } from "./context.ts";
import { keyOf } from "./keys.ts";
import type { WritingsTable } from "./schema.ts";

export function writings(context: Context): Writings {
  const { db } = context;
  const all = db.selectFrom("writings").selectAll();

  return {
    async byId(id) {
      const row = await all.where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toWriting(context, await keyOf(context, row.author), row);
    },
    async ofAuthor(author) {
      const rows = await all.where("author", "=", author).orderBy("at").orderBy("id").execute();
      if (rows.length === 0) return [];
      const key = await keyOf(context, author);
      return rows.map((row) => toWriting(context, key, row));
    },
    async waiting(authors, kind) {
      const rows = await all
        .where("author", "in", [...authors])
        .where("kind", "=", kind)
        .where("sent_at", "is", null)
        .orderBy("at")
        .orderBy("id")
        .execute();
      const found: Writing[] = [];
      for (const row of rows) found.push(toWriting(context, await keyOf(context, row.author), row));
      return found;
    },
    async save(writing) {
      const key = await keyOf(context, writing.author);
      const columns: Omit<WritingsTable, "id"> = {
        author: writing.author,
        kind: writing.kind,
        body: context.vault.seal(key, spot(writing.id), writing.text),
        card: writing.card,
        at: writing.at,
        sent_at: writing.sentAt,
      };
      await db
        .insertInto("writings")
        .values({ id: writing.id, ...columns })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
        .execute();
      context.afterCommit.wordsGone = true;
    },
    async remove(id) {
      await db.deleteFrom("writings").where("id", "=", id).execute();
      context.afterCommit.wordsGone = true;
    },
  };
}

function spot(id: string) {
  return { table: "writings", row: id };
}

function toWriting(context: Context, key: WrappedKey, row: Selectable<WritingsTable>): Writing {
  return {
    id: row.id,
    author: row.author,
    kind: row.kind,
    text: context.vault.open(key, spot(row.id), row.body),
    card: row.card,
    at: row.at,
    sentAt: row.sent_at,
  };
}
