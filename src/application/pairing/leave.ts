/** Leaving, which looks to the other one like a pause. */
import type { Instant } from "../../domain/ids.ts";
import { isPaused } from "../../domain/pause.ts";
import type { Tx } from "../../ports/store.ts";
import type { Ctx } from "../context.ts";
import { homeOf } from "../context.ts";
import { line, say, tell } from "../speak.ts";

/** What the other one sees, for a pause and for a leaving alike. */
const RESTING = { key: "paused.line" } as const;

/**
 * Leaves and erases: the couple ends, the leaver's words are destroyed with their key, unrevealed
 * seals of both unread. The partner reads what a pause would say, and nothing while one lasts.
 */
export async function forget(ctx: Ctx): Promise<void> {
  if (!ctx.me) return line(ctx, "forget.nothing");
  const home = await homeOf(ctx.tx, ctx.me);
  const language = ctx.me.language;
  if (home) await ctx.tx.couples.remove(home.couple.id);
  await ctx.tx.people.erase(ctx.me.id, ctx.now);
  if (home && !isPaused(home.couple, ctx.now)) await tell(ctx, home.partner, "line", RESTING);
  await say({ ...ctx, me: null }, "line", { key: "forget.done", lang: language });
}

/** Erases these people and their place, as if they had never been there: the playground starts over. */
export async function startOver(
  tx: Tx,
  accounts: readonly { readonly platform: string; readonly userId: string }[],
  chatId: string,
  now: Instant,
): Promise<void> {
  for (const { platform, userId } of accounts) {
    const person = await tx.people.byAccount(platform, userId);
    const couple = person && (await tx.couples.ofPerson(person.id));
    if (couple) await tx.couples.remove(couple.id);
    if (person) await tx.people.erase(person.id, now);
    const place = await tx.places.byChat(platform, chatId);
    if (place) await tx.places.remove(place.id);
  }
}
