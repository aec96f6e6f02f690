import { type Selectable, sql } from "kysely";
import type { Couple, Offers } from "../domain/couple.ts";
import type { Couples } from "../ports/store.ts";
import { bit, type Context, parse } from "./context.ts";
import { removeCouple } from "./erase.ts";
import type { CouplesTable } from "./schema.ts";
import { raw, replaced, statement } from "./statement.ts";

type CoupleRow = Selectable<CouplesTable> & { readonly a: string; readonly b: string };

/** Each seat by a query of its own: SQLite takes ten times as long for the same as a join. */
const COUPLE = sql`
  select couples.*,
    (select person_id from couple_members where couple_id = couples.id and seat = 'a') as a,
    (select person_id from couple_members where couple_id = couples.id and seat = 'b') as b
  from couples`;
const BY_ID = raw<{ id: string }, CoupleRow>(({ id }) => sql`${COUPLE} where couples.id = ${id}`);
const OF_PERSON = raw<{ person: string }, CoupleRow>(
  ({ person }) => sql`${COUPLE} where couples.id = (select couple_id from couple_members where person_id = ${person})`,
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
    // Counting a million of them would hold up everything else for a moment.
    count: async (atMost) => (await db.selectFrom("couples").select("id").limit(atMost).execute()).length,
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
    pauses: JSON.stringify(couple.pauses),
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
    pauses: parse<Couple["pauses"]>(row.pauses),
    cards: row.cards,
    silentUntil: row.silent_until,
    gentleUntil: row.gentle_until,
    offers: parse<Offers>(row.offers),
    createdAt: row.created_at,
  };
}
