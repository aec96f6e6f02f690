/** `/pair [code]`: coming together, and waking a shared chat that was off. */
import type { Place } from "../../domain/couple.ts";
import { type Ctx, homeOf } from "../context.ts";
import { invite, openInvite } from "../pairing/invite.ts";
import { closestLanguage, isAllowed } from "../pairing/person.ts";
import { chatRefusal, inPlace, welcome } from "../pairing/place.ts";
import { looksMended } from "../places/outage.ts";
import { line } from "../speak.ts";
import type { Command } from "./command.ts";

/** In a shared chat: the welcome with its one button. */
async function pairHere(ctx: Ctx, chatId: string): Promise<void> {
  if (!isAllowed(ctx)) return line(ctx, "closed-bot");
  const { platform } = ctx.from;
  const reason = chatRefusal(ctx.facts.inspected);
  const language = closestLanguage(ctx.deps.content.languages, ctx.from.language);
  const topic = ctx.topic === null ? {} : { topic: ctx.topic };
  const isThere = reason?.key === "pair.public" || reason?.key === "pair.too-many";
  // Privately where that can be; somebody who never opened the private chat reads it where they wrote.
  if (reason && isThere && ctx.origin === null && ctx.me?.reachable !== true) {
    const params = { key: reason.key, lang: language, ...topic };
    return inPlace(ctx, platform, chatId, "line", params, `refused:${chatId}`);
  }
  const known = await ctx.tx.places.byChat(platform, chatId);
  if (known?.coupleId && !isThere) return pairAgain(ctx, known);
  if (reason) return line(ctx, reason.key, { missing: reason.missing });
  // Where nothing could be found out, nothing is promised.
  if (ctx.facts.inspected === "unknown") return line(ctx, "pair.unsure");
  await welcome(ctx, platform, chatId, language, ctx.topic, null, ctx);
}

/**
 * In a place that has its couple. Whether it works again was asked before, where it did not; where that could not
 * be asked, what waits is tried all the same. In another topic it moves what is to come there.
 */
async function pairAgain(ctx: Ctx, place: Place): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  if (home?.couple.id !== place.coupleId) return line(ctx, "not-yours");
  const moved = { ...place, topic: ctx.topic, topicShutAt: null };
  if (ctx.topic !== place.topic || place.topicShutAt !== null) await ctx.tx.places.save(moved);
  const { posting } = ctx.facts;
  const { outage } = moved;
  if (posting === undefined || outage === null) {
    return line(ctx, ctx.topic === place.topic ? "pair.already-here" : "pair.moved-topic");
  }
  if (posting === "unknown" && !moved.active) await looksMended(ctx, moved, outage);
  return line(ctx, posting === "yes" || posting === "unknown" ? "pair.back" : `pair.still.${outage.why}`);
}

export const pairCommand: Command = {
  name: "pair",
  options: [{ name: "code" }],
  run: async (ctx, args) => {
    if (args !== "") return openInvite(ctx, args);
    if (ctx.chat.kind === "shared") return pairHere(ctx, ctx.chat.chatId);
    return invite(ctx);
  },
};
