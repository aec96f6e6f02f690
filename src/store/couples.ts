import type { Kysely, Selectable } from "kysely";
import type { Couple } from "../domain/couple.ts";
import type { Couples } from "../ports/store.ts";
import { bit, type Context } from "./context.ts";
import { removeCouple } from "./erase.ts";
import type { CouplesTable, Schema } from "./schema.ts";
import { replaced, statement } from "./statement.ts";

type CoupleRow = Selectable<CouplesTable> & { readonly a: string; readonly b: string };

const ALL = (db: Kysely<Schema>) =>
  db
    .selectFrom("couples")
    .innerJoin("couple_members as first", (join) =>
      join.onRef("first.couple_id", "=", "couples.id").on("first.seat", "=", "a"),
    )
    .innerJoin("couple_members as second", (join) =>
      join.onRef("second.couple_id", "=", "couples.id").on("second.seat", "=", "b"),
    )
    .selectAll("couples")
    .select(["first.person_id as a", "second.person_id as b"]);
const BY_ID = statement((db, at: { id: string }) => ALL(db).where("couples.id", "=", at.id));
const OF_PERSON = statement((db, at: { person: string }) =>
  ALL(db).where("couples.id", "=", (query) =>
    query.selectFrom("couple_members").select("couple_id").where("person_id", "=", at.person),
  ),
);
const SAVE = statement((db, row: CouplesTable) =>
  db
    .insertInto("couples")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(replaced(row, "id"))),
);

export function couples(context: Context): Couples {
  const { db } = context;
  return {
    async byId(id) {
      const row = BY_ID.first(context, { id });
      return row === undefined ? null : toCouple(row);
    },
    async ofPerson(person) {
      const row = OF_PERSON.first(context, { person });
      return row === undefined ? null : toCouple(row);
    },
    save: (couple) => save(context, couple),
    remove: (id) => removeCouple(context, id),
    async count() {
      const row = await db
        .selectFrom("couples")
        .select((query) => query.fn.countAll<number>().as("n"))
        .executeTakeFirst();
      return row?.n ?? 0;
    },
  };
}

async function save(context: Context, couple: Couple): Promise<void> {
  SAVE.run(context, toColumns(couple));
  await context.db
    .insertInto("couple_members")
    .values([
      { person_id: couple.people.a, couple_id: couple.id, seat: "a" },
      { person_id: couple.people.b, couple_id: couple.id, seat: "b" },
    ])
    .onConflict((conflict) =>
      conflict
        .columns(["couple_id", "seat"])
        .doUpdateSet((set) => ({ person_id: set.ref("excluded.person_id") }))
        .whereRef("couple_members.person_id", "<>", "excluded.person_id"),
    )
    .execute();
}

function toColumns(couple: Couple): CouplesTable {
  return {
    id: couple.id,
    language: couple.language,
    zone: couple.zone,
    zone_asked: bit(couple.zoneAsked),
    pause_by: couple.pause?.by ?? null,
    pause_since: couple.pause?.since ?? null,
    pause_until: couple.pause?.until ?? null,
    cards: couple.cards,
    created_at: couple.createdAt,
  };
}

function toCouple(row: CoupleRow): Couple {
  return {
    id: row.id,
    people: { a: row.a, b: row.b },
    language: row.language,
    zone: row.zone,
    zoneAsked: row.zone_asked === 1,
    pause:
      row.pause_by === null || row.pause_since === null
        ? null
        : { by: row.pause_by, since: row.pause_since, until: row.pause_until },
    cards: row.cards,
    createdAt: row.created_at,
  };
}
