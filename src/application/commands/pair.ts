/** `/pair [code]`: coming together. */
import { type Ctx, homeOf } from "../context.ts";
import { invite, openInvite } from "../pairing/invite.ts";
import { closestLanguage, isAllowed } from "../pairing/person.ts";
import { chatRefusal, inPlace, welcome } from "../pairing/place.ts";
import { line } from "../speak.ts";
import type { Command } from "./command.ts";

/** In a shared chat: the welcome with its one button. */
async function pairHere(ctx: Ctx, chatId: string): Promise<void> {
  if (!isAllowed(ctx)) return line(ctx, "closed-bot");
  const { platform } = ctx.from;
  const reason = chatRefusal(ctx.facts.inspected);
  const language = closestLanguage(ctx.deps.content.languages, ctx.from.language);
  if (reason) return inPlace(ctx, platform, chatId, "line", { key: reason, lang: language }, `refused:${chatId}`);
  const known = await ctx.tx.places.byChat(platform, chatId);
  if (known?.coupleId) {
    const home = await homeOf(ctx.tx, ctx.me);
    return line(ctx, home?.couple.id === known.coupleId ? "pair.already-here" : "not-yours");
  }
  await welcome(ctx, platform, chatId, language);
  if (ctx.origin !== null) await line(ctx, "pair.welcome-posted");
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
