import type { Selectable } from "kysely";
import type { ChosenDate, Person } from "../domain/couple.ts";
import type { People } from "../ports/store.ts";
import { beginAnew } from "./begin-anew.ts";
import { bit, type Context, parse } from "./context.ts";
import { erasePerson } from "./erase.ts";
import { ensureKey, keyOf, nameSpot } from "./keys.ts";
import type { PeopleTable } from "./schema.ts";
import { replaced, statement } from "./statement.ts";

const BY_ID = statement((db, at: { id: string }) => db.selectFrom("people").selectAll().where("id", "=", at.id));
const BY_ACCOUNT = statement((db, at: { platform: string; user: string }) =>
  db.selectFrom("people").selectAll().where("platform", "=", at.platform).where("user_id", "=", at.user),
);
/** The account stays as it is: to set it would write its index anew. */
const UPDATE = statement((db, { id, platform, user_id, ...changing }: PeopleTable) =>
  db
    .updateTable("people")
    .set(changing)
    .where("id", "=", id)
    .where("platform", "=", platform)
    .where("user_id", "=", user_id),
);
const SAVE = statement((db, row: PeopleTable) =>
  db
    .insertInto("people")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(replaced(row, "id"))),
);

export function people(context: Context): People {
  return {
    async byId(id) {
      const known = context.seen.people.get(id);
      if (known !== undefined) return known;
      const row = BY_ID.first(context, { id });
      return row === undefined ? null : toPerson(context, row);
    },
    async byAccount(platform, userId) {
      const row = BY_ACCOUNT.first(context, { platform, user: userId });
      return row === undefined ? null : toPerson(context, row);
    },
    async save(person) {
      const key = ensureKey(context, person.keptBy ?? person.id);
      const name = context.vault.seal(key, nameSpot(person.id), person.name);
      const dates =
        person.dates.length === 0 ? null : context.vault.seal(key, datesSpot(person.id), JSON.stringify(person.dates));
      const handle = person.handle === undefined ? null : context.vault.seal(key, handleSpot(person.id), person.handle);
      const row = toColumns(person, { name, handle, dates });
      if (UPDATE.run(context, row) === 0) SAVE.run(context, row);
      context.seen.people.delete(person.id);
    },
    erase: (id, now) => erasePerson(context, id, now),
    beginAnew: (id, successor, now) => beginAnew(context, id, successor, now),
  };
}

function handleSpot(id: string) {
  return { table: "people.handle", row: id };
}

function datesSpot(id: string) {
  return { table: "people.dates", row: id };
}

function toColumns(person: Person, sealed: { name: Buffer; handle: Buffer | null; dates: Buffer | null }): PeopleTable {
  return {
    id: person.id,
    platform: person.platform,
    user_id: person.userId,
    name: sealed.name,
    handle: sealed.handle,
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
    named: bit(person.named),
    created_at: person.createdAt,
    kept_by: person.keptBy ?? null,
    keep_wished_at: person.keepWish?.at ?? null,
    keep_begins_at: person.keepWish?.begins ?? null,
  };
}

function toPerson(context: Context, row: Selectable<PeopleTable>): Person {
  const known = context.seen.people.get(row.id);
  if (known !== undefined) return known;
  const key = keyOf(context, row.kept_by ?? row.id);
  const person: Person = {
    id: row.id,
    platform: row.platform,
    userId: row.user_id,
    name: context.vault.open(key, nameSpot(row.id), row.name),
    ...(row.handle === null ? {} : { handle: context.vault.open(key, handleSpot(row.id), row.handle) }),
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
    named: row.named === 1,
    createdAt: row.created_at,
    ...(row.keep_wished_at === null ? {} : { keepWish: { at: row.keep_wished_at, begins: row.keep_begins_at } }),
    ...(row.kept_by === null ? {} : { keptBy: row.kept_by }),
  };
  context.seen.people.set(person.id, person);
  return person;
}
