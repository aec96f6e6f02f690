import type { Events, Settings } from "../ports/store.ts";
import type { Context } from "./context.ts";
import type { Schema } from "./schema.ts";
import { statement } from "./statement.ts";

const CLAIM = statement((db, row: Schema["events"]) =>
  db
    .insertInto("events")
    .values(row)
    .onConflict((conflict) => conflict.doNothing()),
);
const SETTING = statement((db, at: { key: string }) =>
  db.selectFrom("settings").select("value").where("key", "=", at.key),
);

export function events(context: Context): Events {
  const { db } = context;
  return {
    async claim(platform, eventId, now) {
      return CLAIM.run(context, { platform, event_id: eventId, at: now }) > 0;
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

export function settings(context: Context): Settings {
  return {
    async get(key) {
      return SETTING.first(context, { key })?.value ?? null;
    },
    async set(key, value) {
      await context.db
        .insertInto("settings")
        .values({ key, value })
        .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
        .execute();
    },
  };
}
