/**
 * Which rows may be sent now. A night's worth of rows may wait for an hour to come, so that those
 * are kept asleep, apart from the awake ones, and woken by their time: what `ready` looks at is what
 * can be sent, in the order it is sent.
 */
import { type Kysely, type Selectable, sql } from "kysely";
import type { Instant } from "../domain/ids.ts";
import type { OutboxTable, Schema } from "./schema.ts";

type Row = Selectable<OutboxTable>;

/** Rows woken in one step, when many become due at the same hour. */
const WAKE = 500;

/** Of what somebody waits for a reveal goes first: two wait for it. Such rows are few and need no index. */
const REVEALS = sql`and row.lane = 'interactive' and row.view = 'reveal'`;

export async function readyRows(
  db: Kysely<Schema>,
  platform: string,
  now: Instant,
  busy: ReadonlySet<string>,
  limit: number,
): Promise<readonly Row[]> {
  const held = JSON.stringify([...busy]);
  for (;;) {
    const woken = await wake(db, platform, now);
    const urgent = await headsOf(platform, now, held, limit, REVEALS).execute(db);
    const { rows } = await headsOf(platform, now, held, limit).execute(db);
    const first = new Set(urgent.rows.map((row) => row.seq));
    const found = [...urgent.rows, ...rows.filter((row) => !first.has(row.seq))].slice(0, limit);
    if (found.length >= limit || woken < WAKE) return found;
  }
}

/** The state is written out in each query, because SQLite then knows that a partial index fits. */
async function wake(db: Kysely<Schema>, platform: string, now: Instant): Promise<number> {
  const result = await sql`
    update outbox set wake_at = null where seq in (
      select seq from outbox
      where state = 'waiting' and wake_at is not null and platform = ${platform} and wake_at <= ${now}
      order by wake_at limit ${WAKE})`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}

/**
 * `awake` is only a first sieve, and so the times are asked again: they are what counts, also when
 * the clock was set back. An earlier row of the chat and lane stands before this one when it may be
 * sent itself, or waits after a failure; not when its own hour has yet to come.
 */
function headsOf(platform: string, now: Instant, busyJson: string, limit: number, only = sql``) {
  return sql<Row>`
    select * from outbox as row indexed by outbox_awake
    where row.state = 'waiting' and row.wake_at is null and row.platform = ${platform}
      and row.not_before <= ${now} and row.retry_at <= ${now} ${only}
      and row.chat_key not in (select value from json_each(${busyJson}))
      and not exists (
        select 1 from outbox as earlier
        where earlier.state = 'waiting' and earlier.chat_key = row.chat_key and earlier.lane = row.lane
          and earlier.seq < row.seq and (earlier.not_before <= ${now} or earlier.retry_at > ${now}))
    order by row.lane, row.seq limit ${limit}`;
}

/** Both times by their own index: the earliest of all that are still to come. */
export async function nextInstant(db: Kysely<Schema>, platform: string, now: Instant): Promise<Instant | null> {
  const { rows } = await sql<{ at: Instant | null }>`
    select min(at) as at from (
      select min(not_before) as at from outbox where state = 'waiting' and platform = ${platform} and not_before > ${now}
      union all
      select min(retry_at) as at from outbox where state = 'waiting' and platform = ${platform} and retry_at > ${now})`.execute(
    db,
  );
  return rows[0]?.at ?? null;
}
