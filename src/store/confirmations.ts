import type { Selectable } from "kysely";
import type { Confirmation, Confirmations } from "../ports/confirmations.ts";
import type { Context } from "./context.ts";
import type { Schema } from "./schema.ts";

export function confirmations({ db }: Context): Confirmations {
  return {
    async save({ platform, userId, action, proof, shown, expiresAt }) {
      const columns = { proof, shown, expires_at: expiresAt };
      await db
        .insertInto("confirmations")
        .values({ platform, user_id: userId, action, ...columns })
        .onConflict((conflict) => conflict.columns(["platform", "user_id", "action"]).doUpdateSet(columns))
        .execute();
    },
    async of({ platform, userId }, action) {
      const row = await db
        .selectFrom("confirmations")
        .selectAll()
        .where("platform", "=", platform)
        .where("user_id", "=", userId)
        .where("action", "=", action)
        .executeTakeFirst();
      return row === undefined ? null : toConfirmation(row);
    },
    async useUp({ platform, userId, shown }) {
      await db
        .deleteFrom("confirmations")
        .where("platform", "=", platform)
        .where("user_id", "=", userId)
        .where("shown", "=", shown)
        .execute();
    },
    async prune(now) {
      const gone = await db.deleteFrom("confirmations").where("expires_at", "<=", now).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}

function toConfirmation(row: Selectable<Schema["confirmations"]>): Confirmation {
  const { platform, action, proof, shown } = row;
  return { platform, userId: row.user_id, action, proof, shown, expiresAt: row.expires_at };
}
