import type { Selectable } from "kysely";
import { chatKey } from "../ports/outbox.ts";
import type { Passing, PassingMessage } from "../ports/passing.ts";
import { chatColumns, chatOf } from "./chats.ts";
import { type Context, parse } from "./context.ts";
import type { PassingTable } from "./schema.ts";
import { statement } from "./statement.ts";

const SAVE = statement((db, row: PassingTable) => db.insertInto("passing").values(row));
const BY_ID = statement((db, at: { id: string }) => db.selectFrom("passing").selectAll().where("id", "=", at.id));
const OF_CHAT = statement((db, at: { chat: string }) =>
  db.selectFrom("passing").selectAll().where("chat_key", "=", at.chat).orderBy("id"),
);
const REMOVE = statement((db, at: { id: string }) => db.deleteFrom("passing").where("id", "=", at.id));

export function passing(context: Context): Passing {
  return {
    async save({ id, chat, refs, origin }) {
      SAVE.run(context, { id, ...chatColumns(chat), refs: JSON.stringify(refs), origin });
    },
    async byId(id) {
      const row = BY_ID.first(context, { id });
      return row === undefined ? null : toMessage(row);
    },
    async ofChat(chat) {
      return OF_CHAT.all(context, { chat: chatKey(chat) }).map(toMessage);
    },
    async remove(id) {
      REMOVE.run(context, { id });
    },
  };
}

function toMessage(row: Selectable<PassingTable>): PassingMessage {
  return { id: row.id, chat: chatOf(row), refs: parse<string[]>(row.refs), origin: row.origin };
}
