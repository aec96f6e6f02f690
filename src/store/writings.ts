import type { Selectable } from "kysely";
import type { Span } from "../domain/words.ts";
import type { Writing, Writings } from "../ports/store.ts";
import type { WrappedKey } from "../vault/vault.ts";
import type { Context } from "./context.ts";
import { keyOf, openJson, sealJson } from "./keys.ts";
import type { WritingsTable } from "./schema.ts";
import { replaced, statement } from "./statement.ts";

const BY_ID = statement((db, at: { id: string }) => db.selectFrom("writings").selectAll().where("id", "=", at.id));
const OF_AUTHOR = statement((db, at: { author: string }) =>
  db.selectFrom("writings").selectAll().where("author", "=", at.author).orderBy("at").orderBy("id"),
);
const WAITING = statement((db, at: { author: string; kind: Writing["kind"] }) =>
  db
    .selectFrom("writings")
    .selectAll()
    .where("author", "=", at.author)
    .where("kind", "=", at.kind)
    .where("sent_at", "is", null),
);
const SAVE = statement((db, row: WritingsTable) =>
  db
    .insertInto("writings")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(replaced(row, "id"))),
);
const REMOVE = statement((db, at: { id: string }) => db.deleteFrom("writings").where("id", "=", at.id));

export function writings(context: Context): Writings {
  return {
    async byId(id) {
      const row = BY_ID.first(context, { id });
      return row === undefined ? null : toWriting(context, keyOf(context, row.author), row);
    },
    async ofAuthor(author) {
      const rows = OF_AUTHOR.all(context, { author });
      if (rows.length === 0) return [];
      const key = keyOf(context, author);
      return rows.map((row) => toWriting(context, key, row));
    },
    async waiting(authors, kind) {
      const rows = [...new Set(authors)].flatMap((author) => WAITING.all(context, { author, kind }));
      const sorted = rows.toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
      return sorted.map((row) => toWriting(context, keyOf(context, row.author), row));
    },
    async save(writing) {
      const key = keyOf(context, writing.author);
      const { spans } = writing;
      SAVE.run(context, {
        id: writing.id,
        author: writing.author,
        kind: writing.kind,
        body: context.vault.seal(key, spot(writing.id), writing.text),
        spans: spans === undefined ? null : sealJson(context, key, stylesSpot(writing.id), spans),
        card: writing.card,
        at: writing.at,
        sent_at: writing.sentAt,
      });
      context.afterCommit.wordsGone = true;
    },
    async remove(id) {
      REMOVE.run(context, { id });
      context.afterCommit.wordsGone = true;
    },
  };
}

function spot(id: string) {
  return { table: "writings", row: id };
}

function stylesSpot(id: string) {
  return { table: "writings.spans", row: id };
}

function toWriting(context: Context, key: WrappedKey, row: Selectable<WritingsTable>): Writing {
  return {
    id: row.id,
    author: row.author,
    kind: row.kind,
    text: context.vault.open(key, spot(row.id), row.body),
    ...(row.spans === null ? {} : { spans: openJson<readonly Span[]>(context, key, stylesSpot(row.id), row.spans) }),
    card: row.card,
    at: row.at,
    sentAt: row.sent_at,
  };
}
