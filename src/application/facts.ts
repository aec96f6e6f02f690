/** What must be asked of the platform before the transaction begins: inside it nothing may wait for the network. */
import type { Person } from "../domain/couple.ts";
import { HOUR } from "../domain/ids.ts";
import type { ChatAdapter, Inbound } from "../ports/chat.ts";
import { SOMEBODY } from "../ports/standing.ts";
import { mayCome } from "./act.ts";
import type { Deps, Facts } from "./context.ts";
import { gather } from "./media/gather.ts";

/**
 * How many waiting places are tried for somebody whose link lost its payload. Each costs a call, and the one that is
 * found another two: five in all.
 */
const PLACES_TRIED = 3;
/** So long after the bot was added, somebody else than who added it may come by a link without its payload. */
const YOUNG = HOUR;

function placeVerb(event: Inbound): string | null {
  if (event.type !== "tap" || !mayCome(event.action, event.by)) return null;
  const [verb, id] = event.action.split("_");
  return (verb === "join" || verb === "agree") && id !== undefined ? id : null;
}

async function aboutPlace(deps: Deps, adapter: ChatAdapter, placeId: string, userId: string): Promise<Facts> {
  const place = await deps.store.transaction((tx) => tx.places.byId(placeId));
  if (!place || place.platform !== adapter.platform) return {};
  const [member, inspected] = await Promise.all([
    adapter.isMember(place.chatId, userId),
    adapter.inspect(place.chatId),
  ]);
  return { member, inspected };
}

/** `/start` without a payload, or with one that opens nothing. */
function isBareStart(event: Inbound): boolean {
  if (event.type === "tap") return event.by === "link" && !mayCome(event.action, "link");
  return event.type === "command" && event.name === "start";
}

/** A bare `/start`: is this somebody for whom a welcome waits in a group they are in? */
async function lostPayload(deps: Deps, adapter: ChatAdapter, userId: string): Promise<Facts> {
  const places = await deps.store.transaction(async (tx) => {
    const person = await tx.people.byAccount(adapter.platform, userId);
    const couple = person && (await tx.couples.ofPerson(person.id));
    return couple ? [] : tx.places.waiting(adapter.platform, userId, deps.clock.now() - YOUNG, PLACES_TRIED);
  });
  const members = await Promise.all(places.map((place) => adapter.isMember(place.chatId, userId)));
  const found = places[members.indexOf(true)];
  if (!found) return {};
  return { waitingPlace: found.id, member: true, inspected: await adapter.inspect(found.chatId) };
}

/** Of one who has left the bot the account is not known any more: whoever else of two is there counts as them. */
function accountOf({ keptBy, userId }: Person): string {
  return keptBy === undefined ? userId : SOMEBODY;
}

async function audienceNow(deps: Deps, adapter: ChatAdapter, chatId: string): Promise<Facts> {
  const two = await deps.store.transaction(async (tx) => {
    const place = await tx.places.byChat(adapter.platform, chatId);
    const couple = place?.coupleId ? await tx.couples.byId(place.coupleId) : null;
    if (!couple) return null;
    const people = [await tx.people.byId(couple.people.a), await tx.people.byId(couple.people.b)];
    return people.flatMap((person) => (person?.platform === adapter.platform ? [accountOf(person)] : []));
  });
  if (!two) return {};
  const asked = await adapter.audience(chatId, two);
  return { audience: typeof asked === "object" ? "unknown" : asked };
}

/** Gathers what an event needs; most need nothing. Adapters answer “unknown” instead of throwing. */
export async function factsFor(deps: Deps, event: Inbound): Promise<Facts> {
  const platform = "platform" in event ? event.platform : event.from.platform;
  const adapter = deps.adapters.get(platform);
  if (!adapter) throw new Error("event from a platform that is not connected");
  const placeId = placeVerb(event);
  if (placeId !== null && event.type === "tap") return aboutPlace(deps, adapter, placeId, event.from.userId);
  if (event.type === "bot-added") return { inspected: await adapter.inspect(event.chatId) };
  if (event.type === "command" && event.name === "pair" && event.chat.kind === "shared") {
    return { inspected: await adapter.inspect(event.chat.chatId) };
  }
  if (isBareStart(event) && "from" in event && adapter.link("x") !== null) {
    return lostPayload(deps, adapter, event.from.userId);
  }
  if (event.type === "joined" || event.type === "left" || event.type === "audience-changed") {
    return audienceNow(deps, adapter, event.chatId);
  }
  if (event.type === "media" || event.type === "form") return { files: await gather(deps, adapter, event) };
  return {};
}
