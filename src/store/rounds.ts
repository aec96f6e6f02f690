import type { Selectable } from "kysely";
import type { Seat } from "../domain/couple.ts";
import type { Round, RoundBase } from "../domain/round/state.ts";
import type { Past, Rounds } from "../ports/store.ts";
import { bit, type Context, parse } from "./context.ts";
import type { RoundsTable } from "./schema.ts";

export function rounds({ db }: Context): Rounds {
  const all = db.selectFrom("rounds").selectAll();
  const inOrder = all.orderBy("opened_at").orderBy("id");

  return {
    async byId(id) {
      const row = await all.where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toRound(row);
    },
    async ofCouple(couple, states) {
      const rows = await inOrder
        .where("couple_id", "=", couple)
        .where("state", "in", [...states])
        .execute();
      return rows.map(toRound);
    },
    async ofRitual(ritual, states) {
      const rows = await inOrder
        .where("ritual_id", "=", ritual)
        .where("state", "in", [...states])
        .execute();
      return rows.map(toRound);
    },
    async history(couple) {
      const rows = await db
        .selectFrom("rounds")
        .select(["id", "kind", "cards", "asked", "path", "date", "opened_at", "state", "revealed_at"])
        .where("couple_id", "=", couple)
        .orderBy("opened_at", "desc")
        .orderBy("id", "desc")
        .execute();
      return rows.map(toPast);
    },
    async save(round) {
      const columns = toColumns(round);
      await db
        .insertInto("rounds")
        .values({ id: round.id, ...columns })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
        .execute();
    },
  };
}

function toPast(
  row: Pick<
    Selectable<RoundsTable>,
    "id" | "kind" | "cards" | "asked" | "path" | "date" | "opened_at" | "state" | "revealed_at"
  >,
): Past {
  return {
    roundId: row.id,
    kind: row.kind,
    cards: parse<string[]>(row.cards),
    asked: [...row.asked] as Seat[],
    path: row.path,
    date: row.date,
    openedAt: row.opened_at,
    state: row.state,
    revealedAt: row.revealed_at,
  };
}

function toColumns(round: Round): Omit<RoundsTable, "id"> {
  return {
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

function toRound(row: Selectable<RoundsTable>): Round {
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
  return { ...base, state: row.state, ...parse<object>(row.detail) } as Round;
}
