/** What happens to shared chats and reachability, told by the platform and not by a person. */

import type { Inbound } from "../ports/chat.ts";
import { type Facts, type Home, homeOf, loadHome, type Work } from "./context.ts";
import { closestLanguage } from "./pairing/person.ts";
import { chatRefusal, inPlace, welcome } from "./pairing/place.ts";
import { goneFrom, looksMended } from "./places/outage.ts";
import { isExposed } from "./places/reroute.ts";
import { followChat } from "./refused.ts";
import { tryAllReveals } from "./rounds/change.ts";
import { faceless } from "./silence.ts";

type PlaceEvent = Exclude<Inbound, { from: unknown }>;
type Of<T extends PlaceEvent["type"]> = Extract<PlaceEvent, { type: T }>;

async function homeAt(work: Work, platform: string, chatId: string): Promise<Home | null> {
  const place = await work.tx.places.byChat(platform, chatId);
  return place?.coupleId ? loadHome(work.tx, place.coupleId) : null;
}

async function botAdded(work: Work, facts: Facts, event: Of<"bot-added">): Promise<void> {
  const language = closestLanguage(work.deps.content.languages, event.by.language);
  const { allowed } = work.deps;
  const say = (key: string) =>
    inPlace(work, event.platform, event.chatId, "line", { key, lang: language }, `${key}:${event.chatId}`);
  if (allowed && !allowed.has(`${event.platform}:${event.by.userId}`)) return say("closed-bot");
  const reason = chatRefusal(facts.inspected);
  // Who added the bot hears it privately where it may not write there; else it stands there.
  if (reason?.key === "pair.missing") return missingThere(work, event, language, reason.missing);
  if (reason) return say(reason.key);
  const place = await work.tx.places.byChat(event.platform, event.chatId);
  if (!place?.coupleId)
    return void (await welcome(work, event.platform, event.chatId, language, null, event.by.userId));
  // Whether the bot may write there was asked and taken down already; where it could not be asked, it is tried.
  if (!place.active && facts.posting === "unknown" && place.outage) await looksMended(work, place, place.outage);
}

async function botRemoved(work: Work, event: Of<"bot-removed">): Promise<void> {
  const place = await work.tx.places.byChat(event.platform, event.chatId);
  if (place) await goneFrom(work, place, event.gone === true ? "gone" : "removed");
}

async function missingThere(work: Work, event: Of<"bot-added">, lang: string, missing: string): Promise<void> {
  const to = { kind: "private", platform: event.platform, userId: event.by.userId } as const;
  const content = { view: "line", params: { key: "pair.missing", missing, lang } };
  const dedupe = `missing:${event.chatId}`;
  await work.tx.outbox.add({ dedupe, lane: "interactive", to, coupleId: null, personId: null, content }, work.now);
}

/** A topic was closed, or opened again. */
async function topicChanged(work: Work, event: Of<"topic">): Promise<void> {
  const place = await work.tx.places.byChat(event.platform, event.chatId);
  if (!place) return;
  const isOurs = event.topic === place.topic && event.topic !== null;
  const next = isOurs ? { ...place, topicShutAt: event.open ? null : work.now } : place;
  if (isOurs) await work.tx.places.save(next);
  const helps = event.open && (isOurs || event.topic === null);
  if (helps && next.outage?.why === "topic-closed") await looksMended(work, next, next.outage);
}

/** Who can see the place may have changed: both are told what is the case, once, privately (rule 10). */
async function audienceChanged(work: Work, facts: Facts, platform: string, chatId: string): Promise<void> {
  const home = await homeAt(work, platform, chatId);
  const place = home?.place;
  if (!home || !place || facts.audience === undefined || facts.audience === "unknown") return;
  if (facts.audience !== "only-two") return isExposed(work, home, place, facts.audience);
  if (place.exposure !== null) await work.tx.places.save({ ...place, exposure: null });
}

async function reach(work: Work, platform: string, userId: string, reachable: boolean): Promise<void> {
  const person = await work.tx.people.byAccount(platform, userId);
  const chat = { kind: "private", platform, userId } as const;
  if (reachable) await work.tx.outbox.unpark(chat);
  else await work.tx.outbox.park(chat);
  if (!person || person.reachable === reachable) return;
  const known = { ...person, reachable };
  await work.tx.people.save(known);
  const home = reachable ? await homeOf(work.tx, known) : null;
  if (home) await tryAllReveals(work, home);
}

/** Handles one event that no person spoke. */
export async function onPlaceEvent(work: Work, facts: Facts, event: PlaceEvent): Promise<void> {
  switch (event.type) {
    case "bot-added":
      return botAdded(work, facts, event);
    case "bot-removed":
      return botRemoved(work, event);
    case "joined":
    case "left":
    case "audience-changed":
      return audienceChanged(work, facts, event.platform, event.chatId);
    case "faceless":
      return faceless(work, event);
    case "standing-changed":
      // What the platform said to it was taken down before.
      return;
    case "topic":
      return topicChanged(work, event);
    case "migrated":
      return followChat(work, event.platform, event.fromChatId, event.toChatId);
    case "reachable":
    case "unreachable":
      return reach(work, event.platform, event.userId, event.type === "reachable");
  }
}
