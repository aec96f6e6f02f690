/** Opening the menus of one's own Support Card; the partner does not learn of it. */
import { localDate } from "../../domain/recurrence.ts";
import { isAsked } from "../../domain/round/decide.ts";
import type { Reply } from "../../ports/chat.ts";
import type { Ctx, MyHome } from "../context.ts";
import { mayPass } from "../gate.ts";
import { begin } from "../paths/begin.ts";
import { openPrompt } from "../rounds/prompt.ts";
import { line } from "../speak.ts";
import { SUPPORT } from "./fill.ts";

/** `deck`: `support` for both menus, `support-line` for one more line. Opens what is open already again. */
export async function openMenu(ctx: Ctx, home: MyHome, deck: string): Promise<Reply | void> {
  const cards = ctx.deps.content.deck(deck, "en")?.cards.map(({ id }) => id) ?? [];
  const open = (await ctx.tx.rounds.ofCouple(home.couple.id, ["open", "half"])).findLast(
    (round) =>
      round.kind === SUPPORT &&
      isAsked(round, home.seat) &&
      round.cards.join() === cards.join() &&
      ctx.now < round.windowEndsAt,
  );
  const date = localDate(ctx.now, home.me.zone);
  const opening = { kind: SUPPORT, ritual: null, date, dueAt: ctx.now, by: home.me.id, cards, quietly: true };
  if (!open && !(await mayPass(ctx, home, "own", ctx.deps.random.id()))) return;
  const round = open ?? (await begin(ctx, home, opening))[0];
  return round ? openPrompt(ctx, home, round) : line(ctx, "checkin.no-card");
}
