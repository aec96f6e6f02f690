/** Whoever acts in a shared place that is off makes it be asked about, before what they did is handled. */
import type { Place } from "../../domain/couple.ts";
import type { ChatAdapter, Inbound, Posting } from "../../ports/chat.ts";
import type { Facts, Work } from "../context.ts";
import { answeredFor } from "./outage.ts";

const TELLING = new Set<Inbound["type"]>(["bot-added", "joined", "left", "audience-changed", "standing-changed"]);

function chatIdOf(event: Inbound): string | null {
  if ("from" in event) return event.chat.kind === "shared" ? event.chat.chatId : null;
  return TELLING.has(event.type) && "chatId" in event ? event.chatId : null;
}

/** The place in which an event came and that has an outage; null where there is nothing to ask the platform. */
export async function placeToAsk(work: Work, event: Inbound): Promise<Place | null> {
  const chatId = chatIdOf(event);
  if (chatId === null) return null;
  const platform = "from" in event ? event.from.platform : event.platform;
  const place = await work.tx.places.byChat(platform, chatId);
  if (!place?.outage || (place.active && place.outage.mendedAt !== null)) return null;
  if (!("from" in event)) return place;
  // A stranger's taps ask nothing.
  const person = await work.tx.people.byAccount(platform, event.from.userId);
  const couple = person && (await work.tx.couples.ofPerson(person.id));
  return couple?.id === place.coupleId ? place : null;
}

/** The platform's answer, or that it could not be asked. */
export function askPosting(adapters: ReadonlyMap<string, ChatAdapter>, place: Place): Promise<Posting> {
  return adapters.get(place.platform)?.posting(place.chatId) ?? Promise.resolve("unknown");
}

/** Takes down what the platform said about the place of an event. */
export async function takeDown(work: Work, facts: Facts, event: Inbound): Promise<void> {
  const chatId = chatIdOf(event);
  if (facts.posting === undefined || chatId === null) return;
  const platform = "from" in event ? event.from.platform : event.platform;
  const place = await work.tx.places.byChat(platform, chatId);
  if (place) await answeredFor(work, place, facts.posting);
}
