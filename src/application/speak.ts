/** The four ways to say something. All of them add outbox rows; nothing is sent from here. */
import type { Person } from "../domain/couple.ts";
import type { RoundId } from "../domain/ids.ts";
import { isPaused } from "../domain/pause.ts";
import { inQuiet } from "../domain/quiet.ts";
import type { Chat } from "../ports/chat.ts";
import type { NewOutboxRow, ViewRef } from "../ports/outbox.ts";
import type { Ctx, Home, MyHome, Work } from "./context.ts";

export type Params = ViewRef["params"];

interface Options {
  readonly lane?: NewOutboxRow["lane"];
  readonly notBefore?: number;
  readonly track?: { readonly purpose: string; readonly roundId: RoundId | null };
  /** Unique among the rows that wait; none: every call is a message of its own. */
  readonly dedupe?: string;
  readonly coupleId?: string;
}

export interface SayOptions extends Options {
  /** Show it in place of the tapped message. */
  readonly replace?: boolean;
}

export function privateChat(person: Pick<Person, "platform" | "userId">): Chat {
  return { kind: "private", platform: person.platform, userId: person.userId };
}

function row(work: Work, to: Chat, view: string, params: Params, options: Options): NewOutboxRow {
  return {
    dedupe: options.dedupe ?? work.deps.random.id(),
    lane: options.lane ?? "scheduled",
    to,
    coupleId: options.coupleId ?? null,
    personId: null,
    content: { view, params },
    notBefore: options.notBefore ?? 0,
    track: options.track ?? null,
  };
}

/** Answers the person who speaks, privately and at once. */
export async function say(ctx: Ctx, view: string, params: Params = {}, options: SayOptions = {}): Promise<void> {
  const to: Chat = { kind: "private", platform: ctx.from.platform, userId: ctx.from.userId };
  const language = ctx.me ? {} : { lang: ctx.from.language ?? "en" };
  const { roundId } = params;
  // Where to say that this could not be told them.
  const heard = ctx.chat.kind === "shared" ? { heardIn: ctx.chat.chatId } : {};
  const where = ctx.topic === null ? heard : { ...heard, heardTopic: ctx.topic };
  // A reply to anything said about a round belongs to that round.
  const track = ctx.can.answersByMessage && typeof roundId === "string" ? { track: { purpose: "said", roundId } } : {};
  await ctx.tx.outbox.add(
    {
      ...row(ctx, to, view, { ...language, ...where, ...params }, { lane: "interactive", ...track, ...options }),
      personId: ctx.me?.id ?? null,
      origin: ctx.origin,
      replace: options.replace === true && ctx.origin !== null,
    },
    ctx.now,
  );
}

/** One plain line of the locale files, to the person who speaks. */
export function line(ctx: Ctx, key: string, params: Params = {}): Promise<void> {
  return say(ctx, "line", { key, ...params });
}

/** Tells one person something privately; waits for their quiet hours unless the lane is interactive. */
export async function tell(work: Work, person: Person, view: string, params: Params = {}, options: Options = {}) {
  await work.tx.outbox.add({ ...row(work, privateChat(person), view, params, options), personId: person.id }, work.now);
}

/** Says something to both: in their place, or in both private chats where they have none. */
export async function post(work: Work, home: Home, view: string, params: Params = {}, options: Options = {}) {
  const coupleId = home.couple.id;
  if (home.place?.active) {
    const to: Chat = { kind: "shared", platform: home.place.platform, chatId: home.place.chatId };
    await work.tx.outbox.add(row(work, to, view, params, { ...options, coupleId }), work.now);
    return;
  }
  for (const person of [home.people.a, home.people.b]) {
    const dedupe = options.dedupe === undefined ? {} : { dedupe: `${options.dedupe}:${person.id}` };
    await tell(work, person, view, params, { ...options, ...dedupe, coupleId });
  }
}

/** Says something to both, and to the speaker at once where the shared chat waits for the other's quiet hours. */
export async function announce(ctx: Ctx, home: MyHome, view: string, params: Params): Promise<void> {
  await post(ctx, home, view, { ...params, by: home.me.id });
  if (postsLater(ctx, home)) await say(ctx, view, params);
}

/** Whether what the speaker posts into the shared chat now has to wait: for the other's quiet hours, or a pause. */
export function postsLater(ctx: Ctx, home: MyHome): boolean {
  const { couple, partner, place } = home;
  const waits = inQuiet(partner.quiet, partner.zone, ctx.now) || isPaused(couple, ctx.now);
  return place?.active === true && waits;
}

/** Makes messages sent before show their view anew, wherever they are. */
export async function refresh(work: Work, home: Home, roundId: RoundId, purpose: string, view: string) {
  const tracked = await work.tx.messages.ofRound(roundId, purpose);
  const chats = new Map<string, { chat: Chat; refs: string[] }>();
  for (const { chat, ref } of tracked) {
    const key = JSON.stringify(chat);
    const entry = chats.get(key) ?? { chat, refs: [] };
    entry.refs.push(ref);
    chats.set(key, entry);
  }
  for (const [key, { chat, refs }] of chats) {
    const reader = [home.people.a, home.people.b].find((p) => chat.kind === "private" && p.userId === chat.userId);
    const edit = row(
      work,
      chat,
      view,
      { roundId, edit: true },
      {
        lane: "interactive",
        coupleId: home.couple.id,
        dedupe: `edit:${purpose}:${roundId}:${key}`,
        track: { purpose, roundId },
      },
    );
    await work.tx.outbox.add({ ...edit, personId: reader?.id ?? null, operation: "edit", refs }, work.now);
  }
}
