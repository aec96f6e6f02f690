/** The tables as Kysely sees them. Ids are text, instants integer milliseconds, booleans 0 and 1. */

import type { Generated } from "kysely";
import type { Disclosure } from "../domain/card.ts";
import type { Person } from "../domain/couple.ts";
import type { Pace } from "../domain/pacing/pace.ts";
import type { RoundState } from "../domain/round/state.ts";
import type { SendKind } from "../domain/sends.ts";
import type { Draft, TimerKind, Writing } from "../ports/store.ts";

type Bit = 0 | 1;

/** AES-256-GCM, see `src/vault`. */
export type Sealed = Uint8Array;

export interface Schema {
  meta: { key: string; value: string };
  settings: { key: string; value: string };
  data_keys: { owner: string; wrapped: Uint8Array; version: number; master_version: number };
  events: { platform: string; event_id: string; at: number };
  buried_events: { platform: string; event_id: string; error: string; at: number };
  people: PeopleTable;
  erasures: { person_id: string; at: number; successor: string | null };
  couples: CouplesTable;
  couple_members: { person_id: string; couple_id: string; seat: "a" | "b" };
  places: PlacesTable;
  place_joins: { place_id: string; person_id: string; position: number };
  invites: { code_hash: string; inviter: string; expires_at: number; accepted_by: string | null };
  guesses: { platform: string; user_id: string; at: number };
  confirmations: {
    platform: string;
    user_id: string;
    action: string;
    proof: string;
    shown: string;
    expires_at: number;
  };
  rituals: RitualsTable;
  rounds: RoundsTable;
  answers: { round_id: string; author: string; body: Sealed };
  media: { id: string; round_id: string; author: string; body: Sealed };
  drafts: DraftsTable;
  writings: WritingsTable;
  messages: MessagesTable;
  sends: { person_id: string; kind: SendKind; ref: string; at: number };
  passing: PassingTable;
  timers: { kind: TimerKind; ref: string; at: number; couple_id: string | null };
  outbox: OutboxTable;
  transcript: { id: string; chat: string; body: Sealed; at: number; position: Generated<number> };
}

export interface PeopleTable {
  id: string;
  platform: string;
  user_id: string;
  name: Sealed;
  handle: Sealed | null;
  language: string;
  zone: string;
  quiet_from: number | null;
  quiet_to: number | null;
  reminders: Bit;
  tell_answered: Bit;
  clear_typed: Bit;
  deep: Bit;
  pace: Pace | null;
  reachable: Bit;
  agreed_at: number | null;
  focus: string | null;
  told_deleting: Bit;
  named: Bit;
  created_at: number;
  country: string | null;
  keep: Person["keep"];
  /** JSON. */
  dates: Sealed | null;
  shares_trend: Bit;
  /** Somebody who has left: whose key seals the name. */
  kept_by: string | null;
  keep_wished_at: number | null;
  keep_begins_at: number | null;
}

export interface CouplesTable {
  id: string;
  language: string;
  zone: string;
  zone_asked: Bit;
  /** JSON: the pause of each seat, or null. */
  pauses: string;
  cards: "shared" | "each";
  created_at: number;
  silent_until: number | null;
  gentle_until: number | null;
  /** JSON. */
  offers: string;
}

export interface PlacesTable {
  id: string;
  platform: string;
  chat_id: string;
  couple_id: string | null;
  active: Bit;
  /** Written for the sake of older versions; `exposure` says more. */
  told_others: Bit;
  exposure: string | null;
  added_by: string | null;
  created_at: number;
  /** JSON. */
  outage: string | null;
  topic: string | null;
  topic_shut_at: number | null;
}

export interface RitualsTable {
  id: string;
  couple_id: string;
  kind: string;
  /** JSON. */
  rule: string;
  zone: string;
  state: "proposed" | "active" | "resting";
  proposed_by: "a" | "b";
  /** JSON or null. */
  change: string | null;
  last_date: string | null;
  occurrences: number;
  created_at: number;
  length: number | null;
}

export interface RoundsTable {
  id: string;
  couple_id: string;
  ritual_id: string | null;
  kind: string;
  /** JSON list of card ids. */
  cards: string;
  disclosure: Disclosure;
  /** Seats in order: `ab`, `a` or `b`. */
  asked: string;
  path: string | null;
  about: string | null;
  turn: number;
  lasts: number | null;
  /** As `asked`; empty: nobody. */
  swapped: string;
  date: string;
  opened_at: number;
  delivered_at: number | null;
  window_ends_at: number;
  reminded: Bit;
  state: RoundState;
  revealed_at: number | null;
  /** JSON of what only this state has: seals, responses. No words. */
  detail: string;
}

export interface DraftsTable {
  id: string;
  person_id: string;
  round_id: string | null;
  purpose: Draft["purpose"];
  body: Sealed;
  created_at: number;
  expires_at: number;
}

export interface WritingsTable {
  id: string;
  author: string;
  kind: Writing["kind"];
  body: Sealed;
  /** JSON; null without any. */
  spans: Sealed | null;
  card: string | null;
  at: number;
  sent_at: number | null;
}

export interface MessagesTable {
  chat_key: string;
  ref: string;
  platform: string;
  chat_kind: "private" | "shared";
  /** The platform's user id of a private chat, else its chat id. */
  chat_ref: string;
  purpose: string;
  round_id: string | null;
  person_id: string | null;
  part: number;
  at: number;
}

export interface PassingTable {
  id: string;
  platform: string;
  chat_key: string;
  chat_kind: "private" | "shared";
  chat_ref: string;
  /** JSON: the messages' ids. */
  refs: string;
  origin: string | null;
}

export interface OutboxTable {
  seq: Generated<number>;
  id: string;
  dedupe: string;
  lane: "interactive" | "scheduled";
  platform: string;
  chat_key: string;
  chat_kind: "private" | "shared";
  chat_ref: string;
  couple_id: string | null;
  person_id: string | null;
  view: string;
  /** JSON. */
  params: string;
  /** `params.roundId`, for `removeWhere`. */
  round_id: string | null;
  operation: "send" | "edit" | "delete";
  /** JSON list. */
  refs: string;
  origin: string | null;
  replace: Bit;
  track_purpose: string | null;
  track_round: string | null;
  not_before: number;
  retry_at: number;
  /** When a sleeping row may first be sendable; null: awake, looked at by every `ready`. */
  wake_at: number | null;
  attempts: number;
  /** JSON list. */
  sent_refs: string;
  /** Null: the full one. */
  form: "plain" | "small" | "words" | null;
  /** An edit or a deletion that goes before every `send` to its chat. */
  owed: Bit;
  state: "waiting" | "parked" | "dead";
  dead_reason: string | null;
  created_at: number;
  /** JSON: the picture's key → attempts to draw it that did not end well. */
  drawings: Generated<string>;
}
