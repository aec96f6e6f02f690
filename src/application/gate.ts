/**
 * The gate: everything that one of the two sends to the other goes through here.
 *
 * - Each kind has a limit for a day, which counts the sender's own sends and nothing else (`domain/sends.ts`).
 * - It waits for the other's quiet hours and for the other's own pause (`pauses/rests.ts`), and nothing that the sender
 *   is shown depends on that: what confirms says “I’ll pass it on when it suits”, whether it goes at once or waits.
 */
import { countsSince, MOST_A_DAY, type SendKind } from "../domain/sends.ts";
import type { Ctx, MyHome } from "./context.ts";
import { line, type Params, post, tell } from "./speak.ts";

type Options = NonNullable<Parameters<typeof tell>[4]>;

/** What confirms every send, in the same words. */
export const PASSED_ON = "gate.passed-on";

async function count(ctx: Ctx, home: MyHome, kind: SendKind, ref: string): Promise<boolean> {
  const send = { person: home.me.id, kind, ref, at: ctx.now };
  return ctx.tx.sends.count(send, { since: countsSince(ctx.now), most: MOST_A_DAY[kind] });
}

/**
 * Counts a send of the speaker's. False when as many of this kind as there may be were sent in the last 24 hours: the
 * speaker was told so, and nothing may be sent. `ref`: what is sent; the same once more is not counted again.
 */
export async function mayPass(ctx: Ctx, home: MyHome, kind: SendKind, ref: string): Promise<boolean> {
  if (await count(ctx, home, kind, ref)) return true;
  await line(ctx, `gate.enough.${kind}`);
  return false;
}

/** The same for what may be left out or done otherwise: nobody is told. */
export function passes(ctx: Ctx, home: MyHome, kind: SendKind, ref: string = ctx.deps.random.id()): Promise<boolean> {
  return count(ctx, home, kind, ref);
}

/** Puts something of `home.me` on its way to the partner alone. */
export function give(
  work: Parameters<typeof tell>[0],
  home: MyHome,
  view: string,
  params: Params,
  options: Options = {},
): Promise<void> {
  return tell(work, home.partner, view, { ...params, by: home.me.id }, { ...options, coupleId: home.couple.id });
}

/** Puts something of `home.me` on its way to where both see it. */
export function show(
  work: Parameters<typeof post>[0],
  home: MyHome,
  view: string,
  params: Params,
  options: Options = {},
): Promise<void> {
  return post(work, home, view, { ...params, by: home.me.id }, options);
}

/** Tells the partner of something that was done for both. It is left out when there were many such lines today. */
export async function notify(ctx: Ctx, home: MyHome, view: string, params: Params = {}): Promise<void> {
  if (!(await passes(ctx, home, "notice"))) return;
  const about = typeof params.key === "string" ? params.key : view;
  await give(ctx, home, view, params, { dedupe: `notice:${about}:${home.partner.id}` });
}
