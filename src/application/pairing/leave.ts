/**
 * Leaving, in its two ways, and beginning anew. For whoever stays, leaving looks like a pause without an end: the
 * store puts a stand-in in the leaver's seat (`store/leave-home.ts`), and everything goes on by the same code.
 */
import type { Instant } from "../../domain/ids.ts";
import { isPaused } from "../../domain/pause.ts";
import type { Tx } from "../../ports/store.ts";
import { type Ctx, homeOf, loadHome, type MyHome, type Work } from "../context.ts";
import { notify } from "../gate.ts";
import { allPassing, takeAllAway } from "../passing.ts";
import { change, tryAllReveals } from "../rounds/change.ts";
import { planKeeping } from "../rounds/keeping.ts";
import { line, say } from "../speak.ts";
import { emptyAll } from "./empty.ts";

/** `quiet`: what stands in the chats stays. `empty`: what the bot posted of the leaver's is blanked there. */
export const LEAVING = ["quiet", "empty"] as const;
export type Leaving = (typeof LEAVING)[number];

/** Leaves and erases, in one transaction with the event: after a crash either all of it was done or nothing. */
export async function forget(ctx: Ctx, way: Leaving): Promise<void> {
  if (!ctx.me) return line(ctx, "forget.nothing");
  const home = await homeOf(ctx.tx, ctx.me);
  const language = ctx.me.language;
  if (home) await beforeLeaving(ctx, home);
  if (home && way === "empty") await emptyAll(ctx, home);
  const passing = await allPassing(ctx);
  await ctx.tx.people.erase(ctx.me.id, ctx.now);
  if (home) await afterLeaving(ctx, home);
  await takeAllAway(ctx, passing);
  const key = home && way === "empty" ? "forget.done-emptying" : "forget.done";
  await say({ ...ctx, me: null }, "line", { key, lang: language });
}

/** Leaves a home in which cards rest, and goes on with one's notes and settings. */
export async function beginAnew(ctx: Ctx, home: MyHome): Promise<void> {
  await beforeLeaving(ctx, home);
  const id = ctx.deps.random.id();
  await ctx.tx.people.beginAnew(home.me.id, id, ctx.now);
  await afterLeaving(ctx, home);
  const me = await ctx.tx.people.byId(id);
  if (me) await planKeeping(ctx, me, null);
  await say({ ...ctx, me }, "begun-anew");
}

/** Halves that were taken back while a copy was on its way go at once; and the other reads what a pause would say. */
async function beforeLeaving(ctx: Ctx, home: MyHome): Promise<void> {
  for (const round of await ctx.tx.rounds.ofCouple(home.couple.id, ["revealed"])) {
    if (round.state !== "revealed" || !round.toBlank.includes(home.seat)) continue;
    await change(ctx, home, round, [{ type: "blanked", seat: home.seat }]);
  }
  if (!isPaused(home.couple, ctx.now)) await notify(ctx, home, "notice-paused");
}

/** What a pause sets in motion, in the home that stays. */
async function afterLeaving(work: Work, before: MyHome): Promise<void> {
  const home = await loadHome(work.tx, before.couple.id);
  if (home) await tryAllReveals(work, home);
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
