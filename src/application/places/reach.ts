/** Private chats that take nothing: a closed one is tried again by itself, a blocked one when its owner acts. */
import type { Person } from "../../domain/couple.ts";
import { HOUR, MINUTE } from "../../domain/ids.ts";
import type { Chat, Unreachable } from "../../ports/chat.ts";
import { homeOf, type Work } from "../context.ts";
import { tryAllReveals } from "../rounds/change.ts";
import { privateChat } from "../speak.ts";

type Private = Extract<Chat, { kind: "private" }>;

const SHORTEST = MINUTE;
const LONGEST = 6 * HOUR;

/**
 * Each wait is as long as what waits has waited: a minute, two, four, at most six hours. Nothing has to be counted,
 * and what is refused once for no reason of its owner's comes soon.
 */
async function tryLater(work: Work, chat: Private, personId: string): Promise<void> {
  const [oldest] = await work.tx.outbox.ofChat(chat);
  const waited = work.now - (oldest?.createdAt ?? work.now);
  const at = work.now + Math.min(LONGEST, Math.max(SHORTEST, waited));
  await work.tx.timers.set({ kind: "reach", ref: personId, at }, null);
}

/** The platform refused a private chat; its rows are parked. */
export async function closedTo(work: Work, chat: Private, why: Unreachable): Promise<void> {
  const person = await work.tx.people.byAccount(chat.platform, chat.userId);
  if (!person) return;
  if (person.reachable) await work.tx.people.save({ ...person, reachable: false });
  if (why !== "blocked") await tryLater(work, chat, person.id);
}

/** Something was delivered to somebody whose chat is being tried again: it is open. */
export async function arrivedPrivately(work: Work, personId: string | null): Promise<void> {
  if (personId === null || (await work.tx.timers.at("reach", personId)) === null) return;
  const person = await work.tx.people.byId(personId);
  if (person && !person.reachable) await openAgain(work, person);
}

async function openAgain(work: Work, person: Person): Promise<void> {
  const known = { ...person, reachable: true };
  await work.tx.people.save(known);
  await work.tx.timers.clear("reach", person.id);
  await work.tx.outbox.unpark(privateChat(person));
  const home = await homeOf(work.tx, known);
  if (home) await tryAllReveals(work, home);
}

/** Time to try a closed chat again: with what waits for it, or, where nothing does any more, with the next thing. */
export async function reachDue(work: Work, personId: string): Promise<void> {
  const person = await work.tx.people.byId(personId);
  if (!person || person.reachable) return;
  const chat = privateChat(person);
  if ((await work.tx.outbox.ofChat(chat)).length === 0) return openAgain(work, person);
  await work.tx.outbox.unpark(chat);
  await work.tx.timers.set({ kind: "reach", ref: personId, at: work.now + LONGEST }, null);
}
