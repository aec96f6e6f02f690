import type { Events, Settings } from "../ports/store.ts";
import type { Context } from "./context.ts";

export function events({ db }: Context): Events {
  return {
    async claim(platform, eventId, now) {
      const result = await db
        .insertInto("events")
        .values({ platform, event_id: eventId, at: now })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async bury(platform, eventId, error, now) {
      await db
        .insertInto("buried_events")
        .values({ platform, event_id: eventId, error, at: now })
        .onConflict((conflict) => conflict.columns(["platform", "event_id"]).doUpdateSet({ error, at: now }))
        .execute();
    },
    async prune(before) {
      const result = await db.deleteFrom("events").where("at", "<", before).executeTakeFirst();
      // Wrong codes serve a rate, so that they go with the claims.
      await db.deleteFrom("guesses").where("at", "<", before).execute();
      return Number(result.numDeletedRows);
    },
  };
}

export function settings({ db }: Context): Settings {
  return {
    async get(key) {
      const row = await db.selectFrom("settings").select("value").where("key", "=", key).executeTakeFirst();
      return row?.value ?? null;
    },
    async set(key, value) {
      await db
        .insertInto("settings")
        .values({ key, value })
        .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
        .execute();
    },
  };
}
