import { type Selectable, sql } from "kysely";
import { chatKey } from "../ports/outbox.ts";
import type { Messages, Tracked } from "../ports/store.ts";
import { chatColumns, chatOf } from "./chats.ts";
import type { Context } from "./context.ts";
import type { MessagesTable } from "./schema.ts";
import { replaced, statement } from "./statement.ts";

interface Spot {
  readonly chat: string;
  readonly ref: string;
}

const ADD = statement((db, row: MessagesTable) =>
  db
    .insertInto("messages")
    .values(row)
    .onConflict((conflict) => conflict.columns(["chat_key", "ref"]).doUpdateSet(replaced(row, "chat_key", "ref"))),
);
const OF_ROUND = statement((db, at: { round: string; purpose: string }) =>
  db
    .selectFrom("messages")
    .selectAll()
    .where("round_id", "=", at.round)
    .where("purpose", "=", at.purpose)
    .orderBy("chat_key")
    .orderBy("part")
    .orderBy("ref"),
);
const BY_REF = statement((db, at: Spot) =>
  db.selectFrom("messages").selectAll().where("chat_key", "=", at.chat).where("ref", "=", at.ref),
);
const LATEST = statement((db, at: { chat: string; purpose: string }) =>
  db
    .selectFrom("messages")
    .selectAll()
    .where("chat_key", "=", at.chat)
    .where("purpose", "=", at.purpose)
    .orderBy("at", "desc")
    .orderBy("part", "desc")
    .limit(sql.lit(1)),
);
const WITH_PURPOSE = statement((db, at: { chat: string; purpose: string }) =>
  db
    .selectFrom("messages")
    .selectAll()
    .where("chat_key", "=", at.chat)
    .where("purpose", "=", at.purpose)
    .orderBy("at")
    .orderBy("part"),
);
const REMOVE = statement((db, at: Spot) =>
  db.deleteFrom("messages").where("chat_key", "=", at.chat).where("ref", "=", at.ref),
);

export function messages(context: Context): Messages {
  return {
    async add(message) {
      ADD.run(context, toColumns(message));
    },
    async ofRound(round, purpose) {
      return OF_ROUND.all(context, { round, purpose }).map(toTracked);
    },
    async byRef(chat, ref) {
      const row = BY_REF.first(context, { chat: chatKey(chat), ref });
      return row === undefined ? null : toTracked(row);
    },
    async latest(chat, purpose) {
      const row = LATEST.first(context, { chat: chatKey(chat), purpose });
      return row === undefined ? null : toTracked(row);
    },
    async withPurpose(chat, purpose) {
      return WITH_PURPOSE.all(context, { chat: chatKey(chat), purpose }).map(toTracked);
    },
    async remove(chat, ref) {
      REMOVE.run(context, { chat: chatKey(chat), ref });
    },
    async prune(before) {
      const result = await context.db.deleteFrom("messages").where("at", "<", before).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

function toColumns(message: Tracked): MessagesTable {
  return {
    ...chatColumns(message.chat),
    ref: message.ref,
    purpose: message.purpose,
    round_id: message.roundId,
    person_id: message.personId,
    part: message.part,
    at: message.at,
  };
}

function toTracked(row: Selectable<MessagesTable>): Tracked {
  return {
    chat: chatOf(row),
    ref: row.ref,
    purpose: row.purpose,
    roundId: row.round_id,
    personId: row.person_id,
    part: row.part,
    at: row.at,
  };
}
