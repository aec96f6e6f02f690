/** The only way a round changes: events are applied, saved, and what follows from them is set in motion. */
import { asksForPace } from "../../domain/pacing/pace.ts";
import { isRefusal } from "../../domain/refusal.ts";
import { answered, isRunning, kept } from "../../domain/round/decide.ts";
import { evolve, type Pair, type RoundEvent } from "../../domain/round/evolve.ts";
import { storedUnder } from "../../domain/round/pair.ts";
import type { Round } from "../../domain/round/state.ts";
import { LONGEST_WAIT } from "../../domain/round/window.ts";
import type { Home, Work } from "../context.ts";
import { goOn } from "../paths/go-on.ts";
import { mentionSomething } from "../rituals/mention.ts";
import { askWhetherItWorks } from "../rituals/working.ts";
import { post, refresh, tell } from "../speak.ts";
import { keepMatches } from "./answers.ts";
import { startTimers, stopTimers } from "./clocks.ts";
import { carryOut } from "./effects.ts";
import { askAboutLeftovers } from "./leftovers.ts";
import { maySayOneAnswered } from "./one-answered.ts";
import { announceReveal, decideReveal } from "./reveal.ts";

/** Applies events to a round, saves it, and does what each event asks for. Returns the round as it is now. */
export async function change(work: Work, home: Home, round: Round, events: readonly RoundEvent[]): Promise<Round> {
  let now = round;
  for (const event of events) {
    now = evolve(now, event);
    await work.tx.rounds.save(now);
    now = await follow(work, home, now, event);
  }
  return now;
}

async function follow(work: Work, home: Home, round: Round, event: RoundEvent): Promise<Round> {
  switch (event.type) {
    case "sealed": {
      if (event.seal.passed) await work.tx.answers.remove(round.id, home.couple.people[event.seat]);
      if (answered(round)) await tellOneAnswered(work, home, round);
      const over = kept(round, work.now);
      if (!isRefusal(over) && over.length > 0) return change(work, home, round, over);
      return change(work, home, round, await decideReveal(work, home, round));
    }
    case "taken-back":
      await work.tx.answers.remove(round.id, home.couple.people[event.seat]);
      await work.tx.timers.clear("reveal", round.id);
      return change(work, home, round, await decideReveal(work, home, round));
    case "revealed":
      await stopTimers(work, round.id);
      if (event.pair) await revealPartners(work, event.pair, round);
      await carryOut(work, home, round);
      await keepMatches(work, home, round);
      await announceReveal(work, home, round);
      await afterwards(work, home, round);
      return round;
    case "closed":
    case "ended":
      await stopTimers(work, round.id);
      await carryOut(work, home, round);
      await askAboutLeftovers(work, home, round);
      // What a window's end leads to was done then, when nobody could tell from it what was sealed.
      if (event.type === "closed") await afterUnrevealed(work, home, round);
      return round;
    case "responded":
    case "blanked":
    case "blank-asked":
      await afterReveal(work, home, round, event);
      return round;
    case "delivered":
      await startTimers(work, home, round, event.at);
      return round;
    case "reminded":
    case "lasting":
    case "turned":
      return round;
  }
}

/** The partner's round is revealed with this one: from now on the two are one, under two ids. */
async function revealPartners(work: Work, pair: Pair, round: Round): Promise<void> {
  const partners = await work.tx.rounds.byId(pair.round);
  if (!partners) throw new Error("a pair of which one round is not there");
  const event = { type: "revealed", at: work.now, pair: { round: round.id, seals: pair.seals } } as const;
  await work.tx.rounds.save(evolve(partners, event));
  await stopTimers(work, partners.id);
}

/** A response or a take-back: the messages show it, and a partner's round revealed with this one has it too. */
async function afterReveal(
  work: Work,
  home: Home,
  round: Round,
  event: Extract<RoundEvent, { type: "responded" | "blanked" | "blank-asked" }>,
): Promise<void> {
  const partners = round.state === "revealed" && round.pair ? await work.tx.rounds.byId(round.pair) : null;
  if (partners) await work.tx.rounds.save(evolve(partners, event));
  if (event.type === "blank-asked") {
    const at = work.now + LONGEST_WAIT;
    return work.tx.timers.set({ kind: "blank", ref: round.id, at }, home.couple.id);
  }
  if (event.type === "blanked") {
    await work.tx.answers.remove(storedUnder(round, event.seat), home.couple.people[event.seat]);
  }
  for (const { id } of partners ? [round, partners] : [round]) await refresh(work, home, id, "reveal", "reveal");
  if (event.type === "blanked") await refresh(work, home, round.id, `below:${event.seat}`, "below-gone");
}

/** It is over: its path goes on, and what it is time to ask or to mention is said. */
async function afterwards(work: Work, home: Home, round: Round): Promise<void> {
  await goOn(work, home, round);
  const asked = await askWhetherItWorks(work, home, round);
  if (!asked && round.state === "revealed") await mentionSomething(work, home, round);
}

/** Over without a reveal, for all that the two can see: the same whether nobody, one or both have sealed. */
export async function afterUnrevealed(work: Work, home: Home, round: Round): Promise<void> {
  await askForPace(work, home, round);
  await afterwards(work, home, round);
}

/**
 * Tries every round with answers: after a pause, when a chat opened again, or when quiet hours changed. One that
 * was revealed with another before its turn came is left alone.
 */
export async function tryAllReveals(work: Work, home: Home): Promise<void> {
  for (const { id } of await work.tx.rounds.ofCouple(home.couple.id, ["half", "ready"])) {
    const round = await work.tx.rounds.byId(id);
    if (round) await change(work, home, round, await decideReveal(work, home, round));
  }
}

/** After three daily cards in a row whose window ended without a reveal, each is asked how often they would like one. */
async function askForPace(work: Work, home: Home, round: Round): Promise<void> {
  const ritual = round.ritualId === null ? null : await work.tx.rituals.byId(round.ritualId);
  if (ritual?.rule.every !== "day") return;
  const history = await work.tx.rounds.history(home.couple.id);
  const ended = history.flatMap((past) => {
    if (past.kind !== round.kind || isRunning(past, work.now)) return [];
    return [past.state === "revealed" ? "revealed" : "closed"] as const;
  });
  if (!asksForPace(ended)) return;
  for (const person of [home.people.a, home.people.b]) {
    await tell(work, person, "pace", {}, { coupleId: home.couple.id, dedupe: `pace:${round.id}:${person.id}` });
  }
}

/**
 * The one exception to rule 1 (rule 8). Its row is checked again when it is sent: it does not say who, nor how
 * many, and comes once a round, because a second time would tell that the first answer was taken back.
 */
async function tellOneAnswered(work: Work, home: Home, round: Round): Promise<void> {
  const purpose = "one-answered";
  if (!maySayOneAnswered(work, home, round)) return;
  if ((await work.tx.messages.ofRound(round.id, purpose)).length > 0) return;
  const options = { dedupe: `${purpose}:${round.id}`, track: { purpose, roundId: round.id } };
  await post(work, home, purpose, { roundId: round.id }, options);
}
