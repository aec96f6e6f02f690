/** Resting and leaving look the same to the other one. */

import type { Pause } from "../../domain/couple.ts";
import { DAY, type Instant } from "../../domain/ids.ts";
import { isPaused } from "../../domain/round/window.ts";
import type { Tx } from "../../ports/store.ts";
import type { Ctx, Home, MyHome, Work } from "../context.ts";
import { homeOf } from "../context.ts";
import { takeAllAway } from "../passing.ts";
import { wakeParts } from "../paths/go-on.ts";
import { tryAllReveals } from "../rounds/change.ts";
import { sendAfterPause } from "../rounds/giving.ts";
import { line, say, tell } from "../speak.ts";

/** What the other one sees, for a pause and for a leaving alike. */
const RESTING = { key: "resting" } as const;

/** Rests both. `days` null: until somebody resumes. */
export async function pause(ctx: Ctx, home: MyHome, days: number | null): Promise<void> {
  const until = days === null ? null : ctx.now + days * DAY;
  const resting: Pause = { by: home.seat, since: ctx.now, until };
  const already = isPaused(home.couple, ctx.now);
  await ctx.tx.couples.save({ ...home.couple, pause: resting });
  if (until === null) await ctx.tx.timers.clear("pause", home.couple.id);
  else await ctx.tx.timers.set({ kind: "pause", ref: home.couple.id, at: until }, home.couple.id);
  await say(ctx, "paused", { until });
  if (!already) await tell(ctx, home.partner, "line", RESTING, { coupleId: home.couple.id });
  await tryAllReveals(ctx, { ...home, couple: { ...home.couple, pause: resting } });
}

/** Ends a pause; what waited for it is revealed, and letters that were due go out. */
export async function resume(work: Work, home: Home): Promise<void> {
  const couple = { ...home.couple, pause: null };
  await work.tx.couples.save(couple);
  await work.tx.timers.clear("pause", couple.id);
  await wakeParts(work, { ...home, couple });
  await tryAllReveals(work, { ...home, couple });
  await sendAfterPause(work, { ...home, couple });
}

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
  await takeAllAway(ctx, { kind: "private", platform: ctx.from.platform, userId: ctx.from.userId });
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
