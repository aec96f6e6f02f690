import type { Selectable } from "kysely";
import type { Answer } from "../domain/answer.ts";
import type { Draft, Drafts } from "../ports/store.ts";
import type { WrappedKey } from "../vault/vault.ts";
import type { Context } from "./context.ts";
import { keyOf, openJson, sealJson } from "./keys.ts";
import { mayBeLoose } from "./media.ts";
import type { DraftsTable } from "./schema.ts";
import { replaced, statement } from "./statement.ts";

const BY_ID = statement((db, at: { id: string }) => db.selectFrom("drafts").selectAll().where("id", "=", at.id));
const OF_PERSON = statement((db, at: { person: string }) =>
  db.selectFrom("drafts").selectAll().where("person_id", "=", at.person).orderBy("created_at").orderBy("id"),
);
const SAVE = statement((db, row: DraftsTable) =>
  db
    .insertInto("drafts")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(replaced(row, "id"))),
);
const REMOVE = statement((db, at: { id: string }) => db.deleteFrom("drafts").where("id", "=", at.id));

export function drafts(context: Context): Drafts {
  return {
    async byId(id) {
      const row = BY_ID.first(context, { id });
      return row === undefined ? null : toDraft(context, keyOf(context, row.person_id), row);
    },
    async ofPerson(person) {
      const rows = OF_PERSON.all(context, { person });
      if (rows.length === 0) return [];
      const key = keyOf(context, person);
      return rows.map((row) => toDraft(context, key, row));
    },
    async save(draft) {
      const key = keyOf(context, draft.personId);
      mayBeLoose(context, draft.roundId, draft.personId);
      SAVE.run(context, {
        id: draft.id,
        person_id: draft.personId,
        round_id: draft.roundId,
        purpose: draft.purpose,
        body: sealJson(context, key, spot(draft.id), draft.answer),
        created_at: draft.createdAt,
        expires_at: draft.expiresAt,
      });
      context.afterCommit.wordsGone = true;
    },
    async remove(id) {
      const gone = BY_ID.first(context, { id });
      if (gone !== undefined) mayBeLoose(context, gone.round_id, gone.person_id);
      REMOVE.run(context, { id });
      context.afterCommit.wordsGone = true;
    },
  };
}

function spot(id: string) {
  return { table: "drafts", row: id };
}

function toDraft(context: Context, key: WrappedKey, row: Selectable<DraftsTable>): Draft {
  return {
    id: row.id,
    personId: row.person_id,
    roundId: row.round_id,
    purpose: row.purpose,
    answer: openJson<Answer>(context, key, spot(row.id), row.body),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
