/** Two people become a couple: the daily card is on, and both are told. */
import type { Couple, Person, Place } from "../../domain/couple.ts";
import { DAY } from "../../domain/ids.ts";
import { NO_PAUSES } from "../../domain/pause.ts";
import { isRefusal } from "../../domain/refusal.ts";
import type { Recurrence, Ritual } from "../../domain/ritual.ts";
import { parseWhen } from "../../domain/when.ts";
import { type Home, loadHome, type Work } from "../context.ts";
import { tellOfOneName } from "../names.ts";
import { planNext } from "../rituals/schedule.ts";
import { renewWish } from "../rounds/keeping.ts";
import { post, tell } from "../speak.ts";
import { isUp } from "./person.ts";

/** What comes by itself asks about weeks of cards: not in the first ones. */
const FIRST_WEEKS = 30 * DAY;
/** 20:00 for every couple that has chosen nothing else. */
const DAILY_AT = 20 * 60;

async function leaveWaiting(work: Work, person: Person, except: string | null): Promise<void> {
  for (const place of await work.tx.places.waitingFor(person.id)) {
    if (place.id === except) continue;
    await work.tx.places.save({ ...place, joined: place.joined.filter((id) => id !== person.id) });
  }
  const invite = await work.tx.invites.ofInviter(person.id);
  if (invite) await work.tx.invites.remove(invite.codeHash);
}

/**
 * Connects two people who belong to no couple. The first is the first joiner: language and zone start
 * as theirs. It is the `actor`'s tap; the other's quiet hours are kept unless they joined during them.
 */
export async function connect(
  work: Work,
  [first, second]: readonly [Person, Person],
  place: Place | null,
  actor: Person,
): Promise<void> {
  const { deps, tx, now } = work;
  const couple: Couple = {
    id: deps.random.id(),
    people: { a: first.id, b: second.id },
    language: first.language,
    zone: first.zone,
    zoneAsked: false,
    pauses: NO_PAUSES,
    silentUntil: null,
    gentleUntil: null,
    offers: { at: 0, ignored: 0, kinds: [] },
    cards: "shared",
    createdAt: now,
  };
  await tx.couples.save(couple);
  if (place) await tx.places.save({ ...place, coupleId: couple.id, joined: [first.id, second.id] });
  for (const person of [first, second]) await leaveWaiting(work, person, place?.id ?? null);
  const home = await loadHome(tx, couple.id);
  if (!home) throw new Error("a couple vanished while it was made");
  await startRituals(work, home);
  for (const person of [first, second]) await renewWish(work, person);
  const other = first.id === actor.id ? second : first;
  const by = isUp(other, other.agreedAt ?? now, now) ? null : actor.id;
  for (const person of [first, second]) {
    await tell(work, person, "connected", { by }, { lane: "interactive", coupleId: couple.id });
  }
  await tellOfOneName(work, couple, [first, second], by);
  await post(work, home, "together", { by }, { lane: "interactive" });
}

/** The daily card; and what comes by itself, privately, because nobody would think of adding it. */
async function startRituals(work: Work, home: Home): Promise<void> {
  await startRitual(work, home, "heart", { every: "day", at: DAILY_AT });
  for (const { id, usual, listed } of work.deps.content.rituals) {
    const rule = usual === null || listed ? null : parseWhen(usual, "en");
    if (rule && !isRefusal(rule)) await startRitual(work, home, id, rule, work.now + FIRST_WEEKS);
  }
}

/** `from`: nothing of it comes before. */
async function startRitual(work: Work, home: Home, kind: string, rule: Recurrence, from = work.now): Promise<void> {
  const ritual: Ritual = {
    id: work.deps.random.id(),
    coupleId: home.couple.id,
    kind,
    rule,
    zone: home.couple.zone,
    state: "active",
    proposedBy: "a",
    change: null,
    lastDate: null,
    occurrences: 0,
    length: null,
    createdAt: from,
  };
  await work.tx.rituals.save(ritual);
  await planNext(work, home, ritual);
}
