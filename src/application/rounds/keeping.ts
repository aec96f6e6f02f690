/**
 * How long shown words are kept. Everybody's wish is carried out for themselves and for their partner,
 * so that the shorter of the two holds; what stands in the chats is not touched.
 */
import type { Keep, Person } from "../../domain/couple.ts";
import { DAY, type Instant, MINUTE } from "../../domain/ids.ts";
import { homeOf, type Work } from "../context.ts";

const KEPT: Readonly<Record<Keep, Instant | null>> = { forever: null, year: 365 * DAY, month: 30 * DAY };

/** Deleted in one go; the rest follows a moment later. */
const BATCH = 100;

/** A new wish is carried out a day later at the earliest: until then it can be changed back. */
export async function planKeeping(work: Work, person: Person): Promise<void> {
  if (KEPT[person.keep] === null) return work.tx.timers.clear("keep", person.id);
  await work.tx.timers.set({ kind: "keep", ref: person.id, at: work.now + DAY }, null);
}

/** Deletes what has outlived this person's wish, and comes again. */
export async function keepingDue(work: Work, ref: string): Promise<void> {
  const person = await work.tx.people.byId(ref);
  const kept = person && KEPT[person.keep];
  if (!person || kept === null) return;
  const home = await homeOf(work.tx, person);
  const before = work.now - kept;
  const own = await forget(work, person.id, before);
  const partners = home ? await forget(work, home.partner.id, before, home.couple.id) : 0;
  const more = own === BATCH || partners === BATCH;
  await work.tx.timers.set({ kind: "keep", ref, at: work.now + (more ? MINUTE : DAY) }, null);
}

/** Words below a reveal lie with the answer and go with it. Returns how many there were. */
async function forget(work: Work, author: string, before: Instant, couple?: string): Promise<number> {
  const rounds = await work.tx.answers.shownBefore(author, before, BATCH, couple);
  for (const round of rounds) await work.tx.answers.remove(round, author);
  return rounds.length;
}
