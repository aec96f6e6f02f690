/** Data keys in the database, and sealing with them. */
import { Unreadable } from "../vault/errors.ts";
import type { Spot, WrappedKey } from "../vault/vault.ts";
import { type Context, parse } from "./context.ts";
import type { Schema } from "./schema.ts";
import { statement } from "./statement.ts";

const INSERT = statement((db, row: Schema["data_keys"]) => db.insertInto("data_keys").values(row));
const FIND = statement((db, at: { owner: string }) =>
  db.selectFrom("data_keys").selectAll().where("owner", "=", at.owner),
);
const DESTROY = statement((db, at: { owner: string }) => db.deleteFrom("data_keys").where("owner", "=", at.owner));

/** Makes the data key of an owner who has none. */
export function ensureKey(context: Context, owner: string): WrappedKey {
  const known = findKey(context, owner);
  if (known !== null) return known;
  const key = context.vault.createKey(owner);
  INSERT.run(context, { owner, wrapped: key.bytes, version: key.version, master_version: key.masterVersion });
  context.seen.keys.set(owner, key);
  return key;
}

/** @throws Unreadable when the owner has no key: never saved, or erased. */
export function keyOf(context: Context, owner: string): WrappedKey {
  const key = findKey(context, owner);
  if (key === null) throw new Unreadable("There is no key for these words.");
  return key;
}

/** Where a person's name stands. */
export function nameSpot(person: string): Spot {
  return { table: "people.name", row: person };
}

/** Makes everything sealed with it unreadable. */
export function destroyKey(context: Context, owner: string): void {
  DESTROY.run(context, { owner });
  context.seen.keys.delete(owner);
  context.vault.forget(owner);
}

export function sealJson(context: Context, key: WrappedKey, spot: Spot, value: unknown): Buffer {
  return context.vault.seal(key, spot, JSON.stringify(value));
}

export function openJson<T>(context: Context, key: WrappedKey, spot: Spot, sealed: Uint8Array): T {
  return parse<T>(context.vault.open(key, spot, sealed));
}

function findKey(context: Context, owner: string): WrappedKey | null {
  const known = context.seen.keys.get(owner);
  if (known !== undefined) return known;
  const row = FIND.first(context, { owner });
  if (row === undefined) return null;
  const key = { owner, bytes: row.wrapped, version: row.version, masterVersion: row.master_version };
  context.seen.keys.set(owner, key);
  return key;
}
