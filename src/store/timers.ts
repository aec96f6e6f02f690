import type { Timers } from "../ports/store.ts";
import type { Context } from "./context.ts";
import type { Schema } from "./schema.ts";
import { replaced, statement } from "./statement.ts";

type Row = Schema["timers"];
type Key = Pick<Row, "kind" | "ref">;

const SET = statement((db, row: Row) =>
  db
    .insertInto("timers")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["kind", "ref"]).doUpdateSet(replaced({ at: row.at, couple_id: row.couple_id })),
    ),
);
/** Moved by somebody who does not know its couple, it stays that couple's. */
const MOVE = statement((db, row: Row) =>
  db
    .insertInto("timers")
    .values(row)
    .onConflict((conflict) => conflict.columns(["kind", "ref"]).doUpdateSet(replaced({ at: row.at }))),
);
const CLEAR = statement((db, at: Key) => db.deleteFrom("timers").where("kind", "=", at.kind).where("ref", "=", at.ref));
const AT = statement((db, at: Key) =>
  db.selectFrom("timers").select("at").where("kind", "=", at.kind).where("ref", "=", at.ref),
);
// Ties are broken by the key, so that a batch is the same twice.
const DUE = statement((db, until: { now: number; limit: number }) =>
  db
    .selectFrom("timers")
    .select(["kind", "ref", "at"])
    .where("at", "<=", until.now)
    .orderBy("at")
    .orderBy("kind")
    .orderBy("ref")
    .limit(until.limit),
);

export function timers(context: Context): Timers {
  const { db } = context;
  return {
    async set(timer, couple) {
      const row = { kind: timer.kind, ref: timer.ref, at: timer.at, couple_id: couple };
      (couple === null ? MOVE : SET).run(context, row);
    },
    async clear(kind, ref) {
      CLEAR.run(context, { kind, ref });
    },
    async at(kind, ref) {
      return AT.first(context, { kind, ref })?.at ?? null;
    },
    async due(now, limit) {
      return DUE.all(context, { now, limit });
    },
    async next(kind) {
      const inOrder = db
        .selectFrom("timers")
        .select(["kind", "ref", "at"])
        .orderBy("at")
        .orderBy("kind")
        .orderBy("ref")
        .limit(1);
      const query = kind === undefined ? inOrder : inOrder.where("kind", "=", kind);
      return (await query.executeTakeFirst()) ?? null;
    },
  };
}
