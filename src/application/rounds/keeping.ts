/**
 * How long shown words are kept. A wish deletes its author's own words, for both, and never the other's. The other is
 * told once, when it suits them; nothing is deleted in the week after that, and all of it at most 30 days after the
 * wish. What stands in the chats is not touched.
 */
import type { Keep, KeepWish, Person } from "../../domain/couple.ts";
import { DAY, type Instant, MINUTE } from "../../domain/ids.ts";
import { homeOf, type Work } from "../context.ts";
import { give } from "../gate.ts";

const KEPT: Readonly<Record<Keep, Instant | null>> = { forever: null, year: 365 * DAY, month: 30 * DAY };

/** Deleted in one go; the rest follows a moment later. */
const BATCH = 100;
/** Between the line that the other reads and the first deletion. */
const NOTICE = 7 * DAY;
/** Between the wish and the first deletion, also when the other could not be told. */
const LATEST = 30 * DAY;
/** Wishes that change often are told once a day. */
const BETWEEN = DAY;
/** The view that tells the other. */
export const KEEP_NOTICE = "keep-notice";

/** A wish for less than “for good”; null when there is none. */
export function runningWish({ keep, keepWish }: Pick<Person, "keep" | "keepWish">): KeepWish | null {
  return KEPT[keep] === null || keepWish === undefined ? null : keepWish;
}

/** When a wish is carried out if the other reads of it at `told`. */
export function keepingFrom(wished: Instant, told: Instant): Instant {
  return Math.min(told + NOTICE, wished + LATEST);
}

/** What a changed wish is from now on. One that only keeps words longer, where words are deleted already, begins at once. */
export function wishOf(before: Person, keep: Keep, now: Instant): KeepWish {
  const { keepWish: known } = before;
  // When it was changed last is remembered: back and forth is told once a day.
  if (keep === "forever") return { at: known?.at ?? now, begins: null };
  const isOn = known !== undefined && known.begins !== null && known.begins <= now;
  const [old, kept] = [KEPT[before.keep], KEPT[keep]];
  const isLonger = isOn && old !== null && kept !== null && kept >= old;
  return { at: now, begins: isLonger ? now : null };
}

/** Sets in motion what a new wish needs. `me`: with the wish. `before`: when the former one was made. */
export async function planKeeping(work: Work, me: Person, before: Instant | null): Promise<void> {
  const wish = runningWish(me);
  if (wish === null) return work.tx.timers.clear("keep", me.id);
  const home = await homeOf(work.tx, me);
  const at = wish.begins ?? (home ? wish.at + LATEST : wish.at + DAY);
  await work.tx.timers.set({ kind: "keep", ref: me.id, at }, null);
  if (!home || wish.begins !== null) return;
  const notBefore = before === null ? 0 : before + BETWEEN;
  const options = { dedupe: `${KEEP_NOTICE}:${me.id}`, notBefore };
  await give(work, home, KEEP_NOTICE, {}, options);
}

/** The other has read of the wish: now it is known when it is carried out. */
export async function keepingTold(work: Work, author: string): Promise<void> {
  const person = await work.tx.people.byId(author);
  const wish = person && runningWish(person);
  if (!person || !wish || wish.begins !== null) return;
  const begins = keepingFrom(wish.at, work.now);
  await work.tx.people.save({ ...person, keepWish: { ...wish, begins } });
  await work.tx.timers.set({ kind: "keep", ref: person.id, at: Math.max(begins, work.now) }, null);
}

/** Deletes what of this person's own words has outlived their wish, and comes again. */
export async function keepingDue(work: Work, ref: string): Promise<void> {
  const person = await work.tx.people.byId(ref);
  const kept = person && KEPT[person.keep];
  if (!person || kept === null) return;
  const rounds = await work.tx.answers.shownBefore(person.id, work.now - kept, BATCH);
  // Words below a reveal lie with the answer and go with it.
  for (const round of rounds) await work.tx.answers.remove(round, person.id);
  const wish = runningWish(person);
  if (wish && wish.begins === null) await work.tx.people.save({ ...person, keepWish: { ...wish, begins: work.now } });
  const again = rounds.length === BATCH ? MINUTE : DAY;
  await work.tx.timers.set({ kind: "keep", ref, at: work.now + again }, null);
}

/** Somebody new is the other one: what they have not read of begins with its time anew. */
export async function renewWish(work: Work, person: Person): Promise<void> {
  if (runningWish(person) === null) return;
  const wishing = { ...person, keepWish: { at: work.now, begins: null } };
  await work.tx.people.save(wishing);
  await planKeeping(work, wishing, null);
}
