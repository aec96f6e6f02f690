import type { Timers } from "../ports/store.ts";
import type { Context } from "./context.ts";

export function timers({ db }: Context): Timers {
  // Ties are broken by the key, so that a batch is the same twice.
  const inOrder = db.selectFrom("timers").select(["kind", "ref", "at"]).orderBy("at").orderBy("kind").orderBy("ref");

  return {
    async set(timer, couple) {
      // Moved by somebody who does not know its couple, it stays that couple's.
      const moved = couple === null ? { at: timer.at } : { at: timer.at, couple_id: couple };
      await db
        .insertInto("timers")
        .values({ kind: timer.kind, ref: timer.ref, at: timer.at, couple_id: couple })
        .onConflict((conflict) => conflict.columns(["kind", "ref"]).doUpdateSet(moved))
        .execute();
    },
    async clear(kind, ref) {
      await db.deleteFrom("timers").where("kind", "=", kind).where("ref", "=", ref).execute();
    },
    async at(kind, ref) {
      const query = db.selectFrom("timers").select("at").where("kind", "=", kind).where("ref", "=", ref);
      return (await query.executeTakeFirst())?.at ?? null;
    },
    due: (now, limit) => inOrder.where("at", "<=", now).limit(limit).execute(),
    async next(kind) {
      const query = kind === undefined ? inOrder : inOrder.where("kind", "=", kind);
      return (await query.limit(1).executeTakeFirst()) ?? null;
    },
  };
}
