/** “I am overwhelmed”: the short version of one's own card, given to the partner at once. */
import { mayHear } from "../../domain/quiet.ts";
import type { Ctx, MyHome } from "../context.ts";
import { say, tell } from "../speak.ts";

/**
 * Puts it on its way. It is urgent, and still not sent into the partner's quiet hours: its author is told
 * when it arrives.
 */
export async function sendOverwhelmed(ctx: Ctx, home: MyHome): Promise<void> {
  const { me, partner, couple } = home;
  const options = { lane: "interactive", coupleId: couple.id, dedupe: `overwhelmed:${me.id}` } as const;
  await tell(ctx, partner, "overwhelmed", { by: me.id }, options);
  const at = mayHear(partner, ctx.now);
  await say(ctx, "overwhelmed-sent", { at: at > ctx.now ? at : null }, { replace: true });
}
