import type { Selectable } from "kysely";
import type { Answer } from "../domain/answer.ts";
import type { Draft, Drafts } from "../ports/store.ts";
import type { WrappedKey } from "../vault/vault.ts";
import type { Context } from "./context.ts";
import { keyOf, openJson, sealJson } from "./keys.ts";
import { mayBeLoose } from "./media.ts";
import type { DraftsTable } from "./schema.ts";

export function drafts(context: Context): Drafts {
  const { db } = context;
  const all = db.selectFrom("drafts").selectAll();

  return {
    async byId(id) {
      const row = await all.where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toDraft(context, await keyOf(context, row.person_id), row);
    },
    async ofPerson(person) {
      const rows = await all.where("person_id", "=", person).orderBy("created_at").orderBy("id").execute();
      if (rows.length === 0) return [];
      const key = await keyOf(context, person);
      return rows.map((row) => toDraft(context, key, row));
    },
    async save(draft) {
      const key = await keyOf(context, draft.personId);
      mayBeLoose(context, draft.roundId, draft.personId);
      const columns: Omit<DraftsTable, "id"> = {
        person_id: draft.personId,
        round_id: draft.roundId,
        purpose: draft.purpose,
        body: sealJson(context, key, spot(draft.id), draft.answer),
        created_at: draft.createdAt,
        expires_at: draft.expiresAt,
      };
      await db
        .insertInto("drafts")
        .values({ id: draft.id, ...columns })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
        .execute();
      context.afterCommit.wordsGone = true;
    },
    async remove(id) {
      const gone = await all.where("id", "=", id).executeTakeFirst();
      if (gone) mayBeLoose(context, gone.round_id, gone.person_id);
      await db.deleteFrom("drafts").where("id", "=", id).execute();
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
