import type { Selectable } from "kysely";
import type { Ritual } from "../domain/ritual.ts";
import type { Rituals } from "../ports/store.ts";
import { type Context, parse } from "./context.ts";
import type { RitualsTable } from "./schema.ts";
import { replaced, statement } from "./statement.ts";

const BY_ID = statement((db, at: { id: string }) => db.selectFrom("rituals").selectAll().where("id", "=", at.id));
const OF_COUPLE = statement((db, at: { couple: string }) =>
  db.selectFrom("rituals").selectAll().where("couple_id", "=", at.couple).orderBy("created_at").orderBy("id"),
);
const SAVE = statement((db, row: RitualsTable) =>
  db
    .insertInto("rituals")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(replaced(row, "id", "couple_id"))),
);

export function rituals(context: Context): Rituals {
  const { db } = context;
  return {
    async byId(id) {
      const row = BY_ID.first(context, { id });
      return row === undefined ? null : toRitual(row);
    },
    async ofCouple(couple) {
      return OF_COUPLE.all(context, { couple }).map(toRitual);
    },
    async active(after, limit) {
      const all = db.selectFrom("rituals").selectAll();
      const rows = await all.where("id", ">", after).where("state", "=", "active").orderBy("id").limit(limit).execute();
      return rows.map(toRitual);
    },
    async save(ritual) {
      SAVE.run(context, toColumns(ritual));
    },
    async remove(id) {
      await db.deleteFrom("rituals").where("id", "=", id).execute();
    },
  };
}

function toColumns(ritual: Ritual): RitualsTable {
  return {
    id: ritual.id,
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
