import type { Answer } from "../domain/answer.ts";
import type { Instant } from "../domain/ids.ts";
import type { Answers } from "../ports/store.ts";
import type { Context } from "./context.ts";
import { keyOf, openJson, sealJson } from "./keys.ts";
import { mayBeLoose } from "./media.ts";
import type { Schema } from "./schema.ts";
import { statement } from "./statement.ts";

interface Half {
  readonly round: string;
  readonly author: string;
}

interface Shown {
  readonly author: string;
  readonly before: Instant;
  readonly limit: number;
}

const BODY = statement((db, at: Half) =>
  db.selectFrom("answers").select("body").where("round_id", "=", at.round).where("author", "=", at.author),
);
const REPLACE = statement((db, row: Schema["answers"]) =>
  db
    .updateTable("answers")
    .set({ body: row.body })
    .where("round_id", "=", row.round_id)
    .where("author", "=", row.author),
);
const INSERT = statement((db, row: Schema["answers"]) => db.insertInto("answers").values(row));
const REMOVE = statement((db, at: Half) =>
  db.deleteFrom("answers").where("round_id", "=", at.round).where("author", "=", at.author),
);
const OF_AUTHOR = statement((db, at: { author: string }) =>
  db
    .selectFrom("answers")
    .innerJoin("rounds", "rounds.id", "answers.round_id")
    .select(["answers.round_id", "answers.body"])
    .where("answers.author", "=", at.author)
    .orderBy("rounds.opened_at")
    .orderBy("rounds.id"),
);
/** By author, so that what was deleted before is not looked at again. */
const SHOWN = statement((db, at: Shown) => shown(db, at));
const SHOWN_IN = statement((db, at: Shown & { couple: string }) =>
  shown(db, at).where("rounds.couple_id", "=", at.couple),
);

function shown(db: Context["db"], at: Shown) {
  return db
    .selectFrom("answers")
    .innerJoin("rounds", "rounds.id", "answers.round_id")
    .select("answers.round_id")
    .where("answers.author", "=", at.author)
    .where("rounds.state", "=", "revealed")
    .where("rounds.revealed_at", "<", at.before)
    .limit(at.limit);
}

function spot(round: string) {
  return { table: "answers", row: round };
}

/** What two partners sealed. Bound to round and author: a row moved to another round does not open. */
export function answers(context: Context): Answers {
  return {
    async get(round, author) {
      const row = BODY.first(context, { round, author });
      return row === undefined ? null : openJson<Answer>(context, keyOf(context, author), spot(round), row.body);
    },
    async put(round, author, answer) {
      mayBeLoose(context, round, author);
      const row = { round_id: round, author, body: sealJson(context, keyOf(context, author), spot(round), answer) };
      if (REPLACE.run(context, row) > 0) context.afterCommit.wordsGone = true;
      else INSERT.run(context, row);
    },
    async remove(round, author) {
      mayBeLoose(context, round, author);
      REMOVE.run(context, { round, author });
      context.afterCommit.wordsGone = true;
    },
    async ofAuthor(author) {
      const rows = OF_AUTHOR.all(context, { author });
      if (rows.length === 0) return [];
      const key = keyOf(context, author);
      return rows.map((row) => ({
        roundId: row.round_id,
        answer: openJson<Answer>(context, key, spot(row.round_id), row.body),
      }));
    },
    async shownBefore(author, before, limit, couple) {
      const at = { author, before, limit };
      const rows = couple === undefined ? SHOWN.all(context, at) : SHOWN_IN.all(context, { ...at, couple });
      return rows.map((row) => row.round_id);
    },
  };
}
