/** What is done when something falls due. Each handler runs in the heartbeat's transaction. */
import type { Seat } from "../domain/couple.ts";
import { isPaused } from "../domain/pause.ts";
import { wantsReminder } from "../domain/round/decide.ts";
import type { Round } from "../domain/round/state.ts";
import type { Timer, Tx } from "../ports/store.ts";
import { type Deps, type Home, homeOf, loadHome, type Work } from "./context.ts";
import { yearIsOver } from "./pairing/year.ts";
import { passingDue } from "./passing.ts";
import { partDue } from "./paths/go-on.ts";
import { endSpoken } from "./paths/spoken.ts";
import { pauseDue } from "./pauses/pause.ts";
import { placeDue } from "./places/outage.ts";
import { reachDue } from "./places/reach.ts";
import { ritualDue } from "./rituals/schedule.ts";
import { change } from "./rounds/change.ts";
import { blankAll } from "./rounds/copies.ts";
import { revealDue, roundEnds, windowEnds } from "./rounds/ending.ts";
import { letterSetsOut } from "./rounds/giving.ts";
import { keepingDue } from "./rounds/keeping.ts";
import { isLeftOver } from "./rounds/leftovers.ts";
import { tell } from "./speak.ts";

type Handler = (work: Work, ref: string) => Promise<void>;

function onRound(handle: (work: Work, home: Home, round: Round) => Promise<void>): Handler {
  return async (work, ref) => {
    const round = await work.tx.rounds.byId(ref);
    const home = round && (await loadHome(work.tx, round.coupleId));
    if (home) await handle(work, home, round);
  };
}

/** Rule 8: one a round, privately, only to who has not sealed. */
const reminder = onRound(async (work, home, round) => {
  const paused = isPaused(home.couple, work.now);
  for (const seat of ["a", "b"] as const satisfies readonly Seat[]) {
    const person = home.people[seat];
    if (paused || !person.reminders || !wantsReminder(round, seat)) continue;
    const options = {
      coupleId: home.couple.id,
      dedupe: `reminder:${round.id}:${seat}`,
      track: { purpose: "prompt", roundId: round.id },
    };
    await tell(work, person, "reminder", { roundId: round.id }, options);
  }
  if (!round.reminded) await change(work, home, round, [{ type: "reminded" }]);
});

const ritual: Handler = async (work, ref) => {
  const found = await work.tx.rituals.byId(ref);
  const home = found && (await loadHome(work.tx, found.coupleId));
  if (home) await ritualDue(work, home, found);
};

/** Nobody chose for seven days: the answer is deleted. */
const leftover: Handler = async (work, ref) => {
  const [roundId = "", seat] = ref.split(":");
  const round = await work.tx.rounds.byId(roundId);
  const home = round && (await loadHome(work.tx, round.coupleId));
  const of = seat === "b" ? "b" : "a";
  if (home && isLeftOver(round, of, work.now)) await work.tx.answers.remove(roundId, home.couple.people[of]);
};

/** A letter's date has come, or the minutes in which it could be withdrawn are over. */
const letterDue: Handler = async (work, ref) => {
  const writing = await work.tx.writings.byId(ref);
  const author = writing && (await work.tx.people.byId(writing.author));
  const home = await homeOf(work.tx, author);
  if (writing && home) await letterSetsOut(work, home, writing);
};

/** This database was restored since the date was set: the letter may have been sent, or taken back. */
const letterHeld: Handler = async (work, ref) => {
  const writing = await work.tx.writings.byId(ref);
  const author = writing && (await work.tx.people.byId(writing.author));
  if (author && writing.sentAt === null) await tell(work, author, "letter-mine", { writingId: ref, held: true });
};

const HANDLERS: Readonly<Record<Timer["kind"], Handler>> = {
  ritual,
  reminder,
  window: onRound(windowEnds),
  reveal: onRound(revealDue),
  end: onRound(roundEnds),
  blank: onRound(blankAll),
  leftover,
  draft: (work, ref) => work.tx.drafts.remove(ref),
  pause: pauseDue,
  invite: (work, ref) => work.tx.invites.remove(ref),
  part: partDue,
  silence: onRound(endSpoken),
  letter: letterDue,
  "letter-soon": letterDue,
  "letter-held": letterHeld,
  home: yearIsOver,
  keep: keepingDue,
  place: placeDue,
  reach: reachDue,
  passing: passingDue,
};

/** Handles one timer that ran out. The heartbeat has cleared it; a handler that needs it sets it again. */
export function onTimer(deps: Deps): (tx: Tx, timer: Timer, now: number) => Promise<void> {
  return (tx, timer, now) => HANDLERS[timer.kind]({ deps, tx, now }, timer.ref);
}
