/** Now and then, after a reveal, one line about something the two do not know yet. */
import { nextOffer, thingsOf } from "../../domain/offer.ts";
import type { Round } from "../../domain/round/state.ts";
import { type Ctx, type Home, homeOf, type Work } from "../context.ts";
import { cardsOf } from "../rounds/fields.ts";
import { line, post } from "../speak.ts";
import { stageOf } from "./stage.ts";

/** After what was light, and only then: what weighs something, or asks about a ritual, is not followed by a suggestion. */
function isLight(work: Work, round: Round): boolean {
  const cards = cardsOf(work.deps.content, round, "en");
  return round.path === null && round.about === null && cards.every(({ depth, heavy }) => depth === 1 && !heavy);
}

/** Mentions one new thing to both, if one is due. It waits for quiet hours, silence and pauses like a card. */
export async function mentionSomething(work: Work, home: Home, round: Round): Promise<void> {
  const couple = await work.tx.couples.byId(home.couple.id);
  if (!couple || !isLight(work, round)) return;
  const things = thingsOf(work.deps.content.rituals);
  const next = nextOffer(things, await stageOf(work, home), couple.offers, work.now);
  if (!next) return;
  await work.tx.couples.save({ ...couple, offers: next.offers });
  await post(work, home, "offer", { thing: next.thing.id }, { dedupe: `offer:${couple.id}` });
}

/** Either may end it, or have it again. False for somebody without a couple. */
export async function setOffers(ctx: Ctx, on: boolean): Promise<boolean> {
  const home = await homeOf(ctx.tx, ctx.me);
  if (!home) return false;
  const { off: _off, ...offers } = home.couple.offers;
  const wanted = on ? { ...offers, ignored: 0 } : { ...offers, off: true };
  await ctx.tx.couples.save({ ...home.couple, offers: wanted });
  await line(ctx, on ? "offer.on" : "offer.off");
  return true;
}
