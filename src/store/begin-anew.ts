/**
 * Somebody leaves their home and stays: they are erased like anybody who leaves, and go on under a new id with their
 * settings and what was only ever their own. Sealed anew, because the old key is destroyed.
 */
import type { Instant, PersonId } from "../domain/ids.ts";
import type { Context } from "./context.ts";
import { erasePerson } from "./erase.ts";
import { ensureKey, keyOf, nameSpot } from "./keys.ts";
import type { PeopleTable } from "./schema.ts";

/** `successor`: the new id, given from outside so that a restore can replay it. Does nothing but erase when `id` is unknown. */
export async function beginAnew(context: Context, id: PersonId, successor: PersonId, now: Instant): Promise<void> {
  const { db } = context;
  const former = await db.selectFrom("people").selectAll().where("id", "=", id).executeTakeFirst();
  if (former === undefined) return erasePerson(context, id, now, successor);
  // An account is one person's: it changes hands when the former row is gone.
  await db
    .insertInto("people")
    .values({ ...profileOf(context, former, successor), user_id: `next:${successor}` })
    .execute();
  await moveWritings(context, id, successor);
  await movePrivateRounds(context, id, successor);
  await erasePerson(context, id, now, successor);
  await db.updateTable("people").set({ user_id: former.user_id }).where("id", "=", successor).execute();
  context.seen.people.clear();
}

function profileOf(context: Context, former: PeopleTable, successor: PersonId): PeopleTable {
  const [old, key] = [keyOf(context, former.id), ensureKey(context, successor)];
  const name = context.vault.open(old, nameSpot(former.id), former.name);
  const moved = (column: "dates" | "handle") => {
    const value = former[column];
    if (value === null) return null;
    const spot = (row: string) => ({ table: `people.${column}`, row });
    return context.vault.seal(key, spot(successor), context.vault.open(old, spot(former.id), value));
  };
  return {
    ...former,
    id: successor,
    name: context.vault.seal(key, nameSpot(successor), name),
    dates: moved("dates"),
    handle: moved("handle"),
    focus: null,
    shares_trend: 0,
  };
}

/** Private notes, and the Support Card, which nobody else may read from now on. */
async function moveWritings(context: Context, from: PersonId, to: PersonId): Promise<void> {
  const { db, vault } = context;
  const [old, key] = [keyOf(context, from), keyOf(context, to)];
  const rows = await db
    .selectFrom("writings")
    .selectAll()
    .where("author", "=", from)
    .where("kind", "in", ["note", "support"])
    .execute();
  for (const row of rows) {
    const spot = { table: "writings", row: row.id };
    const body = vault.seal(key, spot, vault.open(old, spot, row.body));
    await db.updateTable("writings").set({ author: to, body, sent_at: null }).where("id", "=", row.id).execute();
  }
}

/** What they wrote for themselves alone belongs to no couple from now on. */
async function movePrivateRounds(context: Context, from: PersonId, to: PersonId): Promise<void> {
  const { db, vault } = context;
  const [old, key] = [keyOf(context, from), keyOf(context, to)];
  const rows = await db
    .selectFrom("answers")
    .innerJoin("rounds", "rounds.id", "answers.round_id")
    .select(["answers.round_id as round", "answers.body"])
    .where("answers.author", "=", from)
    .where("rounds.disclosure", "=", "own")
    .execute();
  for (const { round, body } of rows) {
    const spot = { table: "answers", row: round };
    await db
      .updateTable("answers")
      .set({ author: to, body: vault.seal(key, spot, vault.open(old, spot, body)) })
      .where("round_id", "=", round)
      .where("author", "=", from)
      .execute();
    await moveFiles(context, round, { from, to });
    const alone = { couple_id: `alone:${to}`, ritual_id: null, path: null };
    await db.updateTable("rounds").set(alone).where("id", "=", round).execute();
  }
}

async function moveFiles(
  context: Context,
  round: string,
  { from, to }: { readonly from: PersonId; readonly to: PersonId },
): Promise<void> {
  const { db, vault } = context;
  const [old, key] = [keyOf(context, from), keyOf(context, to)];
  const files = await db
    .selectFrom("media")
    .select(["id", "body"])
    .where("round_id", "=", round)
    .where("author", "=", from)
    .execute();
  for (const { id, body } of files) {
    const spot = { table: "media", row: `${round}/${id}` };
    const sealed = vault.sealBytes(key, spot, vault.openBytes(old, spot, body));
    await db.updateTable("media").set({ author: to, body: sealed }).where("id", "=", id).execute();
  }
}
