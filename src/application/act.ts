/** Every action there is, and the one place that decides whether it may come the way it came. */
import type { Reply, Way } from "../ports/chat.ts";
import { isConfirmed } from "./confirm.ts";
import { confirmableOf } from "./confirm-states.ts";
import type { Ctx } from "./context.ts";
import { otherLink } from "./pairing/other-link.ts";
import { discoverTaps } from "./taps/discover.ts";
import { jarTaps } from "./taps/jar.ts";
import { letterTaps } from "./taps/letters.ts";
import { ownTaps } from "./taps/own.ts";
import { roundTaps } from "./taps/rounds.ts";
import { supportTaps } from "./taps/support.ts";
import { type Action, type Actions, notYours, type Submitted } from "./taps/tap.ts";
import { wishTaps } from "./taps/wishes.ts";
import { wordTaps } from "./taps/words.ts";

/** By verb. */
export const ACTIONS: Actions = {
  ...roundTaps,
  ...wordTaps,
  ...ownTaps,
  ...discoverTaps,
  ...supportTaps,
  ...wishTaps,
  ...jarTaps,
  ...letterTaps,
};

function find(verb: string): Action | null {
  return Object.hasOwn(ACTIONS, verb) ? (ACTIONS[verb] ?? null) : null;
}

/** Whether an action may come this way at all. */
export function mayCome(action: string, way: Way): boolean {
  return find(action.split("_")[0] ?? "")?.by.includes(way) === true;
}

/**
 * Carries out an action. One that came a way it does not declare has no effect, and neither has a confirming one
 * without the token that was shown for it: its confirmation is shown anew.
 */
export async function act(ctx: Ctx, action: string, way: Way, form?: Submitted): Promise<Reply | void> {
  const [verb = "", ...args] = action.split("_");
  const found = mayCome(action, way) ? find(verb) : null;
  if (!found) return way === "link" ? otherLink(ctx) : notYours(ctx);
  const confirmable = confirmableOf(verb, args);
  if (!confirmable) return found.run(ctx, args, form);
  const own = args.slice(0, confirmable.args);
  const isGood = await isConfirmed(ctx, [verb, ...own].join("_"), args.slice(confirmable.args).join("_"));
  return isGood ? found.run(ctx, own) : (found.asks ?? notYours)(ctx, own);
}
