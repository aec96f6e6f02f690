/** What somebody has begun for a round and not sealed. */
import type { Ctx } from "../context.ts";

/** The stored answers of a round's fields that are not sealed yet. */
export async function fieldsDraft(
  ctx: Pick<Ctx, "tx">,
  me: string,
  roundId: string,
  purpose: "fields" | "add" = "fields",
) {
  const drafts = await ctx.tx.drafts.ofPerson(me);
  return drafts.find((draft) => draft.roundId === roundId && draft.purpose === purpose) ?? null;
}

/** Forgets what was begun and not sealed for a round. */
export async function dropDrafts(ctx: Ctx, me: string, roundId: string): Promise<void> {
  for (const draft of await ctx.tx.drafts.ofPerson(me)) {
    if (draft.roundId !== roundId) continue;
    await ctx.tx.drafts.remove(draft.id);
    await ctx.tx.timers.clear("draft", draft.id);
  }
}
