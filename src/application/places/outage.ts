/**
 * A shared place that takes nothing, and its return. First it is only noted, and asked about again: a reveal and
 * what somebody waits for go to the private chats at once, a card waits a few minutes. Then it counts as off: the
 * two are told why, once, and everything comes privately until it is back. See decision 18.
 */
import type { Outage, Place, Trouble } from "../../domain/couple.ts";
import { lost, refused, stillRefused, waitAfter } from "../../domain/outage.ts";
import type { Chat, Posting, Unreachable } from "../../ports/chat.ts";
import type { OutboxRow } from "../../ports/outbox.ts";
import { type Home, loadHome, type Work } from "../context.ts";
import { tryAllReveals } from "../rounds/change.ts";
import { tell } from "../speak.ts";
import { reroute } from "./reroute.ts";
import { topicRefused } from "./topics.ts";

const TROUBLES: Partial<Readonly<Record<Unreachable, Trouble>>> = {
  "no-access": "no-access",
  "chat-gone": "removed",
  "topic-closed": "topic-closed",
  "topic-gone": "topic-closed",
};
/** Two wait for these, or they are guarded: they never wait for the place. */
const AT_ONCE = new Set(["reveal", "below", "one-answered"]);

function chatOf(place: Place): Chat {
  return { kind: "shared", platform: place.platform, chatId: place.chatId };
}

function homeAt(work: Work, place: Place): Promise<Home | null> {
  return place.coupleId === null ? Promise.resolve(null) : loadHome(work.tx, place.coupleId);
}

/** Asks the platform again at `at`, or earlier where that was set before. */
async function askAt(work: Work, place: Place, at: number): Promise<void> {
  const known = await work.tx.timers.at("place", place.id);
  if (known === null || known > at) await work.tx.timers.set({ kind: "place", ref: place.id, at }, place.coupleId);
}

/** The platform refused a row for a reason that lies in its shared chat. All rows of the chat are parked. */
export async function refusedThere(work: Work, row: OutboxRow, refusal: Unreachable): Promise<void> {
  if (row.to.kind !== "shared") return;
  const place = await work.tx.places.byChat(row.to.platform, row.to.chatId);
  if (!place || (await topicRefused(work, place, row, refusal))) return;
  const why = TROUBLES[refusal] ?? "no-access";
  const after = refused(place, why, work.now);
  // An edit or a deletion may be refused for reasons of its own: it is tried again, but the place is not off for it.
  const next = row.operation === "send" ? after : { ...after, active: place.active };
  await work.tx.places.save(next);
  await askAt(work, next, work.now + (refusal === "chat-gone" ? 0 : waitAfter(after.outage?.tries ?? 0)));
  if (place.active && !next.active) await goOff(work, next);
  else await sortOut(work, next, row, after.outage?.since !== place.outage?.since);
}

/** What of the chat still waits for the place, what does not, and what is tried by itself. */
async function sortOut(work: Work, place: Place, refusedRow: OutboxRow, isNew: boolean): Promise<void> {
  const wasSend = refusedRow.operation === "send";
  for (const row of await work.tx.outbox.ofChat(chatOf(place))) {
    const isSend = row.operation === "send";
    // Writing, changing and deleting are different rights: the others find out for themselves, once.
    if (isSend !== wasSend && isNew) await work.tx.outbox.update({ ...row, state: "waiting" });
    else if (isSend && wasSend && (!place.active || comesAtOnce(row))) await instead(work, place, row);
  }
}

function comesAtOnce(row: OutboxRow): boolean {
  return AT_ONCE.has(row.content.view) || row.lane === "interactive" || row.sentRefs.length > 0;
}

/** A row comes privately, with the reason before it. */
async function instead(work: Work, place: Place, row: OutboxRow): Promise<void> {
  // One without a couple is a welcome: it waits for the chat.
  if (row.coupleId === null) return;
  if (row.content.view === "place-back" || row.content.params.here === true) return work.tx.outbox.remove(row.id);
  const key = `place.instead.${place.outage?.why ?? "no-access"}`;
  const home = place.active && row.content.view !== "reveal" ? await homeAt(work, place) : null;
  if (home) {
    const { by } = row.content.params;
    const params = { key, ...(typeof by === "string" ? { by } : {}) };
    const options = { lane: row.lane, coupleId: home.couple.id };
    for (const person of [home.people.a, home.people.b])
      await tell(work, person, "line", params, { ...options, dedupe: `instead:${place.id}:${person.id}` });
  }
  await reroute(work, row, key);
}

/** The place counts as off: both hear why, and what was on its way there comes to them privately. */
async function goOff(work: Work, place: Place): Promise<void> {
  const home = await homeAt(work, place);
  if (home && place.outage?.told !== true) {
    for (const person of [home.people.a, home.people.b]) {
      const options = { coupleId: home.couple.id, dedupe: `off:${place.id}:${person.id}` };
      await tell(work, person, "place-off", { placeId: place.id }, options);
    }
  }
  for (const row of await work.tx.outbox.ofChat(chatOf(place))) {
    if (row.operation === "send") await instead(work, place, row);
  }
}

/** The platform itself says that the bot is out of the chat, or that there is no chat any more. */
export async function goneFrom(work: Work, place: Place, why: "removed" | "gone"): Promise<void> {
  if (!place.active && place.outage?.why === why) return;
  const next = lost(place, why, work.now);
  await work.tx.places.save(next);
  await work.tx.outbox.park(chatOf(place));
  await askAt(work, next, work.now + waitAfter(next.outage?.tries ?? 0));
  if (place.active) await goOff(work, next);
}

/** What the platform said about a place that had an outage; the place as it is then. */
export async function answeredFor(work: Work, place: Place, posting: Posting): Promise<Place> {
  const { outage } = place;
  if (outage === null) return place;
  if (posting === "yes") return looksMended(work, place, outage);
  const next = stillRefused(place, outage, posting === "unknown" ? null : posting, work.now);
  await work.tx.places.save(next);
  await askAt(work, next, work.now + waitAfter(outage.tries));
  if (place.active && !next.active) await goOff(work, next);
  return next;
}

/** Nothing is known to be in the way: what waits is tried. Only what arrives there ends the outage. */
export async function looksMended(work: Work, place: Place, outage: Outage): Promise<Place> {
  const next: Place = { ...place, active: true, outage: { ...outage, mendedAt: work.now } };
  await work.tx.places.save(next);
  await work.tx.timers.clear("place", place.id);
  await back(work, place, next, outage);
  return next;
}

async function back(work: Work, before: Place, place: Place, outage: Outage): Promise<void> {
  await work.tx.outbox.unpark(chatOf(place));
  const home = await homeAt(work, place);
  if (!home) return;
  if (outage.told) {
    const content = { view: "place-back", params: {} };
    const row = { lane: "scheduled", to: chatOf(place), coupleId: home.couple.id, personId: null, content } as const;
    await work.tx.outbox.add({ ...row, dedupe: `back:${place.id}` }, work.now);
  }
  if (!before.active) await tryAllReveals(work, home);
}

/** Something new has arrived in a shared chat: whatever was in the way there is over. */
export async function arrivedThere(work: Work, row: OutboxRow): Promise<void> {
  if (row.to.kind !== "shared" || row.operation !== "send") return;
  const place = await work.tx.places.byChat(row.to.platform, row.to.chatId);
  if (!place?.outage) return;
  const next: Place = { ...place, active: true, outage: null };
  await work.tx.places.save(next);
  await work.tx.timers.clear("place", place.id);
  const told = place.outage.told && !place.active;
  await back(work, place, next, { ...place.outage, told });
}

/** One of the two has read that the place is off: its return is worth a line. */
export async function toldOff(work: Work, row: OutboxRow): Promise<void> {
  const id = row.content.params.placeId;
  const place = row.content.view === "place-off" && typeof id === "string" ? await work.tx.places.byId(id) : null;
  if (place?.outage) await work.tx.places.save({ ...place, outage: { ...place.outage, told: true } });
}

/** The timer of an outage: the next one is set before the platform is asked, so that no crash ends the trying. */
export async function placeDue(work: Work, placeId: string): Promise<void> {
  const place = await work.tx.places.byId(placeId);
  if (!place?.outage || place.outage.mendedAt !== null) return;
  const tries = place.outage.tries + 1;
  await work.tx.places.save({ ...place, outage: { ...place.outage, tries } });
  await askAt(work, place, work.now + waitAfter(tries));
}
