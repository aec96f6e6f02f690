/** Rule 2: a reveal is decided once, in one transaction. When it may be, rules 9 and 10 say. */
import type { Person } from "../../domain/couple.ts";
import type { Instant } from "../../domain/ids.ts";
import { answered, collects, reveal } from "../../domain/round/decide.ts";
import type { Pair, RoundEvent } from "../../domain/round/evolve.ts";
import { pairOf, storedUnder } from "../../domain/round/pair.ts";
import type { Round } from "../../domain/round/state.ts";
import { endAfter, freeAt, revealAt } from "../../domain/round/window.ts";
import type { Chat } from "../../ports/chat.ts";
import type { OutboxRow } from "../../ports/outbox.ts";
import type { Home, Work } from "../context.ts";
import { post, privateChat, tell } from "../speak.ts";

/** Whether there is anywhere to show a reveal: the shared place, or both private chats. */
function somewhereToShow(home: Home): boolean {
  return home.place?.active === true || (home.people.a.reachable && home.people.b.reachable);
}

/**
 * What a round with answers needs now: the events of its reveal, or none and a timer for when to ask again.
 * After the window's end a round with one answer is asked as often as one with two, and a moment that was free
 * sets its end. While there is nowhere to show it, or cards rest until somebody says otherwise, no timer is set:
 * the event that changes this asks anew. `since`: nothing has run or changed from this instant on.
 */
export async function decideReveal(
  work: Work,
  home: Home,
  round: Round,
  since: Instant = work.now,
): Promise<readonly RoundEvent[]> {
  const { now } = work;
  if (!collects(round) || !answered(round)) return [];
  const isOver = now >= round.windowEndsAt;
  const free = isOver ? freeAt(home.couple, home.people, now) : null;
  const first = free === now && somewhereToShow(home) ? freeAt(home.couple, home.people, Math.min(since, now)) : null;
  if (isOver) await planEnd(work, home, round, first);
  const both = await sealsOfBoth(work, home, round);
  const at = both ? revealAt(both.seals, home.couple, home.people, now) : free;
  if (at !== null && at > now) await work.tx.timers.set({ kind: "reveal", ref: round.id, at }, home.couple.id);
  if (at !== now || !both || !somewhereToShow(home)) return [];
  return reveal(round, now, both.pair);
}

/**
 * The first free moment decides; later ones would only set a later end. After a downtime one in it counts too, but
 * not before there is one in which two answers are revealed.
 */
async function planEnd(work: Work, home: Home, round: Round, free: Instant | null): Promise<void> {
  const planned = (await work.tx.timers.at("end", round.id)) ?? Number.MAX_SAFE_INTEGER;
  const at = Math.min(planned, endAfter(round.windowEndsAt, free));
  await work.tx.timers.set({ kind: "end", ref: round.id, at }, home.couple.id);
}

/** Both answers, in one round or in the two of those who came to it alone; null while one is missing. */
async function sealsOfBoth(
  work: Work,
  home: Home,
  round: Round,
): Promise<{ readonly seals: Pair["seals"]; readonly pair: Pair | null } | null> {
  if (round.state === "ready") return { seals: round.seals, pair: null };
  if (round.disclosure !== "match" || round.asked.length !== 1) return null;
  for (const other of await work.tx.rounds.ofCouple(home.couple.id, ["half"])) {
    const pair = pairOf(round, other);
    if (pair) return { seals: pair.seals, pair };
  }
  return null;
}

/** Puts the reveal on its way to the couple's place, or to both private chats. */
export async function announceReveal(work: Work, home: Home, round: Round): Promise<void> {
  const options = {
    lane: "interactive",
    track: { purpose: "reveal", roundId: round.id },
    dedupe: `reveal:${round.id}`,
  } as const;
  if (work.deps.content.ritualKind(round.kind)?.opens === "alone") await revealToEach(work, home, round);
  else await post(work, home, "reveal", { roundId: round.id }, options);
  if (await mayHaveBeenShown(work, round)) await holdBack(work, home, round);
}

/** What each came to alone is shown to each alone, as the round that was theirs. */
async function revealToEach(work: Work, home: Home, round: Round): Promise<void> {
  for (const seat of ["a", "b"] as const) {
    const [person, roundId] = [home.people[seat], storedUnder(round, seat)];
    const track = { purpose: "reveal", roundId };
    const dedupe = `reveal:${roundId}:${person.id}`;
    await tell(work, person, "reveal", { roundId }, { lane: "interactive", coupleId: home.couple.id, track, dedupe });
  }
}

/** Both had sealed before this database was restored: the reveal may have come after the backup was made. */
async function mayHaveBeenShown(work: Work, round: Round): Promise<boolean> {
  const restored = Number((await work.tx.settings.get("restored_at")) ?? 0);
  return round.state === "revealed" && Math.max(round.seals.a.at, round.seals.b.at) <= restored;
}

/** A restore never reveals again: what could be a repetition waits for the operator, like all that was unsent. */
async function holdBack(work: Work, home: Home, round: Round): Promise<void> {
  for (const row of await revealsOnTheWay(work, home, round)) {
    await work.tx.outbox.update({ ...row, state: "dead", deadReason: "restore" });
  }
}

/** Copies of a round's reveal that were not delivered yet, in the chats of the two. */
export async function revealsOnTheWay(work: Work, home: Home, round: Round): Promise<readonly OutboxRow[]> {
  const { place, people } = home;
  const shared: Chat[] = place ? [{ kind: "shared", platform: place.platform, chatId: place.chatId }] : [];
  const ids = [storedUnder(round, "a"), storedUnder(round, "b")];
  const rows: OutboxRow[] = [];
  for (const chat of [...shared, privateChat(people.a), privateChat(people.b)]) {
    for (const row of await work.tx.outbox.ofChat(chat)) {
      const isCopy = row.content.view === "reveal" && row.operation === "send";
      if (isCopy && ids.includes(String(row.content.params.roundId))) rows.push(row);
    }
  }
  return rows;
}

/** The same to the private chats only, with the reason: others can see the shared place (rule 10). */
export async function announcePrivately(work: Work, home: Home, round: Round, why: string): Promise<void> {
  const send = async (person: Person) => {
    const track = { purpose: "reveal", roundId: round.id };
    const coupleId = home.couple.id;
    await tell(
      work,
      person,
      "line",
      { key: why, roundId: round.id, withReveal: true },
      { lane: "interactive", coupleId, dedupe: `why:${round.id}:${person.id}` },
    );
    await tell(
      work,
      person,
      "reveal",
      { roundId: round.id },
      { lane: "interactive", coupleId, track, dedupe: `reveal:${round.id}:${person.id}` },
    );
  };
  await send(home.people.a);
  await send(home.people.b);
}
