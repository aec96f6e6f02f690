/** `/guide`, `/grow`, `/repair`, `/pulse`: finding what there is, and where one stands with it. */
import { findPage } from "../../domain/guide.ts";
import { DAY } from "../../domain/ids.ts";
import { isPaused } from "../../domain/pause.ts";
import { isAsked, isRunning, sealOf } from "../../domain/round/decide.ts";
import type { Reply } from "../../ports/chat.ts";
import { type Ctx, homeOf, type MyHome } from "../context.ts";
import { sharedPast } from "../rounds/choose.ts";
import { say } from "../speak.ts";
import { checkin, noCouple } from "./cards.ts";
import type { Command } from "./command.ts";

/** The pulse is taken at most about once a month. */
const PULSE_EVERY = 27 * DAY;

function guide(ctx: Ctx, typed: string): Promise<void> {
  if (typed === "") return say(ctx, "guide");
  const page = findPage(ctx.deps.content.guide(ctx.me?.language ?? ctx.from.language ?? "en"), typed);
  return page ? say(ctx, "guide-page", { page: page.id }) : say(ctx, "guide", { unknown: true });
}

/** Opens the pulse when it is due, or shows the one that is open; else one's own marks so far. */
async function pulse(ctx: Ctx, home: MyHome): Promise<Reply | void> {
  if (isPaused(home.couple, ctx.now)) return say(ctx, "pulse");
  const [last] = (await sharedPast(ctx, home)).filter(({ kind }) => kind === "pulse");
  const round = last ? await ctx.tx.rounds.byId(last.roundId) : null;
  const waits =
    round && isRunning(round, ctx.now) && isAsked(round, home.seat) && sealOf(round, home.seat)?.passed !== false;
  if (waits || !last || ctx.now - last.openedAt > PULSE_EVERY) return checkin(ctx, home, "pulse");
  return say(ctx, "pulse");
}

/** A command of two. */
function ofTwo(run: (ctx: Ctx, home: MyHome) => Promise<Reply | void>): Command["run"] {
  return async (ctx) => {
    const home = await homeOf(ctx.tx, ctx.me);
    return home ? run(ctx, home) : noCouple(ctx);
  };
}

export const discoverCommands: readonly Command[] = [
  { name: "guide", options: [{ name: "topic" }], run: guide },
  { name: "grow", options: [], run: ofTwo((ctx) => say(ctx, "grow")) },
  { name: "repair", options: [], run: ofTwo((ctx) => say(ctx, "repair")) },
  { name: "pulse", options: [], run: ofTwo(pulse) },
];
