import { type Selectable, sql } from "kysely";
import type { Seat } from "../domain/couple.ts";
import type { Round, RoundBase, RoundState } from "../domain/round/state.ts";
import type { Past, Rounds } from "../ports/store.ts";
import { bit, type Context, parse } from "./context.ts";
import type { RoundsTable } from "./schema.ts";
import { replaced, statement } from "./statement.ts";

type Row = Selectable<RoundsTable>;
type PastRow = Pick<
  Row,
  "id" | "kind" | "cards" | "asked" | "path" | "date" | "opened_at" | "window_ends_at" | "state" | "revealed_at"
>;

const BY_ID = statement((db, at: { id: string }) => db.selectFrom("rounds").selectAll().where("id", "=", at.id));
/** Of one state at a time: the index has them in order, and SQLite takes longer to get ready to sort. */
const OF_COUPLE = statement((db, at: { couple: string; state: RoundState }) =>
  db
    .selectFrom("rounds")
    .selectAll()
    .where("couple_id", "=", at.couple)
    .where("state", "=", at.state)
    .orderBy("opened_at"),
);
const OF_RITUAL = statement((db, at: { ritual: string; state: RoundState }) =>
  db
    .selectFrom("rounds")
    .selectAll()
    .where("ritual_id", "=", at.ritual)
    .where("state", "=", at.state)
    .orderBy("opened_at"),
);
const HISTORY = statement((db, at: { couple: string }) =>
  db
    .selectFrom("rounds")
    .select(["id", "kind", "cards", "asked", "path", "date", "opened_at", "window_ends_at", "state", "revealed_at"])
    .where("couple_id", "=", at.couple)
    .orderBy("opened_at", "desc")
    .orderBy(sql`rowid`, "desc"),
);
/** The columns of these indexes stay as they are: to set them would write every index anew. */
const UPDATE = statement((db, { id, couple_id, ritual_id, opened_at, ...changing }: RoundsTable) =>
  db
    .updateTable("rounds")
    .set(changing)
    .where("id", "=", id)
    .where("couple_id", "=", couple_id)
    .where("ritual_id", "is", ritual_id)
    .where("opened_at", "=", opened_at),
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
      return inOrder(states.flatMap((state) => OF_COUPLE.all(context, { couple, state })));
    },
    async ofRitual(ritual, states) {
      return inOrder(states.flatMap((state) => OF_RITUAL.all(context, { ritual, state })));
    },
    async history(couple) {
      return HISTORY.all(context, { couple }).map(toPast);
    },
    async save(round) {
      const row = toColumns(round);
      if (UPDATE.run(context, row) === 0) SAVE.run(context, row);
    },
  };
}

function inOrder(rows: readonly Row[]): readonly Round[] {
  const sorted = rows.toSorted((one, other) => one.opened_at - other.opened_at || (one.id < other.id ? -1 : 1));
  return sorted.map(toRound);
}

function toPast(row: PastRow): Past {
  return {
    roundId: row.id,
    kind: row.kind,
    cards: parse<string[]>(row.cards),
    asked: [...row.asked] as Seat[],
    path: row.path,
    date: row.date,
    openedAt: row.opened_at,
    windowEndsAt: row.window_ends_at,
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
    asked: round.asked.join(""),
    path: round.path,
    about: round.about,
    turn: round.turn,
    lasts: round.lasts,
    swapped: round.swapped.join(""),
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

/** What a state has had only since a later version: rows that were written before are without it. */
function defaultsOf(state: RoundState): object {
  return state === "revealed" ? { toBlank: [], pair: null } : {};
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
      return {
        seals: round.seals,
        revealedAt: round.revealedAt,
        blanked: round.blanked,
        toBlank: round.toBlank,
        pair: round.pair,
        responses: round.responses,
      };
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
    asked: [...row.asked] as Seat[],
    path: row.path,
    about: row.about,
    turn: row.turn,
    lasts: row.lasts,
    swapped: [...row.swapped] as Seat[],
    date: row.date,
    openedAt: row.opened_at,
    deliveredAt: row.delivered_at,
    windowEndsAt: row.window_ends_at,
    reminded: row.reminded === 1,
  };
  // `detailOf` wrote what belongs to `state`: the two are never stored apart.
  return { ...base, state: row.state, ...defaultsOf(row.state), ...parse<object>(row.detail) } as Round;
}
