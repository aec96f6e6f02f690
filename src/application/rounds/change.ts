/** The only way a round changes: events are applied, saved, and what follows from them is set in motion. */
import { asksForPace } from "../../domain/pacing/pace.ts";
import { isRefusal } from "../../domain/refusal.ts";
import { answered, expire, kept } from "../../domain/round/decide.ts";
import { evolve, type RoundEvent } from "../../domain/round/evolve.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Home, Work } from "../context.ts";
import { goOn } from "../paths/go-on.ts";
import { mentionSomething } from "../rituals/mention.ts";
import { askWhetherItWorks } from "../rituals/working.ts";
import { post, refresh, tell } from "../speak.ts";
import { keepMatches } from "./answers.ts";
import { startTimers, stopTimers } from "./clocks.ts";
import { carryOut } from "./effects.ts";
import { askAboutLeftovers } from "./leftovers.ts";
import { announceReveal, decideReveal } from "./reveal.ts";

/** Applies events to a round, saves it, and does what each event asks for. Returns the round as it is now. */
export async function change(work: Work, home: Home, round: Round, events: readonly RoundEvent[]): Promise<Round> {
  let now = round;
  for (const event of events) {
    const before = now;
    now = evolve(now, event);
    await work.tx.rounds.save(now);
    now = await follow(work, home, before, now, event);
  }
  return now;
}

async function follow(work: Work, home: Home, before: Round, round: Round, event: RoundEvent): Promise<Round> {
  switch (event.type) {
    case "sealed": {
      if (event.seal.passed) await work.tx.answers.remove(round.id, home.couple.people[event.seat]);
      if (!answered(before) && answered(round)) await tellOneAnswered(work, home, round);
      const over = kept(round, work.now);
      if (!isRefusal(over) && over.length > 0) return change(work, home, round, over);
      return endIfOver(work, home, await change(work, home, round, await decideReveal(work, home, round)));
    }
    case "taken-back":
      await work.tx.answers.remove(round.id, home.couple.people[event.seat]);
      await work.tx.timers.clear("reveal", round.id);
      return endIfOver(work, home, round);
    case "revealed":
      await stopTimers(work, round.id);
      await carryOut(work, home, round);
      await keepMatches(work, home, round);
      await announceReveal(work, home, round);
      await afterwards(work, home, round);
      return round;
    case "closed":
      await stopTimers(work, round.id);
      await carryOut(work, home, round);
      await askAboutLeftovers(work, home, round);
      await askForPace(work, home, round);
      await afterwards(work, home, round);
      return round;
    case "responded":
    case "blanked":
      if (event.type === "blanked") await work.tx.answers.remove(round.id, home.couple.people[event.seat]);
      await refresh(work, home, round.id, "reveal", "reveal");
      if (event.type === "blanked") await refresh(work, home, round.id, `below:${event.seat}`, "below-gone");
      return round;
    case "delivered":
      await startTimers(work, home, round, event.at);
      return round;
    case "reminded":
    case "joined":
    case "lasting":
    case "turned":
      return round;
  }
}

/** It is over: its path goes on, and what it is time to ask or to mention is said. */
async function afterwards(work: Work, home: Home, round: Round): Promise<void> {
  await goOn(work, home, round);
  const asked = await askWhetherItWorks(work, home, round);
  if (!asked && round.state === "revealed") await mentionSomething(work, home, round);
}

/** What both had sealed outlived its window; taken back or passed after that, it closes (rule 6). */
async function endIfOver(work: Work, home: Home, round: Round): Promise<Round> {
  const decided = expire(round, work.now);
  return isRefusal(decided) ? round : change(work, home, round, decided);
}

/** Tries every round that both have sealed: after a pause, or when a chat opened again. */
export async function tryAllReveals(work: Work, home: Home): Promise<void> {
  for (const round of await work.tx.rounds.ofCouple(home.couple.id, ["ready"])) {
    await change(work, home, round, await decideReveal(work, home, round));
  }
}

/** After three daily cards in a row that closed unrevealed, each is asked how often they would like one. */
async function askForPace(work: Work, home: Home, round: Round): Promise<void> {
  const ritual = round.ritualId === null ? null : await work.tx.rituals.byId(round.ritualId);
  if (ritual?.rule.every !== "day") return;
  const history = await work.tx.rounds.history(home.couple.id);
  const ended = history.flatMap(({ kind, state }) =>
    kind === round.kind && (state === "revealed" || state === "closed") ? [state] : [],
  );
  if (!asksForPace(ended)) return;
  for (const person of [home.people.a, home.people.b]) {
    await tell(work, person, "pace", {}, { coupleId: home.couple.id, dedupe: `pace:${round.id}:${person.id}` });
  }
}

/**
 * The one exception to rule 1, and only while both want it (rule 8). It does not say who, and comes
 * once a round: a second time would tell that the first answer was taken back.
 */
async function tellOneAnswered(work: Work, home: Home, round: Round): Promise<void> {
  if (round.disclosure !== "both" || round.asked.length < 2) return;
  if (!home.people.a.tellAnswered || !home.people.b.tellAnswered) return;
  const purpose = "one-answered";
  if ((await work.tx.messages.ofRound(round.id, purpose)).length > 0) return;
  const options = { dedupe: `${purpose}:${round.id}`, track: { purpose, roundId: round.id } };
  await post(work, home, purpose, { roundId: round.id }, options);
}
