import type { Selectable } from "kysely";
import { chatKey } from "../ports/outbox.ts";
import type { Messages, Tracked } from "../ports/store.ts";
import { chatColumns, chatOf } from "./chats.ts";
import type { Context } from "./context.ts";
import type { MessagesTable } from "./schema.ts";

export function messages({ db }: Context): Messages {
  const all = db.selectFrom("messages").selectAll();

  return {
    add: (message) => add(db, message),
    async ofRound(round, purpose) {
      const rows = await all
        .where("round_id", "=", round)
        .where("purpose", "=", purpose)
        .orderBy("chat_key")
        .orderBy("part")
        .orderBy("ref")
        .execute();
      return rows.map(toTracked);
    },
    async byRef(chat, ref) {
      const row = await all.where("chat_key", "=", chatKey(chat)).where("ref", "=", ref).executeTakeFirst();
      return row === undefined ? null : toTracked(row);
    },
    async latest(chat, purpose) {
      const row = await all
        .where("chat_key", "=", chatKey(chat))
        .where("purpose", "=", purpose)
        .orderBy("at", "desc")
        .orderBy("part", "desc")
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : toTracked(row);
    },
    async remove(chat, ref) {
      await db.deleteFrom("messages").where("chat_key", "=", chatKey(chat)).where("ref", "=", ref).execute();
    },
    async prune(before) {
      const result = await db.deleteFrom("messages").where("at", "<", before).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

async function add(db: Context["db"], message: Tracked): Promise<void> {
  const { chat_key, platform, chat_kind, chat_ref } = chatColumns(message.chat);
  const columns = {
    platform,
    chat_kind,
    chat_ref,
    purpose: message.purpose,
    round_id: message.roundId,
    person_id: message.personId,
    part: message.part,
    at: message.at,
  };
  await db
    .insertInto("messages")
    .values({ chat_key, ref: message.ref, ...columns })
    .onConflict((conflict) => conflict.columns(["chat_key", "ref"]).doUpdateSet(columns))
    .execute();
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
