/** “I am overwhelmed”: the short version of one's own card, given to the partner at once. */
import type { Ctx, MyHome } from "../context.ts";
import { give, mayPass, PASSED_ON } from "../gate.ts";
import { wordsOf } from "../pairing/empty.ts";
import { say } from "../speak.ts";

/**
 * Puts it on its way. It is urgent, so that it can not be withdrawn and does not wait for that; it still waits for the
 * partner's quiet hours and for their own pause, of which its author is told nothing.
 */
export async function sendOverwhelmed(ctx: Ctx, home: MyHome): Promise<void> {
  if (!(await mayPass(ctx, home, "overwhelmed", ctx.deps.random.id()))) return;
  const track = { purpose: wordsOf(home.me), roundId: null };
  const options = { lane: "interactive", dedupe: `overwhelmed:${home.me.id}`, track } as const;
  await give(ctx, home, "overwhelmed", { at: ctx.now }, options);
  await say(ctx, "line", { key: PASSED_ON }, { replace: true });
}
