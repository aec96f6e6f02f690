import type { Answer } from "../domain/answer.ts";
import type { Answers } from "../ports/store.ts";
import type { Context } from "./context.ts";
import { keyOf, openJson, sealJson } from "./keys.ts";
import { mayBeLoose } from "./media.ts";

function spot(round: string) {
  return { table: "answers", row: round };
}

/** What two partners sealed. Bound to round and author: a row moved to another round does not open. */
export function answers(context: Context): Answers {
  const { db } = context;

  return {
    async get(round, author) {
      const row = await db
        .selectFrom("answers")
        .select("body")
        .where("round_id", "=", round)
        .where("author", "=", author)
        .executeTakeFirst();
      return row === undefined ? null : openJson<Answer>(context, await keyOf(context, author), spot(round), row.body);
    },
    async put(round, author, answer) {
      mayBeLoose(context, round, author);
      const body = sealJson(context, await keyOf(context, author), spot(round), answer);
      const updated = await db
        .updateTable("answers")
        .set({ body })
        .where("round_id", "=", round)
        .where("author", "=", author)
        .executeTakeFirst();
      if (updated.numUpdatedRows > 0n) context.afterCommit.wordsGone = true;
      else await db.insertInto("answers").values({ round_id: round, author, body }).execute();
    },
    async remove(round, author) {
      mayBeLoose(context, round, author);
      await db.deleteFrom("answers").where("round_id", "=", round).where("author", "=", author).execute();
      context.afterCommit.wordsGone = true;
    },
    ofAuthor: ofAuthor(context),
    shownBefore: shownBefore(context),
  };
}

function ofAuthor(context: Context): Answers["ofAuthor"] {
  return async (author) => {
    const rows = await context.db
      .selectFrom("answers")
      .innerJoin("rounds", "rounds.id", "answers.round_id")
      .select(["answers.round_id", "answers.body"])
      .where("answers.author", "=", author)
      .orderBy("rounds.opened_at")
      .orderBy("rounds.id")
      .execute();
    if (rows.length === 0) return [];
    const key = await keyOf(context, author);
    return rows.map(({ round_id: roundId, body }) => ({
      roundId,
      answer: openJson<Answer>(context, key, spot(roundId), body),
    }));
  };
}

/** Reads by author, so that what was deleted before is not looked at again. */
function shownBefore({ db }: Context): Answers["shownBefore"] {
  return async (author, before, limit, couple) => {
    const shown = db
      .selectFrom("answers")
      .innerJoin("rounds", "rounds.id", "answers.round_id")
      .select("answers.round_id")
      .where("answers.author", "=", author)
      .where("rounds.state", "=", "revealed")
      .where("rounds.revealed_at", "<", before);
    const of = couple === undefined ? shown : shown.where("rounds.couple_id", "=", couple);
    return (await of.limit(limit).execute()).map((row) => row.round_id);
  };
}
