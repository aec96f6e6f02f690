import { type Insertable, sql } from "kysely";
import { HOUR, type Instant } from "../domain/ids.ts";
import { chatKey, type NewOutboxRow, type Outbox, type OutboxRow } from "../ports/outbox.ts";
import { chatColumns } from "./chats.ts";
import type { Context } from "./context.ts";
import { parking } from "./outbox-parking.ts";
import { nextInstant, readyReveals, readyRows } from "./outbox-ready.ts";
import { toColumns, toOutboxRow } from "./outbox-row.ts";
import type { OutboxTable } from "./schema.ts";
import { raw, statement } from "./statement.ts";

const ADD = statement((db, row: Insertable<OutboxTable>) =>
  db
    .insertInto("outbox")
    .values(row)
    .onConflict((conflict) => conflict.doNothing()),
);
const BY_ID = statement((db, at: { id: string }) => db.selectFrom("outbox").selectAll().where("id", "=", at.id));
const BEGIN = statement((db, at: { id: string }) =>
  db
    .updateTable("outbox")
    .set((row) => ({ dedupe: row.ref("id") }))
    .where("id", "=", at.id),
);
const REMOVE = statement((db, at: { id: string }) => db.deleteFrom("outbox").where("id", "=", at.id));

const BEGIN_DRAWING = raw<{ id: string; path: string; most: number }, never>(
  ({ id, path, most }) => sql`
    update outbox set drawings = json_set(drawings, ${path}, coalesce(json_extract(drawings, ${path}), 0) + 1)
    where id = ${id} and coalesce(json_extract(drawings, ${path}), 0) < ${most}`,
);
const END_DRAWING = raw<{ id: string; path: string }, never>(
  ({ id, path }) => sql`update outbox set drawings = json_remove(drawings, ${path}) where id = ${id}`,
);

/** Of a block's key in a JSON object. */
function pathOf(key: string): string {
  return `$."${key}"`;
}

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
    beginDrawing: async (id, key, most) => BEGIN_DRAWING.run(context, { id, path: pathOf(key), most }) > 0,
    endDrawing: async (id, key) => void END_DRAWING.run(context, { id, path: pathOf(key) }),
    async remove(id) {
      REMOVE.run(context, { id });
    },
    removeWhere: (where) => removeWhere(context, where),
    async begin(id) {
      BEGIN.run(context, { id });
    },
    ofChat: (chat) => undelivered(context, "chat_key", chatKey(chat)),
    ofRound: (round) => undelivered(context, "round_id", round),
    ...parking(context),
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
    isStuck: (before) => isStuck(context, before),
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
      form: row.form ?? null,
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

/** Waiting and parked rows, in order. */
async function undelivered({ db }: Context, column: "chat_key" | "round_id", value: string): Promise<OutboxRow[]> {
  const rows = await db
    .selectFrom("outbox")
    .selectAll()
    .where(column, "=", value)
    .where("state", "in", ["waiting", "parked"])
    .orderBy("seq")
    .execute();
  return rows.map(toOutboxRow);
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

async function isStuck({ db }: Context, before: Instant): Promise<boolean> {
  const row = await db
    .selectFrom("outbox")
    .select("id")
    .where((where) =>
      where.or([
        where("state", "=", sql.lit("dead")),
        where.and([
          where("state", "=", sql.lit("waiting")),
          where("not_before", "<=", before),
          where("created_at", "<=", before),
        ]),
      ]),
    )
    .limit(sql.lit(1))
    .executeTakeFirst();
  return row !== undefined;
}
