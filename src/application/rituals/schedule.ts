/** When a ritual's next card is due, and putting it on. */
import type { Instant } from "../../domain/ids.ts";
import { comesUnderPace, slowerPace } from "../../domain/pacing/pace.ts";
import { isPaused, wasPaused } from "../../domain/pause.ts";
import { localDate, previousOccurrence } from "../../domain/recurrence.ts";
import type { Ritual } from "../../domain/ritual.ts";
import { windowEnd } from "../../domain/round/window.ts";
import type { Home, Work } from "../context.ts";
import { begin } from "../paths/begin.ts";
import { post } from "../speak.ts";
import { firstHour, hadCard, nextRun, zonesOf } from "./runs.ts";

/** Sets the timer of an active ritual; one that rests or is proposed has none. */
export async function planNext(work: Work, home: Home, ritual: Ritual): Promise<void> {
  if (ritual.state !== "active") return work.tx.timers.clear("ritual", ritual.id);
  const { at } = nextRun(home, ritual, work.now);
  await work.tx.timers.set({ kind: "ritual", ref: ritual.id, at }, home.couple.id);
}

/** The run that is due now: the latest one that has come, however long nobody looked. */
function dueRun(home: Home, ritual: Ritual, now: Instant): { at: Instant; date: string } {
  const runs = zonesOf(home, ritual).map((zone) => {
    const date = localDate(previousOccurrence(ritual.rule, zone, now + 1), zone);
    return { at: firstHour(home, ritual, date), date };
  });
  return runs.reduce((latest, run) => (run.at > latest.at ? run : latest));
}

/** At most one card a local date; a daily one no more often than the slower of the two wishes. */
function comesOn(home: Home, ritual: Ritual, date: string): boolean {
  if (hadCard(ritual, date)) return false;
  const { a, b } = home.people;
  return ritual.rule.every !== "day" || comesUnderPace(slowerPace(a.pace, b.pace), ritual.lastDate, date);
}

/** Cards rest now, or rested when this one came due and nothing ran: it does not come after the pause. */
function rested({ couple }: Home, due: Instant, now: Instant): boolean {
  return isPaused(couple, now) || wasPaused(couple, due);
}

/** A path of which every part is done: it rests, and the two are told so. */
async function atItsEnd(work: Work, home: Home, ritual: Ritual): Promise<boolean> {
  const kind = work.deps.content.ritualKind(ritual.kind);
  if (kind?.draw !== "sequence") return false;
  await post(work, home, "path-done", { kind: ritual.kind });
  return true;
}

/**
 * A ritual's timer ran out: puts its card on when the window is still open, the couple is not paused
 * and this date has had none, then sets the next. What came due while nothing ran comes once.
 */
export async function ritualDue(work: Work, home: Home, ritual: Ritual): Promise<void> {
  if (ritual.state !== "active") return;
  const run = dueRun(home, ritual, work.now);
  const restored = Number((await work.tx.settings.get("restored_at")) ?? 0);
  const open = work.now < windowEnd(ritual, run.at) && run.at > restored && run.at > ritual.createdAt;
  const wanted = open && comesOn(home, ritual, run.date) && !rested(home, run.at, work.now);
  let current = ritual;
  if (wanted) {
    const opening = { kind: ritual.kind, ritual, date: run.date, dueAt: run.at, by: null };
    const begun = await begin(work, home, opening);
    if (begun.length > 0) current = { ...ritual, lastDate: run.date, occurrences: ritual.occurrences + 1 };
    // Woken again it begins anew: what was done before does not count.
    else if (await atItsEnd(work, home, ritual)) current = { ...ritual, state: "resting", createdAt: work.now };
    if (current !== ritual) await work.tx.rituals.save(current);
  }
  await planNext(work, home, current);
}
