import type { Selectable } from "kysely";
import type { Couple, Offers } from "../domain/couple.ts";
import type { Couples } from "../ports/store.ts";
import { bit, type Context, parse } from "./context.ts";
import { removeCouple } from "./erase.ts";
import type { CouplesTable } from "./schema.ts";

type CoupleRow = Selectable<CouplesTable> & { readonly a: string; readonly b: string };

export function couples(context: Context): Couples {
  const { db } = context;
  const all = db
    .selectFrom("couples")
    .innerJoin("couple_members as first", (join) =>
      join.onRef("first.couple_id", "=", "couples.id").on("first.seat", "=", "a"),
    )
    .innerJoin("couple_members as second", (join) =>
      join.onRef("second.couple_id", "=", "couples.id").on("second.seat", "=", "b"),
    )
    .selectAll("couples")
    .select(["first.person_id as a", "second.person_id as b"]);

  return {
    async byId(id) {
      const row = await all.where("couples.id", "=", id).executeTakeFirst();
      return row === undefined ? null : toCouple(row);
    },
    async ofPerson(person) {
      const row = await all
        .where("couples.id", "=", (query) =>
          query.selectFrom("couple_members").select("couple_id").where("person_id", "=", person),
        )
        .executeTakeFirst();
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

async function save({ db }: Context, couple: Couple): Promise<void> {
  const columns = toColumns(couple);
  await db
    .insertInto("couples")
    .values({ id: couple.id, ...columns })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
    .execute();
  await db
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

function toColumns(couple: Couple): Omit<CouplesTable, "id"> {
  return {
    language: couple.language,
    zone: couple.zone,
    zone_asked: bit(couple.zoneAsked),
    pause_by: couple.pause?.by ?? null,
    pause_since: couple.pause?.since ?? null,
    pause_until: couple.pause?.until ?? null,
    cards: couple.cards,
    silent_until: couple.silentUntil,
    gentle_until: couple.gentleUntil,
    offers: JSON.stringify(couple.offers),
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
    silentUntil: row.silent_until,
    gentleUntil: row.gentle_until,
    offers: parse<Offers>(row.offers),
    createdAt: row.created_at,
  };
}
