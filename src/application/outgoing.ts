/** Delivery's side of the application: the words of a row when it is sent, and what follows from its fate. */
import type { Person } from "../domain/couple.ts";
import type { Instant } from "../domain/ids.ts";
import { mayHear, nextFree, quietEnds } from "../domain/quiet.ts";
import { revealableAt } from "../domain/round/window.ts";
import { toldApart } from "../domain/told-apart.ts";
import type { Audience, Unreachable } from "../ports/chat.ts";
import type { OutboxRow } from "../ports/outbox.ts";
import type { Composed, Outgoing } from "../ports/outgoing.ts";
import type { Tx } from "../ports/store.ts";
import { capabilitiesOf, type Deps, type Home, homeOf, loadHome, seenBy, type Work } from "./context.ts";
import { HALF_TAKEN, owedDone, owedWaits, toldHowItStands } from "./owed.ts";
import { closestLanguage } from "./pairing/person.ts";
import { welcomeIs } from "./pairing/place.ts";
import { notePassing } from "./passing.ts";
import { AFTER_PAUSE, restsNow } from "./pauses/rests.ts";
import { arrivedThere, refusedThere, toldOff } from "./places/outage.ts";
import { arrivedPrivately, closedTo } from "./places/reach.ts";
import { movedFor, toPrivate } from "./places/reroute.ts";
import { topicFor } from "./places/topics.ts";
import { followChat, lost, outOfReach, refused } from "./refused.ts";
import { rowIsOut } from "./rounds/copies.ts";
import { KEEP_NOTICE, keepingTold } from "./rounds/keeping.ts";
import { closedDoor } from "./silence.ts";
import { refresh } from "./speak.ts";
import { VIEWS } from "./views/index.ts";
import type { Seen } from "./views/view.ts";

const DROP: Composed = { type: "drop" };

interface Addressed {
  readonly reader: Person | null;
  readonly home: Home | null;
}

/** Who a row is for; null when they have left, and also when a stand-in is what is left of them. */
async function addressed(tx: Tx, row: OutboxRow): Promise<Addressed | null> {
  const reader = row.personId === null ? null : await tx.people.byId(row.personId);
  if (row.personId !== null && (!reader || reader.keptBy !== undefined)) return null;
  const home = row.coupleId === null ? await homeOf(tx, reader) : await loadHome(tx, row.coupleId);
  return row.coupleId !== null && !home ? null : { reader, home };
}

async function roundOf(work: Work, row: OutboxRow) {
  const id = row.content.params.roundId;
  return typeof id === "string" ? work.tx.rounds.byId(id) : null;
}

/** Rule 9: when a row may be sent. `null`: there is no such moment in its shared chat. */
async function sendableAt(work: Work, row: OutboxRow, { reader, home }: Addressed): Promise<Instant | null> {
  const { now } = work;
  if (row.operation !== "send") return now;
  const shows = row.content.view === "reveal" || row.content.params.withReveal === true;
  const round = shows && home ? await roundOf(work, row) : null;
  if (round?.state === "revealed" && home) {
    const at = revealableAt(round, home.people, now);
    return at ?? (reader ? quietEnds(reader.quiet, reader.zone, now) : null);
  }
  const { by } = row.content.params;
  // Without an author it answers somebody's own tap, or what both have just done.
  if (row.lane === "interactive" && typeof by !== "string") return now;
  const acting = (person: Person) => ({ ...person, acted: person.id === by ? row.createdAt : undefined });
  if (row.to.kind === "private") return reader ? mayHear(acting(reader), now) : now;
  return home ? nextFree(now, [acting(home.people.a), acting(home.people.b)]) : now;
}

/** In a silence that the two chose nothing comes to them by itself; what answers somebody's own tap does. */
async function silentUntil(work: Work, row: OutboxRow, home: Home | null): Promise<Instant | null> {
  const until = home?.couple.silentUntil ?? 0;
  const comesByItself = row.lane === "scheduled" || row.content.view === "reveal";
  if (row.operation !== "send" || !comesByItself || until <= work.now) return null;
  return (await beganIt(work, row, until)) ? null : until;
}

/** The card or the reveal with which a silence begins is not silenced by it. */
async function beganIt(work: Work, row: OutboxRow, until: Instant): Promise<boolean> {
  const round = ["card", "reveal"].includes(row.content.view) ? await roundOf(work, row) : null;
  return round !== null && round.path !== null && (await work.tx.timers.at("part", round.path)) === until;
}

/** A home as it is shown: two people of one name are told apart. Never saved. */
function shownHome(home: Home): Home {
  const { a, b } = home.people;
  const [first, second] = toldApart(a.name, b.name);
  return { ...home, people: { a: { ...a, name: first }, b: { ...b, name: second } } };
}

function seenFor(work: Work, row: OutboxRow, { reader, home: stored }: Addressed): Seen {
  const home = stored && shownHome(stored);
  const wanted = row.content.params.lang;
  const { languages } = work.deps.content;
  const asked = reader?.language ?? home?.couple.language ?? (typeof wanted === "string" ? wanted : "en");
  const language = closestLanguage(languages, asked);
  return {
    ...work,
    t: (key, params) => work.deps.translate(language, key, params),
    language,
    reader,
    shared: row.to.kind === "shared",
    home,
    mine: home && reader ? seenBy(home, reader.id) : null,
    can: capabilitiesOf(work.deps, row.to.platform),
    platform: row.to.platform,
    account: row.to.kind === "private" ? { platform: row.to.platform, userId: row.to.userId } : null,
    params: row.content.params,
  };
}

/** Rule 10: what tells of answers into a shared chat is guarded; what follows it shows no more than it did. */
function guardOf(row: OutboxRow, home: Home | null): { chatId: string; two: [string, string] } | null {
  const opens = ["reveal", "below", "one-answered"].includes(row.content.view);
  if (!opens || row.operation !== "send" || row.to.kind !== "shared" || !home) return null;
  return { chatId: row.to.chatId, two: [home.people.a.userId, home.people.b.userId] };
}

/** What is half sent goes on at any hour: until it is finished nothing else is written in its chat. */
async function notNow(work: Work, row: OutboxRow, whom: Addressed): Promise<Composed | null> {
  if (row.sentRefs.length > 0) return null;
  if (await restsNow(work, row, whom.home, whom.reader, await roundOf(work, row))) {
    return { type: "wait", until: AFTER_PAUSE };
  }
  const silent = await silentUntil(work, row, whom.home);
  if (silent !== null) return { type: "wait", until: silent };
  const at = await sendableAt(work, row, whom);
  if (at === null && whom.home) {
    await toPrivate(work, whom.home, row);
    return DROP;
  }
  return at !== null && at > work.now ? { type: "wait", until: at } : null;
}

async function compose(work: Work, row: OutboxRow): Promise<Composed> {
  if (row.operation === "delete") return { type: "delete" };
  const whom = await addressed(work.tx, row);
  if (!whom) return DROP;
  const instead = await notNow(work, row, whom);
  if (instead !== null) return instead;
  const view = VIEWS[row.content.view];
  if (!view) throw new Error("a row with a view that does not exist");
  const message = await view(seenFor(work, row, whom));
  if (!message) return DROP;
  const topic = await topicFor(work, row);
  return { type: "message", message, guard: guardOf(row, whom.home), ...(topic === null ? {} : { topic }) };
}

/** What was taken back or answered while the reveal was on its way is shown in what came of it. */
async function afterReveal(work: Work, row: OutboxRow): Promise<void> {
  if (row.content.params.anew === true) return;
  const round = await roundOf(work, row);
  if (round?.state !== "revealed") return;
  if (round.blanked.length === 0 && Object.keys(round.responses).length === 0) return;
  const home = await loadHome(work.tx, round.coupleId);
  if (home) await refresh(work, home, round.id, "reveal", "reveal");
}

/** It could only be removed, and is shown anew as it should be now. */
async function showAnew(work: Work, row: OutboxRow): Promise<void> {
  const { dedupe, lane, to, coupleId, personId, track } = row;
  const { edit: _edit, ...params } = row.content.params;
  const content = { view: row.content.view, params: { ...params, anew: true } };
  await work.tx.outbox.add({ dedupe: `${dedupe}:anew`, lane, to, coupleId, personId, content, track }, work.now);
}

async function afterDelivery(work: Work, row: OutboxRow, refs: readonly string[]): Promise<void> {
  await notePassing(work, row, refs);
  await arrivedThere(work, row);
  await toldOff(work, row);
  if (row.to.kind === "private") await arrivedPrivately(work, row.personId);
  if (row.operation === "delete" && row.content.view === "reveal") await showAnew(work, row);
  if (row.operation !== "send") return owedDone(work, row);
  await welcomeIs(work, row, "pair.welcome-posted");
  if (row.content.view === HALF_TAKEN) return toldHowItStands(work, row);
  if (row.content.view === KEEP_NOTICE) return keepingTold(work, String(row.content.params.by));
  if (row.content.view === "reveal") await afterReveal(work, row);
  await rowIsOut(work, row, true);
}

/** A row that is dropped leaves the outbox too: nothing waits for it any longer. */
async function composeOrDrop(work: Work, row: OutboxRow): Promise<Composed> {
  const composed = await compose(work, row);
  if (composed.type === "drop") await rowIsOut(work, row, false);
  return composed;
}

async function unreachable(work: Work, row: OutboxRow, why: Unreachable): Promise<void> {
  await owedWaits(work, row);
  if (row.to.kind === "private") {
    await closedDoor(work, row);
    return closedTo(work, row.to, why);
  }
  await welcomeIs(work, row, `pair.not-posted.${why === "no-access" || why === "chat-gone" ? why : "topic-closed"}`);
  const place = await work.tx.places.byChat(row.to.platform, row.to.chatId);
  if (!place && row.operation !== "send") return outOfReach(work, row);
  await refusedThere(work, row, why);
}

/** What the dispatcher needs of the application. */
export function createOutgoing(deps: Deps): Outgoing {
  return {
    compose: (tx, row, now) => composeOrDrop({ deps, tx, now }, row),
    reroute: (tx, row, audience: Audience, now) => movedFor({ deps, tx, now }, row, audience),
    refused: (tx, row, rejection, now) => refused({ deps, tx, now }, row, rejection),
    lost: (tx, row, reason, now) => lost({ deps, tx, now }, row, reason),
    delivered: (tx, row, refs, now) => afterDelivery({ deps, tx, now }, row, refs),
    migrated: async (tx, chat, toChatId, now) => {
      if (chat.kind === "shared") await followChat({ deps, tx, now }, chat.platform, chat.chatId, toChatId);
    },
    unreachable: (tx, row, why, now) => unreachable({ deps, tx, now }, row, why),
  };
}
