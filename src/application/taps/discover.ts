/** Buttons that lead to what there is: the guide, growing, the repair talk, the pulse, new rituals. */
import { isRefusal } from "../../domain/refusal.ts";
import { close, isRunning } from "../../domain/round/decide.ts";
import { openCard } from "../commands/cards.ts";
import { addUsual } from "../commands/rituals.ts";
import type { Ctx, MyHome } from "../context.ts";
import { proposeLength } from "../rituals/propose.ts";
import { change } from "../rounds/change.ts";
import { changeMe } from "../settings.ts";
import { line, post, say } from "../speak.ts";
import { type Actions, BUTTON, notYours, OPENS, onHome, type Tap } from "./tap.ts";

/** `guide` opens it, `guide_0` and `guide_1` turn over, `guide_<id>` is a page. Everybody may read. */
const guide: Tap = (ctx, [page = ""]) => {
  if (page === "") return say(ctx, "guide");
  if (page === "0" || page === "1") return say(ctx, "guide", { screen: Number(page) }, { replace: true });
  return ctx.deps.content.guidePage(page, "en") ? say(ctx, "guide-page", { page }, { replace: true }) : notYours(ctx);
};

/** Opens a card that a page of the guide names; no other, whatever id somebody puts into the action. */
const card: Tap = onHome((ctx, home, [id = ""]) => {
  const named = ctx.deps.content.guide("en").some(({ buttons }) => buttons.some((one) => one.action === `card_${id}`));
  return named ? openCard(ctx, home, id) : notYours(ctx);
});

const add: Tap = onHome((ctx, home, [kind = ""]) => {
  const { listed = false, usual = null } = ctx.deps.content.ritualKind(kind) ?? {};
  return listed && usual !== null ? addUsual(ctx, home, kind) : line(ctx, "stale");
});

/** `rlen_<ritual>` asks how long, `rlen_<ritual>_<minutes>` proposes it. */
const length: Tap = onHome(async (ctx, home, [id = "", minutes]) => {
  const ritual = await ctx.tx.rituals.byId(id);
  if (ritual?.coupleId !== home.couple.id) return notYours(ctx);
  if (minutes === undefined) return say(ctx, "ritual-length", { ritualId: id }, { replace: true });
  return proposeLength(ctx, home, ritual, Number(minutes));
});

/**
 * Ends a repair talk for both, whoever of the two wants it: what was to come does not come, an open part of both
 * closes. What is somebody's own to write they may still write.
 */
async function stop(ctx: Ctx, home: MyHome, path: string): Promise<void> {
  const first = await ctx.tx.rounds.byId(path);
  if (first?.coupleId !== home.couple.id || first.path !== path || first.kind !== "repair")
    return void (await notYours(ctx));
  const rounds = await ctx.tx.rounds.ofCouple(home.couple.id, ["open", "half", "ready"]);
  const open = rounds.filter((round) => round.path === path && round.asked.length === 2 && isRunning(round, ctx.now));
  if (open.length === 0 && (await ctx.tx.timers.at("part", path)) === null) return line(ctx, "stale");
  await ctx.tx.timers.clear("part", path);
  for (const round of open) {
    const decided = close(round, ctx.now);
    if (!isRefusal(decided)) await change(ctx, home, round, decided);
  }
  await line(ctx, "repair.stopped");
  await post(ctx, home, "line", { key: "repair.ended" });
}

const trend: Tap = onHome(async (ctx, _home, [value]) => {
  if (value !== "on" && value !== "off") return line(ctx, "stale");
  const known = await changeMe(ctx, { sharesTrend: value === "on" });
  await say(known, "pulse", { again: true }, { replace: true });
});

const screen = (view: string, more: string): Tap =>
  onHome((ctx, _home, [which]) => (which === "more" ? say(ctx, more, {}, { replace: true }) : say(ctx, view)));

export const discoverTaps: Actions = {
  guide: { by: OPENS, run: guide },
  card: { by: BUTTON, run: card },
  fortwo: { by: BUTTON, run: (ctx) => say(ctx, "for-two") },
  grow: { by: BUTTON, run: screen("grow", "grow-more") },
  repair: { by: BUTTON, run: onHome((ctx) => say(ctx, "repair")) },
  pulse: { by: BUTTON, run: onHome((ctx) => say(ctx, "pulse")) },
  trend: { by: BUTTON, run: trend, asks: onHome((ctx) => say(ctx, "pulse", { again: true })) },
  rmore: {
    by: BUTTON,
    run: onHome((ctx, _home, [which]) =>
      say(ctx, "rituals-more", { screen: Number(which === "1") }, { replace: true }),
    ),
  },
  radd: { by: BUTTON, run: add },
  rlen: { by: BUTTON, run: length },
  stop: { by: BUTTON, run: onHome((ctx, home, [path = ""]) => stop(ctx, home, path)) },
};
