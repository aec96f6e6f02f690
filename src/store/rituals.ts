import type { Selectable } from "kysely";
import type { Ritual } from "../domain/ritual.ts";
import type { Rituals } from "../ports/store.ts";
import { type Context, parse } from "./context.ts";
import type { RitualsTable } from "./schema.ts";

export function rituals({ db }: Context): Rituals {
  const all = db.selectFrom("rituals").selectAll();

  return {
    async byId(id) {
      const row = await all.where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toRitual(row);
    },
    async ofCouple(couple) {
      const rows = await all.where("couple_id", "=", couple).orderBy("created_at").orderBy("id").execute();
      return rows.map(toRitual);
    },
    async active(after, limit) {
      const rows = await all.where("id", ">", after).where("state", "=", "active").orderBy("id").limit(limit).execute();
      return rows.map(toRitual);
    },
    async save(ritual) {
      const columns = toColumns(ritual);
      await db
        .insertInto("rituals")
        .values({ id: ritual.id, ...columns })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
        .execute();
    },
    async remove(id) {
      await db.deleteFrom("rituals").where("id", "=", id).execute();
    },
  };
}

function toColumns(ritual: Ritual): Omit<RitualsTable, "id"> {
  return {
    couple_id: ritual.coupleId,
    kind: ritual.kind,
    rule: JSON.stringify(ritual.rule),
    zone: ritual.zone,
    state: ritual.state,
    proposed_by: ritual.proposedBy,
    change: ritual.change === null ? null : JSON.stringify(ritual.change),
    last_date: ritual.lastDate,
    occurrences: ritual.occurrences,
    length: ritual.length,
    created_at: ritual.createdAt,
  };
}

function toRitual(row: Selectable<RitualsTable>): Ritual {
  return {
    id: row.id,
    coupleId: row.couple_id,
    kind: row.kind,
    rule: parse<Ritual["rule"]>(row.rule),
    zone: row.zone,
    state: row.state,
    proposedBy: row.proposed_by,
    change: row.change === null ? null : parse<Ritual["change"]>(row.change),
    lastDate: row.last_date,
    occurrences: row.occurrences,
    length: row.length,
    createdAt: row.created_at,
  };
}
