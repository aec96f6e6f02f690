import type { Selectable } from "kysely";
import type { Invite, Invites } from "../ports/store.ts";
import type { Context } from "./context.ts";
import type { Schema } from "./schema.ts";

export function invites({ db }: Context): Invites {
  const all = () => db.selectFrom("invites").selectAll();
  const newest = () => all().orderBy("expires_at", "desc").limit(1);

  return {
    byHash: async (hash) => toInvite(await all().where("code_hash", "=", hash).executeTakeFirst()),
    ofInviter: async (person) => toInvite(await newest().where("inviter", "=", person).executeTakeFirst()),
    acceptedBy: async (person) => toInvite(await newest().where("accepted_by", "=", person).executeTakeFirst()),
    async save(invite) {
      const columns = { inviter: invite.inviter, expires_at: invite.expiresAt, accepted_by: invite.acceptedBy };
      await db
        .insertInto("invites")
        .values({ code_hash: invite.codeHash, ...columns })
        .onConflict((conflict) => conflict.column("code_hash").doUpdateSet(columns))
        .execute();
    },
    async remove(hash) {
      await db.deleteFrom("invites").where("code_hash", "=", hash).execute();
    },
    async guessed(platform, userId, now) {
      await db.insertInto("guesses").values({ platform, user_id: userId, at: now }).execute();
    },
    async guesses(platform, userId, since) {
      const row = await db
        .selectFrom("guesses")
        .select((query) => query.fn.countAll<number>().as("n"))
        .where("platform", "=", platform)
        .where("user_id", "=", userId)
        .where("at", ">=", since)
        .executeTakeFirst();
      return row?.n ?? 0;
    },
  };
}

function toInvite(row: Selectable<Schema["invites"]> | undefined): Invite | null {
  if (row === undefined) return null;
  return { codeHash: row.code_hash, inviter: row.inviter, expiresAt: row.expires_at, acceptedBy: row.accepted_by };
}
