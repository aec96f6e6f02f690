/**
 * Nothing that is said to the bot is met with silence: what cannot be answered privately, or whose sender cannot be
 * known, gets one line where it was said. It says nothing of anybody, and comes at most once a minute.
 */
import { MINUTE } from "../domain/ids.ts";
import type { Chat, Inbound } from "../ports/chat.ts";
import type { OutboxRow } from "../ports/outbox.ts";
import { COMMANDS } from "./commands/index.ts";
import { type Ctx, homeOf, type Work } from "./context.ts";
import { line, say } from "./speak.ts";

type Shared = Extract<Chat, { kind: "shared" }>;
type Of<T extends Inbound["type"]> = Extract<Inbound, { type: T }>;

/** Whether `about` has not been said in this chat within this minute. */
function firstOfMinute(work: Work, chat: Shared, about: string): Promise<boolean> {
  const minute = Math.floor(work.now / MINUTE);
  return work.tx.events.claim(chat.platform, `said:${about}:${chat.chatId}:${minute}`, work.now);
}

async function sayThere(work: Work, chat: Shared, view: string, key: string, topic: unknown, lang: unknown) {
  const params = {
    key,
    ...(typeof lang === "string" ? { lang } : {}),
    ...(typeof topic === "string" ? { topic } : {}),
  };
  const row = { lane: "interactive", to: chat, coupleId: null, personId: null, content: { view, params } } as const;
  await work.tx.outbox.add({ dedupe: `${key}:${work.deps.random.id()}`, ...row }, work.now);
}

/** An answer to somebody who spoke in a shared chat did not arrive: their private chat was never opened, or is blocked. */
export async function closedDoor(work: Work, row: OutboxRow): Promise<void> {
  const { heardIn, heardTopic, lang } = row.content.params;
  if (row.to.kind !== "private" || typeof heardIn !== "string") return;
  // What waits for the private chat is tried again later; who spoke has read then why nothing came.
  if (work.now - row.createdAt >= MINUTE) return;
  const chat: Shared = { kind: "shared", platform: row.to.platform, chatId: heardIn };
  if (!(await firstOfMinute(work, chat, `door:${row.to.userId}`))) return;
  await sayThere(work, chat, "closed-door", "door", heardTopic, lang);
}

/** Somebody who speaks for a group or a channel: nobody can know who that is. */
export async function faceless(work: Work, event: Of<"faceless">): Promise<void> {
  const chat: Shared = { kind: "shared", platform: event.platform, chatId: event.chatId };
  const key = `faceless.${event.as}`;
  if (!(await firstOfMinute(work, chat, key))) return;
  const place = await work.tx.places.byChat(event.platform, event.chatId);
  const couple = place?.coupleId ? await work.tx.couples.byId(place.coupleId) : null;
  await sayThere(work, chat, "line", key, event.topic, couple?.language);
}

/** Own words, said to the bot where others read them, are not taken (*Decided*). They are deleted where that is allowed. */
export async function readByOthers(ctx: Ctx, messageId: string | undefined): Promise<void> {
  await say(ctx, "readable");
  if (messageId === undefined) return;
  const content = { view: "none", params: { why: "readable" } };
  await ctx.tx.outbox.add(
    {
      dedupe: ctx.deps.random.id(),
      lane: "interactive",
      to: ctx.chat,
      coupleId: null,
      personId: ctx.me?.id ?? null,
      content,
      operation: "delete",
      refs: [messageId],
    },
    ctx.now,
  );
}

/** Whether words of one's own come after it. */
function isSecret(command: string): boolean {
  return COMMANDS.some(({ name, secretWords }) => name === command && secretWords === true);
}

/** A reply to the bot, or a mention of it, in a shared chat. Of a stranger there nothing is deleted. */
export async function overheard(ctx: Ctx, event: Of<"overheard">): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  const isOurs = ctx.chat.kind === "shared" && home?.place?.chatId === ctx.chat.chatId;
  const { command } = event;
  if (command !== undefined && (event.empty || !isSecret(command))) return line(ctx, "edit.command");
  if (event.empty) return say(ctx, ctx.me ? "help" : "hello");
  if (isOurs) return readByOthers(ctx, event.messageId);
  return say(ctx, ctx.me ? "readable" : "hello");
}
