import { type Selectable, sql } from "kysely";
import type { Round, RoundBase } from "../domain/round/state.ts";
import type { Past, Rounds } from "../ports/store.ts";
import { bit, type Context, parse } from "./context.ts";
import type { RoundsTable } from "./schema.ts";
import { raw, replaced, statement } from "./statement.ts";

type Row = Selectable<RoundsTable>;
type PastRow = Pick<Row, "id" | "kind" | "cards" | "date" | "opened_at" | "state" | "revealed_at">;

const BY_ID = statement((db, at: { id: string }) => db.selectFrom("rounds").selectAll().where("id", "=", at.id));
const OF_COUPLE = raw<{ couple: string; states: string }, Row>(
  ({ couple, states }) => sql`
    select * from rounds where couple_id = ${couple} and state in (select value from json_each(${states}))
    order by opened_at, id`,
);
const OF_RITUAL = raw<{ ritual: string; states: string }, Row>(
  ({ ritual, states }) => sql`
    select * from rounds where ritual_id = ${ritual} and state in (select value from json_each(${states}))
    order by opened_at, id`,
);
const HISTORY = statement((db, at: { couple: string }) =>
  db
    .selectFrom("rounds")
    .select(["id", "kind", "cards", "date", "opened_at", "state", "revealed_at"])
    .where("couple_id", "=", at.couple)
    .orderBy("opened_at", "desc")
    .orderBy("id", "desc"),
);
const SAVE = statement((db, row: RoundsTable) =>
  db
    .insertInto("rounds")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(replaced(row, "id"))),
);

export function rounds(context: Context): Rounds {
  return {
    async byId(id) {
      const row = BY_ID.first(context, { id });
      return row === undefined ? null : toRound(row);
    },
    async ofCouple(couple, states) {
      return OF_COUPLE.all(context, { couple, states: JSON.stringify(states) }).map(toRound);
    },
    async ofRitual(ritual, states) {
      return OF_RITUAL.all(context, { ritual, states: JSON.stringify(states) }).map(toRound);
    },
    async history(couple) {
      return HISTORY.all(context, { couple }).map(toPast);
    },
    async save(round) {
      SAVE.run(context, toColumns(round));
    },
  };
}

function toPast(row: PastRow): Past {
  return {
    roundId: row.id,
    kind: row.kind,
    cards: parse<string[]>(row.cards),
    date: row.date,
    openedAt: row.opened_at,
    state: row.state,
    revealedAt: row.revealed_at,
  };
}

function toColumns(round: Round): RoundsTable {
  return {
    id: round.id,
    couple_id: round.coupleId,
    ritual_id: round.ritualId,
    kind: round.kind,
    cards: JSON.stringify(round.cards),
    disclosure: round.disclosure,
    date: round.date,
    opened_at: round.openedAt,
    delivered_at: round.deliveredAt,
    window_ends_at: round.windowEndsAt,
    reminded: bit(round.reminded),
    state: round.state,
    revealed_at: round.state === "revealed" ? round.revealedAt : null,
    detail: JSON.stringify(detailOf(round)),
  };
}

/** What this state has over every round. */
function detailOf(round: Round): object {
  switch (round.state) {
    case "open":
      return {};
    case "half":
      return { seals: round.seals };
    case "ready":
      return { seals: round.seals, readyAt: round.readyAt };
    case "revealed":
      return { seals: round.seals, revealedAt: round.revealedAt, blanked: round.blanked, responses: round.responses };
    case "closed":
      return { seals: round.seals, closedAt: round.closedAt };
  }
}

function toRound(row: Row): Round {
  const base: RoundBase = {
    id: row.id,
    coupleId: row.couple_id,
    ritualId: row.ritual_id,
    kind: row.kind,
    cards: parse<string[]>(row.cards),
    disclosure: row.disclosure,
    date: row.date,
    openedAt: row.opened_at,
    deliveredAt: row.delivered_at,
    windowEndsAt: row.window_ends_at,
    reminded: row.reminded === 1,
  };
  // `detailOf` wrote what belongs to `state`: the two are never stored apart.
  return { ...base, state: row.state, ...parse<object>(row.detail) } as Round;
}
