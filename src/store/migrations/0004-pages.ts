/**
 * Fewer pages for a row to touch: tables clustered by their ids, and no index that another one holds.
 * A table is clustered only when it is made, so that each moves into a new one under its old name.
 * Nothing may refer to it meanwhile: `migrate.ts` switches foreign keys off, and they are checked here.
 */
import { type Kysely, sql } from "kysely";

/** Columns in their order, as they are in the former table. */
const CLUSTERED: Readonly<Record<string, string>> = {
  people: `id text primary key, platform text not null, user_id text not null, name blob not null,
     language text not null, zone text not null, quiet_from integer, quiet_to integer, reminders integer not null,
     tell_answered integer not null, clear_typed integer not null, deep integer not null, pace text,
     reachable integer not null, agreed_at integer, focus text, told_deleting integer not null,
     created_at integer not null, country text, keep text not null default 'forever', dates blob,
     shares_trend integer not null default 0`,
  couples: `id text primary key, language text not null, zone text not null, zone_asked integer not null,
     pause_by text, pause_since integer, pause_until integer, cards text not null, created_at integer not null,
     silent_until integer, gentle_until integer,
     offers text not null default '{"at":0,"ignored":0,"kinds":[]}'`,
  places: `id text primary key, platform text not null, chat_id text not null, couple_id text,
     active integer not null, told_others integer not null, created_at integer not null`,
  rituals: `id text primary key, couple_id text not null references couples (id) on delete cascade,
     kind text not null, rule text not null, zone text not null, state text not null, proposed_by text not null,
     change text, last_date text, occurrences integer not null, created_at integer not null, length integer`,
  // By what they are for: ending a couple and erasing a person find them so.
  timers: `kind text not null, ref text not null, at integer not null, couple_id text, primary key (ref, kind)`,
};

/** Those of the tables above went with them. */
const INDEXES = [
  "create unique index people_account on people (platform, user_id)",
  "create unique index places_chat on places (platform, chat_id)",
  "create unique index places_couple on places (couple_id) where couple_id is not null",
  "create index places_waiting on places (platform, created_at) where couple_id is null",
  "create index rituals_couple on rituals (couple_id)",
  "create index timers_at on timers (at, kind, ref)",
  // Those of rituals are found by their rituals: most couples have no others.
  "create index timers_couple on timers (couple_id) where couple_id is not null and kind <> 'ritual'",
  "drop index drafts_person",
  "create index drafts_person on drafts (person_id, created_at, id)",
  "drop index messages_latest",
  "create index messages_latest on messages (chat_key, purpose, at, part)",
  // No round is looked for by its path.
  "drop index rounds_path",
  "drop index outbox_state",
  "create index outbox_dead on outbox (state, seq) where state = 'dead'",
  // `nextAt`. Most rows never wait for anything.
  "drop index outbox_not_before",
  "create index outbox_not_before on outbox (platform, not_before) where state = 'waiting' and not_before > 0",
  "drop index outbox_retry_at",
  "create index outbox_retry_at on outbox (platform, retry_at) where state = 'waiting' and retry_at > 0",
  // `ready`: what goes before all others.
  `create index outbox_reveals on outbox (platform, lane, seq)
     where state = 'waiting' and wake_at is null and lane = 'interactive' and view = 'reveal'`,
  // Also `ready`: what of a chat is half sent. Almost always there is none.
  "create index outbox_begun on outbox (chat_key, seq) where state = 'waiting' and sent_refs <> '[]'",
];

/** Rebuilds what this version stores otherwise. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(CLUSTERED)) {
    await run(db, `create table clustered (${columns}) strict, without rowid`);
    await run(db, `insert into clustered select * from ${table}`);
    await run(db, `drop table ${table}`);
    await run(db, `alter table clustered rename to ${table}`);
  }
  for (const statement of INDEXES) await run(db, statement);
  const { rows } = await sql`pragma foreign_key_check`.execute(db);
  if (rows.length > 0) throw new Error("Rows refer to others that are not there.");
}

async function run(db: Kysely<unknown>, statement: string): Promise<void> {
  await sql.raw(statement).execute(db);
}
