import { type Insertable, sql } from "kysely";
import { HOUR, type Instant } from "../domain/ids.ts";
import type { Chat } from "../ports/chat.ts";
import { chatKey, type NewOutboxRow, type Outbox, type OutboxRow } from "../ports/outbox.ts";
import { chatColumns } from "./chats.ts";
import type { Context } from "./context.ts";
import { nextInstant, readyReveals, readyRows } from "./outbox-ready.ts";
import { toColumns, toOutboxRow } from "./outbox-row.ts";
import type { OutboxTable } from "./schema.ts";
import { statement } from "./statement.ts";

const ADD = statement((db, row: Insertable<OutboxTable>) =>
  db
    .insertInto("outbox")
    .values(row)
    .onConflict((conflict) => conflict.doNothing()),
);
const BY_ID = statement((db, at: { id: string }) => db.selectFrom("outbox").selectAll().where("id", "=", at.id));
const REMOVE = statement((db, at: { id: string }) => db.deleteFrom("outbox").where("id", "=", at.id));

export function outbox(context: Context): Outbox {
  const { db } = context;
  return {
    add: (row, now) => add(context, row, now),
    async byId(id) {
      const row = BY_ID.first(context, { id });
      return row === undefined ? null : toOutboxRow(row);
    },
    async ready(platform, now, busy, limit) {
      return readyRows(context, platform, now, busy, limit).map(toOutboxRow);
    },
    async readyReveals(platform, now, busy, limit) {
      return readyReveals(context, platform, now, busy, limit).map(toOutboxRow);
    },
    nextAt: async (platform, now) => nextInstant(context, platform, now),
    hasten: (platform, now, back, longest) => hasten(context, { platform, now, back, latest: now + longest }),
    update: (row) => update(context, row),
    async remove(id) {
      REMOVE.run(context, { id });
    },
    removeWhere: (where) => removeWhere(context, where),
    async ofChat(chat) {
      const rows = await db
        .selectFrom("outbox")
        .selectAll()
        .where("chat_key", "=", chatKey(chat))
        .where("state", "in", ["waiting", "parked"])
        .orderBy("seq")
        .execute();
      return rows.map(toOutboxRow);
    },
    park: (chat) => park(context, chat),
    unpark: (chat) => unpark(context, chat),
    async dead(limit) {
      const rows = await db
        .selectFrom("outbox")
        .selectAll()
        .where("state", "=", sql.lit("dead"))
        .orderBy("seq")
        .limit(limit)
        .execute();
      return rows.map(toOutboxRow);
    },
    counts: () => counts(context),
  };
}

async function add(context: Context, row: NewOutboxRow, now: Instant): Promise<string | null> {
  const id = context.random.id();
  return ADD.run(context, toColumns(id, row, now)) > 0 ? id : null;
}

async function update({ db }: Context, row: OutboxRow): Promise<void> {
  if (row.state === "waiting") {
    const other = await db
      .selectFrom("outbox")
      .select("id")
      .where("dedupe", "=", row.dedupe)
      .where("state", "=", sql.lit("waiting"))
      .where("id", "<>", row.id)
      .executeTakeFirst();
    // A dead or parked row that is to wait again, while the same was asked for anew: one of them is enough.
    if (other !== undefined) {
      await db.deleteFrom("outbox").where("id", "=", row.id).execute();
      return;
    }
  }
  await db
    .updateTable("outbox")
    .set({
      ...chatColumns(row.to),
      not_before: row.notBefore,
      retry_at: row.retryAt,
      // Asleep until the next `ready` looks at its times.
      wake_at: row.state === "waiting" ? Math.max(row.notBefore, row.retryAt) : null,
      attempts: row.attempts,
      sent_refs: JSON.stringify(row.sentRefs),
      state: row.state,
      dead_reason: row.deadReason,
      operation: row.operation,
    })
    .where("id", "=", row.id)
    .execute();
}

/** No hour of anybody's own is further away than a day and the distance of two time zones. */
const FAR = 48 * HOUR;

/** `ready` looks at both times again, so that all that was changed is simply woken. */
async function hasten(
  { db }: Context,
  { platform, now, back, latest }: { platform: string; now: Instant; back: number; latest: Instant },
): Promise<void> {
  await sql`
    update outbox set wake_at = null, retry_at = min(max(${now}, retry_at - ${back}), ${latest})
    where state = 'waiting' and platform = ${platform} and retry_at > ${now} and retry_at > 0`.execute(db);
  await sql`
    update outbox set wake_at = null, not_before = case
      when lane = 'interactive' then max(${now}, not_before - ${back}) else ${now} end
    where state = 'waiting' and platform = ${platform} and not_before > ${now} and not_before > 0
      and (not_before > ${now + FAR} or (lane = 'interactive' and ${back} > 0))`.execute(db);
}

async function removeWhere({ db }: Context, where: Parameters<Outbox["removeWhere"]>[0]): Promise<number> {
  const { couple, round, view } = where;
  // No condition would mean every row of everybody.
  if (couple === undefined && round === undefined && view === undefined) return 0;
  let query = db.deleteFrom("outbox").where("state", "in", ["waiting", "parked"]);
  if (couple !== undefined) query = query.where("couple_id", "=", couple);
  if (round !== undefined) query = query.where("round_id", "=", round);
  if (view !== undefined) query = query.where("view", "=", view);
  const result = await query.executeTakeFirst();
  return Number(result.numDeletedRows);
}

async function park({ db }: Context, chat: Chat): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ state: "parked", wake_at: null })
    .where("chat_key", "=", chatKey(chat))
    .where("state", "=", "waiting")
    .execute();
}

/** Of rows that say the same, the oldest waits again; none where the same waits already. */
async function unpark({ db }: Context, chat: Chat): Promise<void> {
  const key = chatKey(chat);
  await sql`
    delete from outbox as row where row.chat_key = ${key} and row.state = 'parked' and (
      exists (select 1 from outbox as other where other.dedupe = row.dedupe and other.state = 'waiting')
      or exists (select 1 from outbox as other
        where other.chat_key = ${key} and other.state = 'parked' and other.dedupe = row.dedupe and other.seq < row.seq))`.execute(
    db,
  );
  await sql`
    update outbox set state = 'waiting', retry_at = 0, attempts = 0, wake_at = not_before
    where chat_key = ${key} and state = 'parked'`.execute(db);
}

async function counts({ db }: Context): ReturnType<Outbox["counts"]> {
  const rows = await db
    .selectFrom("outbox")
    .select(["state", "lane", (query) => query.fn.countAll<number>().as("n")])
    .groupBy(["state", "lane"])
    .execute();
  const total = { interactive: 0, scheduled: 0, parked: 0, dead: 0 };
  for (const row of rows) total[row.state === "waiting" ? row.lane : row.state] += row.n;
  return total;
}
