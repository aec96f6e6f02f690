import type { Sends } from "../ports/sends.ts";
import type { Context } from "./context.ts";

export function sends({ db }: Context): Sends {
  return {
    async count({ person, kind, ref, at }, { since, most }) {
      await db.deleteFrom("sends").where("person_id", "=", person).where("at", "<", since).execute();
      const rows = await db
        .selectFrom("sends")
        .select("ref")
        .where("person_id", "=", person)
        .where("kind", "=", kind)
        .execute();
      if (rows.some((row) => row.ref === ref)) return true;
      if (rows.length >= most) return false;
      await db.insertInto("sends").values({ person_id: person, kind, ref, at }).execute();
      return true;
    },
  };
}
