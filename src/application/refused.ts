/**
 * What becomes of a message that a platform does not take. First it is said in a simpler form; then what belongs to
 * both goes from the shared chat to the private ones; what a private chat takes in no form is held until its owner is
 * heard from. Only what is our own fault is left to the operator, and those it was for are told.
 */
import { formAfter } from "../domain/form.ts";
import type { Round } from "../domain/round/state.ts";
import { EMPTIED, type OutboxRow } from "../ports/outbox.ts";
import type { Fate, Rejection } from "../ports/outgoing.ts";
import { type Home, loadHome, type Work } from "./context.ts";
import { owedDone, tellItStays } from "./owed.ts";
import { welcomeIs } from "./pairing/place.ts";
import { takeAway, toPrivate } from "./places/reroute.ts";
import { rowIsOut } from "./rounds/copies.ts";
import { announcePrivately } from "./rounds/reveal.ts";
import { tell } from "./speak.ts";

/** Lines about a refusal: one that is refused itself leads to no other. */
const ABOUT = "refusal.";
/** Interactive answers that somebody counts on; of any other it is enough to say that it did not come through. */
const COUNTED = new Set([
  "reveal",
  "below",
  "letter",
  "card",
  "sealed",
  "kept",
  "leftover",
  "half-taken",
  "first-card",
]);

async function roundOf(work: Work, row: OutboxRow): Promise<Round | null> {
  const id = row.content.params.roundId;
  return typeof id === "string" ? work.tx.rounds.byId(id) : null;
}

function homeOfRow(work: Work, row: OutboxRow): Promise<Home | null> {
  return row.coupleId === null ? Promise.resolve(null) : loadHome(work.tx, row.coupleId);
}

/** One line into the chat of the row, whoever reads there. */
async function sayThere(work: Work, row: OutboxRow, key: string): Promise<void> {
  const { lang } = row.content.params;
  const params = { key, ...(typeof lang === "string" ? { lang } : {}) };
  await work.tx.outbox.add(
    {
      dedupe: `${key}:${row.to.kind === "private" ? row.to.userId : row.to.chatId}`,
      lane: "interactive",
      to: row.to,
      coupleId: row.coupleId,
      personId: row.personId,
      content: { view: "line", params },
    },
    work.now,
  );
}

async function tellBoth(work: Work, home: Home, key: string, about: string, lane?: OutboxRow["lane"]): Promise<void> {
  for (const person of [home.people.a, home.people.b]) {
    const dedupe = `${key}:${about}:${person.id}`;
    const options = { coupleId: home.couple.id, dedupe, ...(lane === undefined ? {} : { lane }) };
    await tell(work, person, "line", { key }, options);
  }
}

function isAboutRefusal(row: OutboxRow): boolean {
  return row.content.view === "line" && String(row.content.params.key ?? "").startsWith(ABOUT);
}

/** The row is put aside for the operator, and those it was meant for hear that something did not come through. */
export async function lost(work: Work, row: OutboxRow, reason: string): Promise<Fate> {
  await work.tx.outbox.update({ ...row, state: "dead", deadReason: reason });
  // A half that was taken back does not wait for a copy that is not going to arrive.
  await rowIsOut(work, row, false);
  if (isAboutRefusal(row)) return "dead";
  await welcomeIs(work, row, "pair.not-posted.refused");
  const home = await homeOfRow(work, row);
  const isForBoth = row.to.kind === "shared" || ["reveal", "below", "letter"].includes(row.content.view);
  const key = row.content.view === "reveal" ? "refusal.lost-reveal" : "refusal.lost";
  if (home && isForBoth) await tellBoth(work, home, key, String(row.content.params.roundId ?? row.id));
  else if (row.to.kind === "private") await sayThere(work, row, "refusal.lost");
  work.deps.wake();
  return "dead";
}

/** Somebody's own message, or a part of ours, that stays where it is: whoever wanted it gone hears so. */
async function couldNotDelete(work: Work, row: OutboxRow, reason: string): Promise<Fate> {
  const { why } = row.content.params;
  const round = await roundOf(work, row);
  if (round?.state === "revealed" && row.content.view !== "none") {
    await work.tx.outbox.update({ ...row, state: "dead", deadReason: reason });
    await tellItStays(work, round, "half.stays");
    return "dead";
  }
  await work.tx.outbox.remove(row.id);
  const home = await homeOfRow(work, row);
  if (why === "begun" && home && row.to.kind === "shared") await tellBoth(work, home, "refusal.begun-stays", row.id);
  const person = row.personId === null ? null : await work.tx.people.byId(row.personId);
  if (why === "typed" && person) await tell(work, person, "line", { key: "typed.stays" }, { lane: "interactive" });
  if (why === "readable" && person)
    await tell(work, person, "line", { key: "readable.stays" }, { lane: "interactive" });
  await owedDone(work, row);
  return "elsewhere";
}

/** A message of somebody who has left cannot be changed: it is deleted, and where that is refused too it stays. */
async function emptiedOtherwise(work: Work, row: OutboxRow): Promise<Fate> {
  const { form: _form, ...whole } = row;
  await work.tx.outbox.update({ ...whole, operation: "delete" });
  return "again";
}

/** The message cannot be made to show what it should: it is removed and shown anew, or what stays is said. */
async function couldNotEdit(work: Work, row: OutboxRow, { reason, because }: Rejection): Promise<Fate> {
  if (row.content.view === EMPTIED) return emptiedOtherwise(work, row);
  const round = await roundOf(work, row);
  const takesBack = round?.state === "revealed" && round.blanked.length > 0;
  if (takesBack && because !== "stays") {
    const { form: _form, ...whole } = row;
    await work.tx.outbox.update({ ...whole, operation: "delete" });
    return "again";
  }
  await work.tx.outbox.update({ ...row, state: "dead", deadReason: reason });
  const home = await homeOfRow(work, row);
  if (takesBack) await tellItStays(work, round, "half.stays");
  else if (home) await tellBoth(work, home, "refusal.not-updated", String(row.content.params.roundId ?? row.id));
  return "dead";
}

/** The shared chat does not take it: each of the two gets it privately, with the reason. */
async function elsewhere(work: Work, home: Home, row: OutboxRow): Promise<Fate> {
  const round = row.content.view === "reveal" ? await roundOf(work, row) : null;
  await work.tx.outbox.remove(row.id);
  if (round) await announcePrivately(work, home, round, "refusal.reveal");
  else {
    await tellBoth(work, home, "refusal.place", row.id, row.lane);
    await toPrivate(work, home, row);
  }
  work.deps.wake();
  return "elsewhere";
}

/** A private chat takes it in no form: kept until its owner is heard from, or, where nobody counts on it, said to be missing. */
async function hold(work: Work, row: OutboxRow, reason: string): Promise<Fate> {
  if (isAboutRefusal(row)) {
    await work.tx.outbox.remove(row.id);
    return "elsewhere";
  }
  if (row.lane === "interactive" && !COUNTED.has(row.content.view)) {
    await work.tx.outbox.remove(row.id);
    await sayThere(work, row, "refusal.again");
    return "elsewhere";
  }
  const { form: _form, ...whole } = row;
  await work.tx.outbox.update({ ...whole, sentRefs: [], state: "parked", deadReason: reason });
  await sayThere(work, row, "refusal.held");
  await notBoth(work, row);
  return "held";
}

/**
 * A reveal that one of the two cannot be shown yet: the other hears, once, that it has not reached both. Not where
 * somebody has blocked the bot: that is theirs, and nobody else's to hear of.
 */
async function notBoth(work: Work, row: OutboxRow): Promise<void> {
  const round = row.content.view === "reveal" && row.operation === "send" ? await roundOf(work, row) : null;
  const home = round && (await loadHome(work.tx, round.coupleId));
  if (!home || round?.state !== "revealed") return;
  const purpose = "not-both";
  if ((await work.tx.messages.ofRound(round.id, purpose)).length > 0) return;
  const other = row.personId === home.people.a.id ? home.people.b : home.people.a;
  const options = {
    coupleId: home.couple.id,
    dedupe: `${purpose}:${round.id}`,
    track: { purpose, roundId: round.id },
  };
  await tell(work, other, purpose, { roundId: round.id }, options);
  work.deps.wake();
}

/** The two have given that chat up, and the bot cannot reach it: what stands there stays, and its author hears so. */
export async function outOfReach(work: Work, row: OutboxRow): Promise<void> {
  for (const owed of await work.tx.outbox.ofChat(row.to)) {
    if (owed.operation === "send") continue;
    await work.tx.outbox.remove(owed.id);
    const round = await roundOf(work, owed);
    if (round) await tellItStays(work, round, "half.out-of-reach");
    work.deps.log.warn("what stands in a chat that was given up stays there", {
      platform: owed.to.platform,
      view: owed.content.view,
      id: owed.id,
    });
  }
}

/**
 * A shared chat has become another one. What stood in the old one has other numbers now, or none: what was to be
 * changed or removed there stays, and its author hears so.
 */
export async function followChat(work: Work, platform: string, fromChatId: string, toChatId: string): Promise<void> {
  const rows = await work.tx.outbox.ofChat({ kind: "shared", platform, chatId: fromChatId });
  const owed = rows.filter(({ operation }) => operation !== "send");
  await work.tx.places.migrate(platform, fromChatId, toChatId);
  for (const row of owed) {
    const round = await roundOf(work, row);
    if (round) await tellItStays(work, round, "half.out-of-reach");
  }
}

/** Decides what becomes of a row that its platform does not take, and writes it down. */
export async function refused(work: Work, row: OutboxRow, rejection: Rejection): Promise<Fate> {
  if (row.operation === "delete") return couldNotDelete(work, row, rejection.reason);
  const form = rejection.because === "stays" ? null : formAfter(row.form);
  if (form !== null) {
    await takeAway(work, row);
    const sentRefs = row.operation === "send" ? [] : row.sentRefs;
    await work.tx.outbox.update({ ...row, form, sentRefs, retryAt: 0 });
    return "again";
  }
  if (row.operation === "edit") return couldNotEdit(work, row, rejection);
  await takeAway(work, row);
  if (rejection.because === "bug") return lost(work, { ...row, sentRefs: [] }, rejection.reason);
  if (row.to.kind === "private") return hold(work, row, rejection.reason);
  const home = await homeOfRow(work, row);
  return home ? elsewhere(work, home, row) : lost(work, { ...row, sentRefs: [] }, rejection.reason);
}
