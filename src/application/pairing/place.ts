/** Coming together in a shared chat: one welcome, two taps. */
import type { Person, Place } from "../../domain/couple.ts";
import type { Inspection } from "../../ports/chat.ts";
import type { OutboxRow } from "../../ports/outbox.ts";
import { type Ctx, homeOf, type MyHome, type Work } from "../context.ts";
import { tryAllReveals } from "../rounds/change.ts";
import { line, post, say } from "../speak.ts";
import { connect } from "./couple.ts";
import { agree, isAllowed } from "./person.ts";

type Asked = Pick<Ctx, "from" | "origin">;

/** Who typed /pair, for what becomes of the welcome: they hear that it is there when it is, or why it is not. */
function askedBy(asked: Asked | null): Readonly<Record<string, string>> {
  if (asked === null) return {};
  return { askedBy: asked.from.userId, ...(asked.origin === null ? {} : { askedAt: asked.origin }) };
}

/** Tells who typed /pair what became of the welcome. */
export async function welcomeIs(work: Work, row: OutboxRow, key: string): Promise<void> {
  const { askedBy: userId, askedAt, lang } = row.content.params;
  if (row.content.view !== "welcome" || typeof userId !== "string") return;
  // In a chat where they can read the welcome itself, that is enough.
  if (key === "pair.welcome-posted" && typeof askedAt !== "string") return;
  const to = { kind: "private", platform: row.to.platform, userId } as const;
  const content = { view: "line", params: { key, ...(typeof lang === "string" ? { lang } : {}) } };
  const origin = typeof askedAt === "string" ? { origin: askedAt } : {};
  const dedupe = `${key}:${row.id}`;
  await work.tx.outbox.add(
    { dedupe, lane: "interactive", to, coupleId: null, personId: null, content, ...origin },
    work.now,
  );
}

/** Adds the welcome to a shared chat, or to a topic of it, making the place first when it is new. */
export async function welcome(
  work: Work,
  platform: string,
  chatId: string,
  language: string,
  topic: string | null = null,
  addedBy: string | null = null,
  asked: Asked | null = null,
): Promise<Place> {
  const known = await work.tx.places.byChat(platform, chatId);
  const place: Place = known ?? {
    id: work.deps.random.id(),
    platform,
    chatId,
    coupleId: null,
    joined: [],
    active: true,
    exposure: null,
    addedBy,
    outage: null,
    topic,
    topicShutAt: null,
    createdAt: work.now,
  };
  await work.tx.places.save({
    ...place,
    addedBy: addedBy ?? place.addedBy,
    active: true,
    outage: null,
    topic,
    topicShutAt: null,
  });
  await work.tx.outbox.unpark({ kind: "shared", platform, chatId });
  await inPlace(
    work,
    platform,
    chatId,
    "welcome",
    { placeId: place.id, lang: language, ...askedBy(asked) },
    `welcome:${place.id}`,
  );
  return place;
}

/** Says something in a shared chat that may not belong to a couple yet. */
export async function inPlace(
  work: Work,
  platform: string,
  chatId: string,
  view: string,
  params: Readonly<Record<string, string | number>>,
  dedupe: string,
): Promise<void> {
  const to = { kind: "shared", platform, chatId } as const;
  await work.tx.outbox.add(
    { dedupe, lane: "interactive", to, coupleId: null, personId: null, content: { view, params } },
    work.now,
  );
}

/** Why the bot will not serve a shared chat, or null. */
export function chatRefusal(inspected: Inspection | undefined): { key: string; missing: string } | null {
  if (inspected === undefined || inspected === "ok" || inspected === "unknown") return null;
  if (typeof inspected === "string") return { key: `pair.${inspected}`, missing: "" };
  return { key: "pair.missing", missing: inspected.missing.join(" · ") };
}

/** The place a tap on a welcome is about, if this person may join it. Everybody else gets an answer here. */
async function joinable(ctx: Ctx, placeId: string): Promise<Place | null> {
  const place = await ctx.tx.places.byId(placeId);
  const refuse = (key: string) => line(ctx, key).then(() => null);
  if (!isAllowed(ctx)) return refuse("closed-bot");
  if (!place?.active || place.platform !== ctx.from.platform) return refuse("pair.gone");
  if (ctx.facts.member === null || ctx.facts.member === undefined) return refuse("try-later");
  if (!ctx.facts.member) return refuse("not-yours");
  const reason = chatRefusal(ctx.facts.inspected);
  if (reason) return line(ctx, reason.key, { missing: reason.missing }).then(() => null);
  const home = await homeOf(ctx.tx, ctx.me);
  if (place.coupleId !== null) return refuse(place.coupleId === home?.couple.id ? "pair.already-here" : "not-yours");
  return place;
}

/** The welcome's one button: the notice, with its one button. */
export async function join(ctx: Ctx, placeId: string): Promise<void> {
  const place = await joinable(ctx, placeId);
  if (!place) return;
  if (ctx.me && place.joined.includes(ctx.me.id)) return say(ctx, "joined");
  await say(ctx, "notice", { action: `agree_${place.id}` });
}

/** “I'm in”: the second one to say so makes the couple. */
export async function agreeInPlace(ctx: Ctx, placeId: string): Promise<void> {
  const place = await joinable(ctx, placeId);
  if (!place) return;
  const home = await homeOf(ctx.tx, ctx.me);
  const me = await agree(ctx);
  const joined = [...place.joined.filter((id) => id !== me.id), me.id];
  const known = { ...ctx, me };
  if (home) return moveHere(known, home, { ...place, joined });
  const first = await freeJoiner(ctx, place, me);
  if (first) return connect(ctx, [first, me], { ...place, joined }, me);
  await ctx.tx.places.save({ ...place, joined });
  await say(known, "joined");
}

/** Somebody else who has joined here and still belongs to no couple. */
async function freeJoiner(ctx: Ctx, place: Place, me: Person): Promise<Person | null> {
  for (const id of place.joined) {
    const person = id === me.id ? null : await ctx.tx.people.byId(id);
    if (person && !(await ctx.tx.couples.ofPerson(person.id))) return person;
  }
  return null;
}

/** What is on its way to the old place goes to the new one. */
async function leaveOld(ctx: Ctx, old: Place, place: Place): Promise<void> {
  await ctx.tx.places.remove(old.id);
  const to = { kind: "shared", platform: place.platform, chatId: place.chatId } as const;
  for (const row of await ctx.tx.outbox.ofChat({ ...to, platform: old.platform, chatId: old.chatId })) {
    if (row.operation === "send") await ctx.tx.outbox.update({ ...row, to });
    // What is to be changed or removed there is tried once more: the bot may still be able to.
    else await ctx.tx.outbox.update({ ...row, state: "waiting", retryAt: 0 });
  }
}

/** One shared place a couple: both tapping the welcome in another place moves it there. */
async function moveHere(ctx: Ctx, home: MyHome, place: Place): Promise<void> {
  if (!place.joined.includes(home.partner.id)) {
    await ctx.tx.places.save(place);
    return line(ctx, "pair.move-waiting");
  }
  if (home.place) await leaveOld(ctx, home.place, place);
  const moved = { ...place, coupleId: home.couple.id, joined: [home.couple.people.a, home.couple.people.b] };
  await ctx.tx.places.save(moved);
  await post(ctx, { ...home, place: moved }, "line", { key: "pair.moved", here: true }, { lane: "interactive" });
  await line(ctx, "pair.moved-private");
  await tryAllReveals(ctx, { ...home, place: moved });
}
