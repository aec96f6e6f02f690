/** Rows of chats that are out of reach, and of readers who have to be heard from first. */
import { sql } from "kysely";
import type { Chat } from "../ports/chat.ts";
import { chatKey, type Outbox } from "../ports/outbox.ts";
import type { Context } from "./context.ts";
import { statement } from "./statement.ts";

const PARKED = statement((db, at: { chat: string }) =>
  db
    .selectFrom("outbox")
    .select("id")
    .where("chat_key", "=", at.chat)
    .where("state", "=", sql.lit("parked"))
    .limit(sql.lit(1)),
);
export function parking(context: Context): Pick<Outbox, "park" | "unpark" | "hasParked"> {
  return {
    park: (chat) => park(context, chat),
    unpark: (chat, origin) => unpark(context, chat, origin ?? null),
    hasParked: async (chat) => PARKED.first(context, { chat: chatKey(chat) }) !== undefined,
  };
}

async function park({ db }: Context, chat: Chat): Promise<void> {
  await db
    .updateTable("outbox")
    .set((row) => ({
      state: "parked",
      wake_at: null,
      owed: sql<0 | 1>`case when ${row.ref("operation")} = 'send' then 0 else 1 end`,
    }))
    .where("chat_key", "=", chatKey(chat))
    .where("state", "=", "waiting")
    .execute();
}

/** Of rows that say the same, the oldest waits again; none where the same waits already. */
async function unpark({ db }: Context, chat: Chat, origin: string | null): Promise<void> {
  const key = chatKey(chat);
  await sql`
    delete from outbox as row where row.chat_key = ${key} and row.state = 'parked' and (
      exists (select 1 from outbox as other where other.dedupe = row.dedupe and other.state = 'waiting')
      or exists (select 1 from outbox as other
        where other.chat_key = ${key} and other.state = 'parked' and other.dedupe = row.dedupe and other.seq < row.seq))`.execute(
    db,
  );
  await sql`
    update outbox set state = 'waiting', retry_at = 0, attempts = 0, wake_at = not_before, dead_reason = null,
      origin = coalesce(${origin}, origin), replace = case when ${origin} is null then replace else 0 end
    where chat_key = ${key} and state = 'parked'`.execute(db);
}
