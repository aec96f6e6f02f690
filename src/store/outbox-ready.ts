/**
 * Which rows may be sent now. A night's worth of rows may wait for an hour to come, so that those
 * are kept asleep, apart from the awake ones, and woken by their time: what `ready` looks at is what
 * can be sent, in the order it is sent.
 */
import { type RawBuilder, type Selectable, sql } from "kysely";
import type { Instant } from "../domain/ids.ts";
import type { Context } from "./context.ts";
import type { OutboxTable } from "./schema.ts";
import { raw } from "./statement.ts";

type Row = Selectable<OutboxTable>;

/** Rows woken in one step, when many become due at the same hour. */
const WAKE = 500;

interface Asked {
  readonly platform: string;
  readonly now: Instant;
  /** JSON list of chat keys. */
  readonly busy: string;
  readonly limit: number;
}

/** The state is written out in each query, because SQLite then knows that a partial index fits. */
const WAKE_UP = raw<Pick<Asked, "platform" | "now">, never>(
  ({ platform, now }) => sql`
    update outbox set wake_at = null where seq in (
      select seq from outbox
      where state = 'waiting' and wake_at is not null and platform = ${platform} and wake_at <= ${now}
      order by wake_at limit ${sql.lit(WAKE)})`,
);

/** Of what somebody waits for a reveal goes first: two wait for it. */
const REVEALS = raw<Asked, Row>((asked) =>
  headsOf(asked, sql`outbox_reveals`, sql`and row.lane = 'interactive' and row.view = 'reveal'`),
);
const ALL = raw<Asked, Row>((asked) => headsOf(asked, sql`outbox_awake`, sql``));

/**
 * `awake` is only a first sieve, and so the times are asked again: they are what counts, also when
 * the clock was set back. An earlier row of the chat and lane stands before this one when it may be
 * sent itself, or waits after a failure; not when its own hour has yet to come. What of the chat is
 * half sent stands before all that would be written there, whatever its lane, and waits for none of it:
 * an unbroken run stays one after a crash and a retry. It is asked first whether there is any, because
 * the index knows, and of this row only then. What is owed there, an edit or a deletion that could not
 * be done while the chat was out of reach, waits for no `send`, and every `send` waits for it.
 */
function headsOf({ platform, now, busy, limit }: Asked, index: RawBuilder<unknown>, only: RawBuilder<unknown>) {
  return sql<Row>`
    select * from outbox as row indexed by ${index}
    where row.state = 'waiting' and row.wake_at is null and row.platform = ${platform}
      and row.not_before <= ${now} and row.retry_at <= ${now} ${only}
      and row.chat_key not in (select value from json_each(${busy}))
      and (not exists (
        select 1 from outbox as earlier
        where earlier.state = 'waiting' and earlier.chat_key = row.chat_key and earlier.lane = row.lane
          and earlier.seq < row.seq and (earlier.not_before <= ${now} or earlier.retry_at > ${now}))
        or row.sent_refs <> '[]' or row.owed = 1)
      and (row.operation <> 'send' or not exists (
        select 1 from outbox as debt indexed by outbox_owed
        where debt.state = 'waiting' and debt.owed = 1 and debt.chat_key = row.chat_key))
      and (not exists (
        select 1 from outbox as begun indexed by outbox_begun
        where begun.state = 'waiting' and begun.sent_refs <> '[]' and begun.chat_key = row.chat_key
          and begun.seq <> row.seq and (begun.seq < row.seq or row.sent_refs = '[]'))
        or row.operation <> 'send')
    order by row.lane, row.seq limit ${limit}`;
}

/** Both times by their own index: the earliest of all that are still to come. */
const NEXT = raw<Pick<Asked, "platform" | "now">, { at: Instant | null }>(
  ({ platform, now }) => sql`
    select min(at) as at from (
      select min(not_before) as at from outbox
      where state = 'waiting' and not_before > 0 and platform = ${platform} and not_before > ${now}
      union all
      select min(retry_at) as at from outbox
      where state = 'waiting' and retry_at > 0 and platform = ${platform} and retry_at > ${now})`,
);

export function readyRows(
  context: Context,
  platform: string,
  now: Instant,
  busyChats: ReadonlySet<string>,
  limit: number,
): readonly Row[] {
  const asked: Asked = { platform, now, busy: JSON.stringify([...busyChats]), limit };
  for (;;) {
    const woken = WAKE_UP.run(context, { platform, now });
    const urgent = REVEALS.all(context, asked);
    const others = urgent.length < limit ? ALL.all(context, asked) : [];
    const first = new Set(urgent.map((row) => row.seq));
    const found = [...urgent, ...others.filter((row) => !first.has(row.seq))].slice(0, limit);
    if (found.length >= limit || woken < WAKE) return found;
  }
}

/** The reveals alone. One that slept until now is woken by `readyRows`. */
export function readyReveals(
  context: Context,
  platform: string,
  now: Instant,
  busyChats: ReadonlySet<string>,
  limit: number,
): readonly Row[] {
  return REVEALS.all(context, { platform, now, busy: JSON.stringify([...busyChats]), limit });
}

export function nextInstant(context: Context, platform: string, now: Instant): Instant | null {
  return NEXT.first(context, { platform, now })?.at ?? null;
}
