import type { Answer } from "../domain/answer.ts";
import type { MediaFiles } from "../ports/media.ts";
import type { Context } from "./context.ts";
import { keyOf, openJson } from "./keys.ts";

/** Bound to its round and id: a row moved elsewhere does not open. */
function spot(round: string, id: string) {
  return { table: "media", row: `${round}/${id}` };
}

export function media(context: Context): MediaFiles {
  const { db, vault } = context;
  return {
    async put({ id, round, author, data }) {
      const body = vault.sealBytes(await keyOf(context, author), spot(round, id), data);
      await db.insertInto("media").values({ id, round_id: round, author, body }).execute();
      mayBeLoose(context, round, author);
    },
    async get(round, author, id) {
      const row = await db
        .selectFrom("media")
        .select("body")
        .where("id", "=", id)
        .where("round_id", "=", round)
        .where("author", "=", author)
        .executeTakeFirst();
      return row === undefined ? null : vault.openBytes(await keyOf(context, author), spot(round, id), row.body);
    },
  };
}

/** What this author wrote for this round has changed: at the end it is looked which files are still mentioned. */
export function mayBeLoose(context: Context, round: string | null, author: string): void {
  if (round !== null) context.loose.set(`${round} ${author}`, { round, author });
}

/** Removes the files that no answer and no draft mentions. The last thing in a transaction. */
export async function removeLoose(context: Context): Promise<void> {
  for (const { round, author } of context.loose.values()) {
    const kept = await context.db
      .selectFrom("media")
      .select("id")
      .where("round_id", "=", round)
      .where("author", "=", author)
      .execute();
    if (kept.length === 0) continue;
    const mentioned = await mentionedIn(context, round, author);
    const loose = kept.map(({ id }) => id).filter((id) => !mentioned.has(id));
    if (loose.length === 0) continue;
    await context.db.deleteFrom("media").where("id", "in", loose).execute();
    context.afterCommit.wordsGone = true;
  }
}

async function mentionedIn(context: Context, round: string, author: string): Promise<ReadonlySet<string>> {
  const { db } = context;
  const key = await keyOf(context, author);
  const answers = await db
    .selectFrom("answers")
    .select("body")
    .where("round_id", "=", round)
    .where("author", "=", author)
    .execute();
  const drafts = await db
    .selectFrom("drafts")
    .select(["id", "body"])
    .where("round_id", "=", round)
    .where("person_id", "=", author)
    .execute();
  const all = [
    ...answers.map(({ body }) => openJson<Answer>(context, key, { table: "answers", row: round }, body)),
    ...drafts.map(({ id, body }) => openJson<Answer>(context, key, { table: "drafts", row: id }, body)),
  ];
  const fields = all.flatMap((answer) => Object.values(answer));
  return new Set(fields.flatMap((field) => (field.kind === "media" ? [field.mediaId] : [])));
}
