/** An outbox row as it lies in the table, and back. */
import type { Insertable, Selectable } from "kysely";
import type { Instant } from "../domain/ids.ts";
import type { NewOutboxRow, OutboxRow, ViewRef } from "../ports/outbox.ts";
import { chatColumns, chatOf } from "./chats.ts";
import { bit, parse } from "./context.ts";
import type { OutboxTable } from "./schema.ts";

export function toColumns(id: string, row: NewOutboxRow, now: Instant): Insertable<OutboxTable> {
  const { params, view } = row.content;
  const notBefore = row.notBefore ?? 0;
  return {
    id,
    dedupe: row.dedupe,
    lane: row.lane,
    ...chatColumns(row.to),
    couple_id: row.coupleId,
    person_id: row.personId,
    view,
    params: JSON.stringify(params),
    round_id: typeof params.roundId === "string" ? params.roundId : null,
    operation: row.operation ?? "send",
    refs: JSON.stringify(row.refs ?? []),
    origin: row.origin ?? null,
    replace: bit(row.replace ?? false),
    track_purpose: row.track?.purpose ?? null,
    track_round: row.track?.roundId ?? null,
    not_before: notBefore,
    retry_at: 0,
    wake_at: notBefore > now ? notBefore : null,
    attempts: 0,
    sent_refs: "[]",
    form: null,
    owed: bit(row.owed ?? false),
    state: "waiting",
    dead_reason: null,
    created_at: now,
  };
}

export function toOutboxRow(row: Selectable<OutboxTable>): OutboxRow {
  return {
    id: row.id,
    seq: row.seq,
    dedupe: row.dedupe,
    lane: row.lane,
    to: chatOf(row),
    coupleId: row.couple_id,
    personId: row.person_id,
    content: { view: row.view, params: parse<ViewRef["params"]>(row.params) },
    operation: row.operation,
    refs: parse<string[]>(row.refs),
    origin: row.origin,
    replace: row.replace === 1,
    track: row.track_purpose === null ? null : { purpose: row.track_purpose, roundId: row.track_round },
    notBefore: row.not_before,
    retryAt: row.retry_at,
    attempts: row.attempts,
    sentRefs: parse<string[]>(row.sent_refs),
    ...(row.form === null ? {} : { form: row.form }),
    state: row.state,
    deadReason: row.dead_reason,
    createdAt: row.created_at,
  };
}
