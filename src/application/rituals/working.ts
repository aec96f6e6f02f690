/** “Is this ritual working?”: after every so many occurrences both are asked. */
import { partAfter } from "../../domain/path.ts";
import { isPaused } from "../../domain/pause.ts";
import { localDate } from "../../domain/recurrence.ts";
import type { Ritual } from "../../domain/ritual.ts";
import { isRunning } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Past } from "../../ports/store.ts";
import type { Home, Work } from "../context.ts";
import { begin } from "../paths/begin.ts";

/** The kind of the question; it is about a ritual, so nobody opens it by hand. */
export const RITUAL_CHECK = "ritualcheck";

/** A round that is over is the end of its occurrence, unless its path has a part to come. */
function endsOccurrence(work: Work, round: Round): boolean {
  const card = work.deps.content.card(round.cards[0] ?? "", "en");
  const deck = round.path === null || !card ? undefined : work.deps.content.deck(card.deck, "en");
  return !card || !deck || partAfter(deck, card.step.part) === null;
}

/** When this ritual was last asked about, or began; null while any ritual is being asked about. */
async function askedLast(work: Work, ritual: Ritual, history: readonly Past[]): Promise<number | null> {
  const { now } = work;
  let last = ritual.createdAt;
  for (const past of history.filter(({ kind }) => kind === RITUAL_CHECK)) {
    if (isRunning(past, now)) return null;
    const round = await work.tx.rounds.byId(past.roundId);
    if (round?.about === ritual.id) last = Math.max(last, past.openedAt);
  }
  return last;
}

/** A round is over: if its ritual has occurred often enough since it was last asked about, both are asked. True then. */
export async function askWhetherItWorks(work: Work, home: Home, round: Round): Promise<boolean> {
  const ritual = round.ritualId === null ? null : await work.tx.rituals.byId(round.ritualId);
  const every = work.deps.content.ritualKind(round.kind)?.working ?? 0;
  if (every === 0 || ritual?.state !== "active" || ritual.occurrences < every) return false;
  if (!endsOccurrence(work, round) || isPaused(home.couple, work.now)) return false;
  const history = await work.tx.rounds.history(home.couple.id);
  const last = await askedLast(work, ritual, history);
  if (last === null) return false;
  const since = history.filter(({ kind, openedAt }) => kind === round.kind && openedAt > last);
  if (new Set(since.map(({ date }) => date)).size < every) return false;
  const date = localDate(work.now, ritual.zone);
  const opening = { kind: RITUAL_CHECK, ritual: null, date, dueAt: work.now, by: null, about: ritual.id };
  return (await begin(work, home, opening)).length > 0;
}
