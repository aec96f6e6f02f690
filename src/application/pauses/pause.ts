/** Resting and coming back. Each of the two has a pause of their own, and cards rest while either runs. */
import type { Pause, Seat } from "../../domain/couple.ts";
import { DAY } from "../../domain/ids.ts";
import { isPaused } from "../../domain/pause.ts";
import { type Ctx, type Home, loadHome, type MyHome, type Work } from "../context.ts";
import { notify } from "../gate.ts";
import { yearBegins, yearIsOff } from "../pairing/year.ts";
import { wakeParts } from "../paths/go-on.ts";
import { tryAllReveals } from "../rounds/change.ts";
import { line, say } from "../speak.ts";
import { wakeRows } from "./rests.ts";

/** What everybody reads who asks for something that rests: the same words whoever made the pause. */
export function sayPaused(ctx: Ctx): Promise<void> {
  return line(ctx, "paused.line");
}

/** The timer of a pause with an end, by couple and seat. */
function refOf(home: Home, seat: Seat): string {
  return `${home.couple.id}:${seat}`;
}

function withPause<H extends Home>(home: H, seat: Seat, pause: Pause | null): H {
  return { ...home, couple: { ...home.couple, pauses: { ...home.couple.pauses, [seat]: pause } } };
}

/** Makes the speaker's own pause, or makes it anew. `days` null: until they resume. The other's stays as it is. */
export async function pause(ctx: Ctx, home: MyHome, days: number | null): Promise<void> {
  const until = days === null ? null : ctx.now + days * DAY;
  const resting = withPause(home, home.seat, { since: ctx.now, until });
  await ctx.tx.couples.save(resting.couple);
  const timer = { kind: "pause", ref: refOf(home, home.seat) } as const;
  if (until === null) await ctx.tx.timers.clear(timer.kind, timer.ref);
  else await ctx.tx.timers.set({ ...timer, at: until }, home.couple.id);
  await say(ctx, "paused");
  if (!isPaused(home.couple, ctx.now)) {
    await notify(ctx, home, "notice-paused");
    await yearBegins(ctx, home);
  }
  await tryAllReveals(ctx, resting);
}

/**
 * Ends the speaker's own pause and no other. The answer is the same whether they had one, and whether the other has:
 * it says what is true in each case.
 */
export async function resume(ctx: Ctx, home: MyHome): Promise<void> {
  const before = isPaused(home.couple, ctx.now);
  const resumed = withPause(home, home.seat, null);
  await ctx.tx.couples.save(resumed.couple);
  await ctx.tx.timers.clear("pause", refOf(home, home.seat));
  await line(ctx, "resume.done");
  if (before && !isPaused(resumed.couple, ctx.now)) await notify(ctx, home, "notice-awake");
  await ended(ctx, resumed);
}

/** A pause with an end is over. Nobody is told: cards come at their time. */
export async function pauseDue(work: Work, ref: string): Promise<void> {
  const at = ref.lastIndexOf(":");
  const seat = ref.slice(at + 1) === "b" ? "b" : "a";
  const home = await loadHome(work.tx, ref.slice(0, at));
  const pause = home?.couple.pauses[seat];
  if (!home || !pause || pause.until === null) return;
  if (work.now < pause.until) return work.tx.timers.set({ kind: "pause", ref, at: pause.until }, home.couple.id);
  const over = withPause(home, seat, null);
  await work.tx.couples.save(over.couple);
  await ended(work, over);
}

/** One pause is over: what waited for that comes now, unless the other's still runs. */
async function ended(work: Work, home: Home): Promise<void> {
  if (!isPaused(home.couple, work.now)) {
    await yearIsOff(work, home);
    await wakeParts(work, home);
    await tryAllReveals(work, home);
  }
  await wakeRows(work, home);
}
