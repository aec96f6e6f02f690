/**
 * A home in which cards have rested for a year ends, whoever made the pause, and also when one of the two has left:
 * then nothing is left of them either. The year is counted from when cards began to rest, so that it is the same for
 * both and tells nothing about the other.
 */
import { isPaused, LONGEST_REST } from "../../domain/pause.ts";
import { type Home, loadHome, type Work } from "../context.ts";
import { tell } from "../speak.ts";

/** Cards begin to rest. Called only where they did not rest before: another pause begins no other year. */
export function yearBegins(work: Work, home: Home): Promise<void> {
  return work.tx.timers.set({ kind: "home", ref: home.couple.id, at: work.now + LONGEST_REST }, home.couple.id);
}

/** No pause runs any more. */
export function yearIsOff(work: Work, home: Home): Promise<void> {
  return work.tx.timers.clear("home", home.couple.id);
}

/** A year of rest is over. Everybody keeps what they wrote themselves, and reads the same line. */
export async function yearIsOver(work: Work, coupleId: string): Promise<void> {
  const home = await loadHome(work.tx, coupleId);
  if (!home || !isPaused(home.couple, work.now)) return;
  await work.tx.couples.remove(coupleId);
  for (const person of [home.people.a, home.people.b]) {
    if (person.keptBy === undefined) await tell(work, person, "line", { key: "home.ended" });
  }
}
