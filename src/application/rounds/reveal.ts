/** Rule 2: a reveal is decided once, in one transaction. When it may be, rules 9 and 10 say. */
import type { Person } from "../../domain/couple.ts";
import { isRefusal } from "../../domain/refusal.ts";
import { reveal } from "../../domain/round/decide.ts";
import type { RoundEvent } from "../../domain/round/evolve.ts";
import type { Round } from "../../domain/round/state.ts";
import { isPaused, LONGEST_PAUSE_WAIT, revealableAt } from "../../domain/round/window.ts";
import type { Chat } from "../../ports/chat.ts";
import type { Home, Work } from "../context.ts";
import { post, privateChat, tell } from "../speak.ts";

/** Whether there is anywhere to show a reveal: the shared place, or both private chats. */
function somewhereToShow(home: Home): boolean {
  return home.place?.active === true || (home.people.a.reachable && home.people.b.reachable);
}

/**
 * What a ready round needs now: the events of its reveal, or none and a timer for when it may be.
 * While there is nowhere to show it, nothing is set: the event that opens a chat again asks anew.
 */
export async function decideReveal(work: Work, home: Home, round: Round): Promise<readonly RoundEvent[]> {
  if (round.state !== "ready") return [];
  const wait = async (at: number) => {
    await work.tx.timers.set({ kind: "reveal", ref: round.id, at }, home.couple.id);
    return [];
  };
  if (isPaused(home.couple, work.now)) {
    return wait(Math.min(home.couple.pause?.until ?? Number.MAX_SAFE_INTEGER, round.readyAt + LONGEST_PAUSE_WAIT));
  }
  if (!somewhereToShow(home)) return [];
  // Never awake together: each gets it privately in their own time, decided now.
  const at = revealableAt(round, home.people, work.now) ?? work.now;
  if (at > work.now) return wait(at);
  const decided = reveal(round, work.now);
  return isRefusal(decided) ? [] : decided;
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

/** What each came to alone is shown to each alone. */
async function revealToEach(work: Work, home: Home, round: Round): Promise<void> {
  const track = { purpose: "reveal", roundId: round.id };
  for (const person of [home.people.a, home.people.b]) {
    const options = {
      lane: "interactive",
      coupleId: home.couple.id,
      track,
      dedupe: `reveal:${round.id}:${person.id}`,
    } as const;
    await tell(work, person, "reveal", { roundId: round.id }, options);
  }
}

/** Both had sealed before this database was restored: the reveal may have come after the backup was made. */
async function mayHaveBeenShown(work: Work, round: Round): Promise<boolean> {
  const restored = Number((await work.tx.settings.get("restored_at")) ?? 0);
  return round.state === "revealed" && Math.max(round.seals.a.at, round.seals.b.at) <= restored;
}

/** A restore never reveals again: what could be a repetition waits for the operator, like all that was unsent. */
async function holdBack(work: Work, home: Home, round: Round): Promise<void> {
  const { place, people } = home;
  const shared: Chat[] = place ? [{ kind: "shared", platform: place.platform, chatId: place.chatId }] : [];
  for (const chat of [...shared, privateChat(people.a), privateChat(people.b)]) {
    for (const row of await work.tx.outbox.ofChat(chat)) {
      if (row.content.view !== "reveal" || row.content.params.roundId !== round.id) continue;
      await work.tx.outbox.update({ ...row, state: "dead", deadReason: "restore" });
    }
  }
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
