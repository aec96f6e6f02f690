/**
 * What does not stay on a phone: screens that would tell somebody who picks it up what its owner read or did. They
 * remove themselves after a while, and at once when their owner wants it. Nothing is put in their place.
 */
import { DAY, HOUR, type Instant } from "../domain/ids.ts";
import type { Chat, Reply } from "../ports/chat.ts";
import type { OutboxRow } from "../ports/outbox.ts";
import type { PassingMessage } from "../ports/passing.ts";
import { readRef } from "../ports/refs.ts";
import { type Ctx, capabilitiesOf, type Work } from "./context.ts";
import { line } from "./speak.ts";

const SHORT: Instant = HOUR;

/**
 * How long each such view stays, from its delivery: less than the 48 hours in which a bot can delete its messages on
 * Telegram. The question what words are lasts as long as those words are kept for it, whatever it is about.
 */
const STAYS: Readonly<Record<string, Instant>> = {
  resources: SHORT,
  country: SHORT,
  "export-confirm": SHORT,
  export: SHORT,
  "forget-confirm": SHORT,
  "anew-confirm": SHORT,
  brief: SHORT,
  further: DAY,
};

/** A message arrived in a private chat: one of those is remembered, and what it took the place of is not any more. */
export async function notePassing(work: Work, row: OutboxRow, refs: readonly string[]): Promise<void> {
  if (row.to.kind !== "private" || row.operation !== "send") return;
  if (row.replace) await replaced(work, row.to, refs);
  const stays = STAYS[row.content.view];
  if (stays === undefined || refs.length === 0) return;
  const id = work.deps.random.id();
  const { answersStayFor } = capabilitiesOf(work.deps, row.to.platform);
  const latest = row.origin === null || answersStayFor === null ? Infinity : row.createdAt + answersStayFor;
  await work.tx.passing.save({ id, chat: row.to, refs, origin: row.origin });
  await work.tx.timers.set({ kind: "passing", ref: id, at: Math.min(work.now + stays, latest) }, null);
}

/** Part of such a message shows something else now: that part stays, the others go. */
async function replaced(work: Work, chat: Chat, refs: readonly string[]): Promise<void> {
  for (const message of await work.tx.passing.ofChat(chat)) {
    const rest = message.refs.filter((ref) => !refs.includes(ref));
    if (rest.length === message.refs.length) continue;
    await forget(work, message);
    if (rest.length > 0) await remove(work, chat, rest, message.origin);
  }
}

async function forget(work: Work, { id }: PassingMessage): Promise<void> {
  await work.tx.passing.remove(id);
  await work.tx.timers.clear("passing", id);
}

async function remove(work: Work, chat: Chat, refs: readonly string[], origin: string | null): Promise<void> {
  const content = { view: "none", params: { why: "away" } };
  const whose = { to: chat, coupleId: null, personId: null };
  const how = { lane: "interactive", operation: "delete" } as const;
  await work.tx.outbox.add({ dedupe: work.deps.random.id(), ...how, ...whose, content, refs, origin }, work.now);
}

/** Its time is over. */
export async function passingDue(work: Work, ref: string): Promise<void> {
  const message = await work.tx.passing.byId(ref);
  if (!message) return;
  await work.tx.passing.remove(ref);
  await remove(work, message.chat, message.refs, message.origin);
}

/**
 * Takes the tapped message away, with all of its parts, and puts nothing in its place. `key`: a line that says so
 * where a line leaves nothing behind.
 */
export async function takeAway(ctx: Ctx, key: string): Promise<Reply> {
  // Where private answers stand in the shared chat, for their reader alone, a tap on one comes from there.
  const isOurs = ctx.chat.kind === "private" || ctx.can.answersStayFor !== null;
  if (ctx.messageId === null || !isOurs) {
    await line(ctx, key);
    return { type: "none" };
  }
  const chat: Chat = { kind: "private", platform: ctx.from.platform, userId: ctx.from.userId };
  const tapped = readRef(ctx.messageId).id;
  const found = (await ctx.tx.passing.ofChat(chat)).find(({ refs }) => refs.some((ref) => readRef(ref).id === tapped));
  if (found) await forget(ctx, found);
  await remove(ctx, chat, found?.refs ?? [ctx.messageId], found?.origin ?? ctx.origin);
  if (!ctx.can.toastsVanish) return { type: "none" };
  return { type: "toast", text: ctx.deps.translate(ctx.me?.language ?? ctx.from.language ?? "en", key) };
}

function ownChat({ from }: Ctx): Chat {
  return { kind: "private", platform: from.platform, userId: from.userId };
}

/** All that would go by itself later. To be asked for before its reader is erased: it is sealed with their key. */
export function allPassing(ctx: Ctx): Promise<readonly PassingMessage[]> {
  return ctx.tx.passing.ofChat(ownChat(ctx));
}

/** Takes these away at once, but the message that was tapped: the answer takes its place. */
export async function takeAllAway(ctx: Ctx, messages: readonly PassingMessage[]): Promise<void> {
  const chat = ownChat(ctx);
  const tapped = ctx.messageId === null ? null : readRef(ctx.messageId).id;
  for (const message of messages) {
    await forget(ctx, message);
    const refs = message.refs.filter((ref) => readRef(ref).id !== tapped);
    if (refs.length > 0) await remove(ctx, chat, refs, message.origin);
  }
}
