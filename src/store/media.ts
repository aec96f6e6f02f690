import type { Answer } from "../domain/answer.ts";
import type { MediaFiles } from "../ports/media.ts";
import type { Context } from "./context.ts";
import { keyOf, openJson } from "./keys.ts";
import type { Schema } from "./schema.ts";
import { statement } from "./statement.ts";

interface Half {
  readonly round: string;
  readonly author: string;
}

const PUT = statement((db, row: Schema["media"]) => db.insertInto("media").values(row));
const BODY = statement((db, at: Half & { id: string }) =>
  db
    .selectFrom("media")
    .select("body")
    .where("id", "=", at.id)
    .where("round_id", "=", at.round)
    .where("author", "=", at.author),
);
const IDS = statement((db, at: Half) =>
  db.selectFrom("media").select("id").where("round_id", "=", at.round).where("author", "=", at.author),
);
const REMOVE = statement((db, at: { id: string }) => db.deleteFrom("media").where("id", "=", at.id));
const ANSWERS = statement((db, at: Half) =>
  db.selectFrom("answers").select("body").where("round_id", "=", at.round).where("author", "=", at.author),
);
const DRAFTS = statement((db, at: Half) =>
  db.selectFrom("drafts").select(["id", "body"]).where("round_id", "=", at.round).where("person_id", "=", at.author),
);

/** Bound to its round and id: a row moved elsewhere does not open. */
function spot(round: string, id: string) {
  return { table: "media", row: `${round}/${id}` };
}

export function media(context: Context): MediaFiles {
  const { vault } = context;
  return {
    async put({ id, round, author, data }) {
      const body = vault.sealBytes(keyOf(context, author), spot(round, id), data);
      PUT.run(context, { id, round_id: round, author, body });
      mayBeLoose(context, round, author);
    },
    async get(round, author, id) {
      const row = BODY.first(context, { id, round, author });
      return row === undefined ? null : vault.openBytes(keyOf(context, author), spot(round, id), row.body);
    },
  };
}

/** What this author wrote for this round has changed: at the end it is looked which files are still mentioned. */
export function mayBeLoose(context: Context, round: string | null, author: string): void {
  if (round !== null) context.loose.set(`${round} ${author}`, { round, author });
}

/** Removes the files that no answer and no draft mentions. The last thing in a transaction. */
export function removeLoose(context: Context): void {
  for (const half of context.loose.values()) {
    const kept = IDS.all(context, half);
    if (kept.length === 0) continue;
    const mentioned = mentionedIn(context, half);
    for (const { id } of kept) {
      if (mentioned.has(id)) continue;
      REMOVE.run(context, { id });
      context.afterCommit.wordsGone = true;
    }
  }
}

function mentionedIn(context: Context, half: Half): ReadonlySet<string> {
  const { round, author } = half;
  const key = keyOf(context, author);
  const all = [
    ...ANSWERS.all(context, half).map(({ body }) =>
      openJson<Answer>(context, key, { table: "answers", row: round }, body),
    ),
    ...DRAFTS.all(context, half).map(({ id, body }) =>
      openJson<Answer>(context, key, { table: "drafts", row: id }, body),
    ),
  ];
  const fields = all.flatMap((answer) => Object.values(answer));
  return new Set(fields.flatMap((field) => (field.kind === "media" ? [field.mediaId] : [])));
}
