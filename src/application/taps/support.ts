/** Buttons of the Support Card. */

import { hasTakenBack } from "../../domain/round/decide.ts";
import type { Writing } from "../../ports/store.ts";
import type { Ctx } from "../context.ts";
import { line, say } from "../speak.ts";
import { keepAnswer } from "../support/fill.ts";
import { linesOf, shareLine } from "../support/lines.ts";
import { openMenu } from "../support/open.ts";
import { sendOverwhelmed } from "../support/overwhelmed.ts";
import { type Actions, BUTTON, notYours, OPENS, onHome, onRound, type Tap } from "./tap.ts";

/** A verb about one line: runs only for its owner. */
function onLine(handle: (ctx: Ctx, line: Writing) => Promise<void>): Tap {
  return async (ctx, [id = ""]) => {
    const found = ctx.me && (await ctx.tx.writings.byId(id));
    if (!ctx.me || found?.kind !== "support" || found.author !== ctx.me.id) return notYours(ctx);
    return handle(ctx, found);
  };
}

function card(ctx: Ctx): Promise<void> {
  return say(ctx, "support", {}, { replace: true });
}

const share = (on: boolean) =>
  onLine(async (ctx, found) => {
    await shareLine(ctx.tx, found, on ? ctx.now : null);
    await card(ctx);
  });

const shareAll: Tap = onHome(async (ctx, home, [state]) => {
  if (state !== "on" && state !== "off") return line(ctx, "stale");
  for (const found of await linesOf(ctx.tx, home.me.id))
    await shareLine(ctx.tx, found, state === "on" ? ctx.now : null);
  await card(ctx);
});

/** Offered with one's own sealed or shown answer to a card about feelings, and only there. */
const keepAsLine: Tap = onRound(async (ctx, home, round) => {
  const added = await keepAnswer(ctx, home, round);
  const taken = hasTakenBack(round, home.seat);
  if (added === null) return line(ctx, taken ? "refused.round.half-taken" : "stale");
  if (added === "added") return say(ctx, "support");
  await line(ctx, `support.not-${added}`);
});

const remove = onLine(async (ctx, found) => {
  await ctx.tx.writings.remove(found.id);
  await card(ctx);
});
const showLine = onLine((ctx, found) => say(ctx, "support-line", { writingId: found.id }, { replace: true }));

export const supportTaps: Actions = {
  support: { by: OPENS, run: async (ctx) => (ctx.me ? card(ctx) : notYours(ctx)) },
  supl: { by: BUTTON, run: showLine },
  supon: { by: BUTTON, run: share(true), asks: showLine },
  supoff: { by: BUTTON, run: share(false) },
  supall: { by: BUTTON, run: shareAll, asks: onHome((ctx) => card(ctx)) },
  supdel: { by: BUTTON, run: remove },
  supfill: { by: BUTTON, run: onHome((ctx, home) => openMenu(ctx, home, "support")) },
  supadd: { by: BUTTON, run: onHome((ctx, home) => openMenu(ctx, home, "support-line")) },
  supkeep: { by: BUTTON, run: keepAsLine },
  over: { by: BUTTON, run: onHome((ctx) => say(ctx, "overwhelmed-confirm", {}, { replace: true })) },
  overyes: {
    by: BUTTON,
    run: onHome((ctx, home) => sendOverwhelmed(ctx, home)),
    asks: onHome((ctx) => say(ctx, "overwhelmed-confirm")),
  },
};
