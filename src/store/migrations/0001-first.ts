/** Every table of the first version. Indexes name the query they are for. */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  // The installation.
  "create table meta (key text primary key, value text not null) strict, without rowid",
  "create table settings (key text primary key, value text not null) strict, without rowid",
  `create table data_keys (owner text primary key, wrapped blob not null, version integer not null,
     master_version integer not null) strict, without rowid`,
  `create table events (platform text not null, event_id text not null, at integer not null,
     primary key (platform, event_id)) strict, without rowid`,
  "create index events_at on events (at)",
  `create table buried_events (platform text not null, event_id text not null, error text not null,
     at integer not null, primary key (platform, event_id)) strict, without rowid`,

  // The two.
  `create table people (id text primary key, platform text not null, user_id text not null, name blob not null,
     language text not null, zone text not null, quiet_from integer, quiet_to integer, reminders integer not null,
     tell_answered integer not null, clear_typed integer not null, deep integer not null, pace text, reachable integer not null,
     agreed_at integer, focus text, told_deleting integer not null, created_at integer not null) strict, without rowid`,
  "create unique index people_account on people (platform, user_id)",
  "create table erasures (person_id text primary key, at integer not null) strict, without rowid",
  `create table couples (id text primary key, language text not null, zone text not null, zone_asked integer not null,
     pause_by text, pause_since integer, pause_until integer, cards text not null, created_at integer not null)
     strict, without rowid`,
  // The primary key is the rule that a person is in at most one couple.
  `create table couple_members (person_id text primary key references people (id),
     couple_id text not null references couples (id) on delete cascade, seat text not null) strict, without rowid`,
  "create unique index couple_members_seat on couple_members (couple_id, seat)",
  `create table places (id text primary key, platform text not null, chat_id text not null, couple_id text,
     active integer not null, told_others integer not null, created_at integer not null) strict, without rowid`,
  "create unique index places_chat on places (platform, chat_id)",
  "create unique index places_couple on places (couple_id) where couple_id is not null",
  "create index places_waiting on places (platform, created_at) where couple_id is null",
  `create table place_joins (place_id text not null references places (id) on delete cascade, person_id text not null,
     position integer not null, primary key (place_id, person_id)) strict, without rowid`,
  "create index place_joins_person on place_joins (person_id)",
  `create table invites (code_hash text primary key, inviter text not null, expires_at integer not null,
     accepted_by text) strict, without rowid`,
  "create index invites_inviter on invites (inviter)",
  "create index invites_accepted on invites (accepted_by) where accepted_by is not null",
  "create table guesses (platform text not null, user_id text not null, at integer not null) strict",
  "create index guesses_at on guesses (at)",
  "create index guesses_account on guesses (platform, user_id, at)",

  // What is asked.
  `create table rituals (id text primary key, couple_id text not null references couples (id) on delete cascade,
     kind text not null, rule text not null, zone text not null, state text not null, proposed_by text not null,
     change text, last_date text, occurrences integer not null, created_at integer not null) strict, without rowid`,
  "create index rituals_couple on rituals (couple_id)",
  // No reference to couples: revealed rounds outlive a couple, for each one's own export.
  `create table rounds (id text primary key, couple_id text not null, ritual_id text, kind text not null,
     cards text not null, disclosure text not null, date text not null, opened_at integer not null, delivered_at integer,
     window_ends_at integer not null, reminded integer not null, state text not null, revealed_at integer,
     detail text not null) strict`,
  "create index rounds_couple on rounds (couple_id, opened_at)",
  "create index rounds_couple_state on rounds (couple_id, state, opened_at)",
  "create index rounds_ritual_state on rounds (ritual_id, state, opened_at) where ritual_id is not null",

  // Somebody's own words: every body is sealed with its author's key.
  `create table answers (round_id text not null references rounds (id) on delete cascade,
     author text not null references people (id) on delete cascade, body blob not null,
     primary key (round_id, author)) strict`,
  "create index answers_author on answers (author)",
  `create table drafts (id text primary key, person_id text not null references people (id) on delete cascade,
     round_id text, purpose text not null, body blob not null, created_at integer not null,
     expires_at integer not null) strict`,
  "create index drafts_person on drafts (person_id, created_at, id)",
  "create index drafts_round on drafts (round_id) where round_id is not null",
  `create table writings (id text primary key, author text not null references people (id) on delete cascade,
     kind text not null, body blob not null, card text, at integer not null, sent_at integer) strict`,
  "create index writings_author on writings (author, at)",

  // What was and will be sent.
  `create table messages (chat_key text not null, ref text not null, platform text not null, chat_kind text not null,
     chat_ref text not null, purpose text not null, round_id text, person_id text, part integer not null,
     at integer not null, primary key (chat_key, ref)) strict, without rowid`,
  "create index messages_round on messages (round_id, purpose) where round_id is not null",
  "create index messages_latest on messages (chat_key, purpose, at, part)",
  "create index messages_person on messages (person_id) where person_id is not null",
  "create index messages_at on messages (at)",
  `create table timers (kind text not null, ref text not null, at integer not null, couple_id text,
     primary key (ref, kind)) strict, without rowid`,
  "create index timers_at on timers (at, kind, ref)",
  // Those of rituals are found by their rituals: most couples have no others.
  "create index timers_couple on timers (couple_id) where couple_id is not null and kind <> 'ritual'",
  `create table outbox (seq integer primary key autoincrement, id text not null unique, dedupe text not null,
     lane text not null, platform text not null, chat_key text not null, chat_kind text not null,
     chat_ref text not null, couple_id text, person_id text, view text not null, params text not null, round_id text,
     operation text not null, refs text not null, origin text, replace integer not null, track_purpose text,
     track_round text, not_before integer not null, retry_at integer not null, wake_at integer,
     attempts integer not null, sent_refs text not null, state text not null, dead_reason text,
     created_at integer not null) strict`,
  "create unique index outbox_dedupe on outbox (dedupe) where state = 'waiting'",
  // `ready`: awake rows in the order they are sent; the rows that wait for an hour are not among them.
  `create index outbox_awake on outbox (platform, lane, seq, not_before, retry_at, chat_key)
     where state = 'waiting' and wake_at is null`,
  // Also `ready`: of those, what goes before all others.
  `create index outbox_reveals on outbox (platform, lane, seq)
     where state = 'waiting' and wake_at is null and lane = 'interactive' and view = 'reveal'`,
  "create index outbox_asleep on outbox (platform, wake_at) where state = 'waiting' and wake_at is not null",
  // Also `ready`: what stands before a row in its chat and lane.
  "create index outbox_chat on outbox (chat_key, state, lane, seq, not_before, retry_at)",
  // `nextAt`. Most rows never wait for anything.
  "create index outbox_not_before on outbox (platform, not_before) where state = 'waiting' and not_before > 0",
  "create index outbox_retry_at on outbox (platform, retry_at) where state = 'waiting' and retry_at > 0",
  "create index outbox_dead on outbox (state, seq) where state = 'dead'",
  // `removeWhere`, `erase`.
  "create index outbox_couple on outbox (couple_id) where couple_id is not null",
  "create index outbox_round on outbox (round_id) where round_id is not null",
  "create index outbox_person on outbox (person_id) where person_id is not null",

  // The playground.
  `create table transcript (position integer primary key, id text not null unique, chat text not null,
     body blob not null, at integer not null) strict`,
];

/** Makes every table. Runs inside the migrator's transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
