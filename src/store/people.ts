import type { Selectable } from "kysely";
import type { ChosenDate, Person } from "../domain/couple.ts";
import type { People } from "../ports/store.ts";
import { bit, type Context, parse } from "./context.ts";
import { erasePerson } from "./erase.ts";
import { ensureKey, keyOf } from "./keys.ts";
import type { PeopleTable } from "./schema.ts";

export function people(context: Context): People {
  const { db } = context;
  const all = db.selectFrom("people").selectAll();

  return {
    async byId(id) {
      const row = await all.where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toPerson(context, row);
    },
    async byAccount(platform, userId) {
      const row = await all.where("platform", "=", platform).where("user_id", "=", userId).executeTakeFirst();
      return row === undefined ? null : toPerson(context, row);
    },
    async save(person) {
      const key = await ensureKey(context, person.id);
      const name = context.vault.seal(key, nameSpot(person.id), person.name);
      const dates =
        person.dates.length === 0 ? null : context.vault.seal(key, datesSpot(person.id), JSON.stringify(person.dates));
      const columns = toColumns(person, { name, dates });
      await db
        .insertInto("people")
        .values({ id: person.id, ...columns })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
        .execute();
    },
    erase: (id, now) => erasePerson(context, id, now),
  };
}

function nameSpot(id: string) {
  return { table: "people.name", row: id };
}

function datesSpot(id: string) {
  return { table: "people.dates", row: id };
}

function toColumns(person: Person, sealed: { name: Buffer; dates: Buffer | null }): Omit<PeopleTable, "id"> {
  return {
    platform: person.platform,
    user_id: person.userId,
    name: sealed.name,
    dates: sealed.dates,
    country: person.country,
    keep: person.keep,
    shares_trend: bit(person.sharesTrend),
    language: person.language,
    zone: person.zone,
    quiet_from: person.quiet?.from ?? null,
    quiet_to: person.quiet?.to ?? null,
    reminders: bit(person.reminders),
    tell_answered: bit(person.tellAnswered),
    clear_typed: bit(person.clearTyped),
    deep: bit(person.deep),
    pace: person.pace,
    reachable: bit(person.reachable),
    agreed_at: person.agreedAt,
    focus: person.focus,
    told_deleting: bit(person.toldDeleting),
    created_at: person.createdAt,
  };
}

async function toPerson(context: Context, row: Selectable<PeopleTable>): Promise<Person> {
  const key = await keyOf(context, row.id);
  return {
    id: row.id,
    platform: row.platform,
    userId: row.user_id,
    name: context.vault.open(key, nameSpot(row.id), row.name),
    language: row.language,
    zone: row.zone,
    quiet: row.quiet_from === null || row.quiet_to === null ? null : { from: row.quiet_from, to: row.quiet_to },
    reminders: row.reminders === 1,
    tellAnswered: row.tell_answered === 1,
    clearTyped: row.clear_typed === 1,
    deep: row.deep === 1,
    pace: row.pace,
    reachable: row.reachable === 1,
    agreedAt: row.agreed_at,
    focus: row.focus,
    country: row.country,
    keep: row.keep,
    dates: row.dates === null ? [] : parse<ChosenDate[]>(context.vault.open(key, datesSpot(row.id), row.dates)),
    sharesTrend: row.shares_trend === 1,
    toldDeleting: row.told_deleting === 1,
    createdAt: row.created_at,
  };
}
