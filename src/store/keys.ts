/** Data keys in the database, and sealing with them. */
import { Unreadable } from "../vault/errors.ts";
import type { Spot, WrappedKey } from "../vault/vault.ts";
import { type Context, parse } from "./context.ts";

/** Makes the data key of an owner who has none. */
export async function ensureKey(context: Context, owner: string): Promise<WrappedKey> {
  const known = await findKey(context, owner);
  if (known !== null) return known;
  const key = context.vault.createKey(owner);
  await context.db
    .insertInto("data_keys")
    .values({ owner, wrapped: key.bytes, version: key.version, master_version: key.masterVersion })
    .execute();
  return key;
}

/** @throws Unreadable when the owner has no key: never saved, or erased. */
export async function keyOf(context: Context, owner: string): Promise<WrappedKey> {
  const key = await findKey(context, owner);
  if (key === null) throw new Unreadable("There is no key for these words.");
  return key;
}

/** Makes everything sealed with it unreadable. */
export async function destroyKey(context: Context, owner: string): Promise<void> {
  await context.db.deleteFrom("data_keys").where("owner", "=", owner).execute();
  context.vault.forget(owner);
}

export function sealJson(context: Context, key: WrappedKey, spot: Spot, value: unknown): Buffer {
  return context.vault.seal(key, spot, JSON.stringify(value));
}

export function openJson<T>(context: Context, key: WrappedKey, spot: Spot, sealed: Uint8Array): T {
  return parse<T>(context.vault.open(key, spot, sealed));
}

async function findKey(context: Context, owner: string): Promise<WrappedKey | null> {
  const row = await context.db.selectFrom("data_keys").selectAll().where("owner", "=", owner).executeTakeFirst();
  if (row === undefined) return null;
  return { owner, bytes: row.wrapped, version: row.version, masterVersion: row.master_version };
}
