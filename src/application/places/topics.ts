/** Chats with topics: a card goes where the two put the bot. A closed topic is not a gone chat. */
import type { Place } from "../../domain/couple.ts";
import { topicNow } from "../../domain/outage.ts";
import type { Unreachable } from "../../ports/chat.ts";
import type { OutboxRow } from "../../ports/outbox.ts";
import type { Work } from "../context.ts";

/** Where in its shared chat what is new goes; null: the general topic, or there are none. */
export async function topicFor(work: Work, row: OutboxRow): Promise<string | null> {
  if (row.to.kind !== "shared" || row.operation === "delete") return null;
  const { topic } = row.content.params;
  if (typeof topic === "string") return topic;
  const place = await work.tx.places.byChat(row.to.platform, row.to.chatId);
  return place && topicNow(place, work.now);
}

/** True when only the topic refused a row: it is sent to the general one instead. */
export async function topicRefused(work: Work, place: Place, row: OutboxRow, why: Unreachable): Promise<boolean> {
  const isTopic = why === "topic-closed" || why === "topic-gone";
  if (!isTopic || row.operation !== "send" || topicNow(place, work.now) === null) return false;
  const shut = { topicShutAt: work.now };
  // One that is no more never opens again.
  await work.tx.places.save({ ...place, ...(why === "topic-gone" ? { topic: null, topicShutAt: null } : shut) });
  await work.tx.outbox.unpark(row.to);
  return true;
}
