/**
 * How a path goes on: when a part is over, the next one is put on, or its time is set. Personal parts are
 * gone through by each at their own pace and hold up nobody: what comes after them comes at its time,
 * whether or not somebody did theirs (rule 1).
 */
import type { Card, Deck } from "../../domain/card.ts";
import type { Seat } from "../../domain/couple.ts";
import { partsOf } from "../../domain/deck.ts";
import { DAY, HOUR, type Instant, type RoundId } from "../../domain/ids.ts";
import { nextHeavyHour } from "../../domain/pacing/hours.ts";
import { isPersonal, nextShared, partAfter, restEnds } from "../../domain/path.ts";
import { isPaused, pauseEnds } from "../../domain/pause.ts";
import { localDate } from "../../domain/recurrence.ts";
import { runs } from "../../domain/ritual-kind.ts";
import { anyMatch } from "../../domain/round/disclose.ts";
import type { Round } from "../../domain/round/state.ts";
import { type Home, loadHome, type MyHome, type Work } from "../context.ts";
import { answersOf } from "../rounds/answers.ts";
import { cardsOf } from "../rounds/fields.ts";
import { openRounds } from "../rounds/open.ts";
import { keepSilent } from "./silence.ts";

/** Paths are the same in every language. */
const TAKEN_IN = "en";

/** A part that follows a reveal at once comes when the reveal may: both have just sealed (rule 9). Not after this long. */
const LIVE = 2 * HOUR;

interface Path {
  readonly deck: Deck;
  /** The part this round was. */
  readonly part: number;
  readonly id: RoundId;
}

function pathOf(work: Work, round: Round): Path | null {
  const { content } = work.deps;
  const kind = content.ritualKind(round.kind);
  const card = content.card(round.cards[0] ?? "", TAKEN_IN);
  const deck = card && content.deck(card.deck, TAKEN_IN);
  if (!runs(kind) || round.path === null || !deck) return null;
  return { deck, part: card.step.part, id: round.path };
}

/** A part whose end leads on: shown to both, matched, or spoken and gone on with. */
async function wentWell(work: Work, home: Home, round: Round): Promise<boolean> {
  const cards = cardsOf(work.deps.content, round, TAKEN_IN);
  if (cards.every((card) => card.fields.length === 0)) return round.turn > 0;
  return round.state === "revealed" && anyMatch(cards, await answersOf(work, home, round));
}

/** A round is over: what follows it on its path. Nothing, for a round that is no part of one. */
export async function goOn(work: Work, home: Home, round: Round): Promise<void> {
  const path = pathOf(work, round);
  if (!path) return;
  const next = partAfter(path.deck, path.part);
  const [only] = round.asked;
  if (round.asked.length === 1 && only && isPersonal(path.deck, path.part)) {
    if (next !== null && isPersonal(path.deck, next)) await openPart(work, home, path.id, round, next, [only]);
    return;
  }
  // Parts that are spread over a length come at their time, whatever became of the one before.
  if (isSpread(path) && round.lasts === null) return;
  if (!(await wentWell(work, home, round))) return;
  if (next !== null && isPersonal(path.deck, next)) await openPart(work, home, path.id, round, next, ["a", "b"]);
  await planShared(work, home, path, round);
}

function isSpread({ deck, part }: Path): boolean {
  return deck.cards.some(({ step }) => step.part === part && step.rest === "share");
}

interface Due {
  readonly part: number;
  readonly at: Instant;
  readonly silent: boolean;
}

/** The next part for both, and when it comes after one that ended at `ended`; null at the end of the path. */
async function dueAfter(work: Work, home: Home, path: Path, ended: Instant): Promise<Due | null> {
  const next = nextShared(path.deck, path.part);
  const before = next && path.deck.cards.find(({ step }) => step.part === next.before);
  if (!next || !before) return null;
  const first = await work.tx.rounds.byId(path.id);
  const zone = home.couple.zone;
  const spread = { zone, length: first?.lasts ?? null, parts: partsOf(path.deck).length - 1 };
  const at = fitting(home, path.deck, next.part, restEnds(before, ended, spread));
  return { part: next.part, at, silent: before.step.silent };
}

/** Sets the hour of the next part for both, or puts it on at once. */
async function planShared(work: Work, home: Home, path: Path, round: Round): Promise<void> {
  const due = await dueAfter(work, home, path, work.now);
  if (!due) return;
  // What everybody has for themselves does not show that both are up.
  const both = !isPersonal(path.deck, path.part);
  // In a pause there are no new cards: its timer asks again when the pause is over.
  const rests = isPaused(home.couple, work.now);
  if (due.at <= work.now && !rests) return openPart(work, home, path.id, round, due.part, ["a", "b"], both);
  await work.tx.timers.set({ kind: "part", ref: path.id, at: due.at }, home.couple.id);
  if (due.silent) await keepSilent(work, home, due.at);
}

/** A heavy part waits for hours in which it may come. */
function fitting(home: Home, deck: Deck, part: number, at: Instant): Instant {
  const heavy = deck.cards.some((card: Card) => card.step.part === part && card.heavy);
  const { a, b } = home.people;
  return heavy ? nextHeavyHour(at, [a.zone, b.zone]) : at;
}

async function openPart(
  work: Work,
  home: Home,
  id: RoundId,
  round: Round,
  part: number,
  asked: readonly Seat[],
  atOnce = false,
): Promise<void> {
  const ritual = round.ritualId === null ? null : await work.tx.rituals.byId(round.ritualId);
  const date = localDate(work.now, ritual?.zone ?? home.couple.zone);
  const isFresh = round.state === "revealed" && work.now - round.openedAt < LIVE;
  const live = atOnce && isFresh && !isPaused(home.couple, work.now);
  const opening = { kind: round.kind, ritual, date, dueAt: work.now, by: null, asked, path: id, part, live };
  const [opened] = await openRounds(work, home, opening);
  const path = opened && pathOf(work, opened);
  if (opened && path && isSpread(path)) await planShared(work, home, path, opened);
}

/** A path was begun: where it begins with what is everybody's own, the first part for both has its hour set. */
export async function begun(work: Work, home: Home, round: Round): Promise<void> {
  const path = pathOf(work, round);
  if (path && isPersonal(path.deck, path.part)) await planShared(work, home, path, round);
}

/** The last round of a path that was put to both, or its first. */
async function latestOf(work: Work, home: Home, id: RoundId): Promise<Round | null> {
  const history = await work.tx.rounds.history(home.couple.id);
  const last = history.find((past) => past.path === id && past.asked.length === 2);
  return work.tx.rounds.byId(last?.roundId ?? id);
}

/** The hour of a path's next part has come. It waits for a pause to end, and does not come without its couple. */
export async function partDue(work: Work, id: RoundId): Promise<void> {
  const first = await work.tx.rounds.byId(id);
  const home = first && (await loadHome(work.tx, first.coupleId));
  if (!home) return;
  const later = (at: Instant) => work.tx.timers.set({ kind: "part", ref: id, at }, home.couple.id);
  if (isPaused(home.couple, work.now)) return later(pauseEnds(home.couple, work.now) ?? work.now + DAY);
  const last = await latestOf(work, home, id);
  const path = last && pathOf(work, last);
  const next = path && nextShared(path.deck, path.part);
  if (!last || !path || !next) return;
  const at = fitting(home, path.deck, next.part, work.now);
  if (at > work.now) return later(at);
  await openPart(work, home, path.id, last, next.part, ["a", "b"]);
}

/** When a path of this kind that somebody is on goes on by itself, or null while none rests between two parts. */
export async function goesOnAt(work: Work, home: MyHome, kind: string): Promise<Instant | null> {
  if (!runs(work.deps.content.ritualKind(kind))) return null;
  const history = await work.tx.rounds.history(home.couple.id);
  const last = history.find((past) => past.kind === kind && past.path !== null && past.asked.includes(home.seat));
  return last?.path ? work.tx.timers.at("part", last.path) : null;
}

/** The two do not want to wait: the next part comes now. False when none waits. */
export async function goOnNow(work: Work, id: RoundId): Promise<boolean> {
  if ((await work.tx.timers.at("part", id)) === null) return false;
  await work.tx.timers.clear("part", id);
  await partDue(work, id);
  return true;
}

/** When a part was over, as far as what follows it is reckoned from that; of one that was not revealed its beginning. */
function endOf(round: Round): Instant {
  if (round.state === "revealed") return round.revealedAt;
  return round.state === "closed" && round.turn > 0 ? round.closedAt : round.openedAt;
}

/** Cards are awake again: parts whose hour came meanwhile come now. */
export async function wakeParts(work: Work, home: Home): Promise<void> {
  const history = await work.tx.rounds.history(home.couple.id);
  for (const id of new Set(history.flatMap(({ path }) => path ?? []))) {
    if ((await work.tx.timers.at("part", id)) === null) continue;
    const last = await latestOf(work, home, id);
    const path = last && pathOf(work, last);
    const due = path && (await dueAfter(work, home, path, endOf(last)));
    if (due && due.at <= work.now) {
      await work.tx.timers.set({ kind: "part", ref: id, at: work.now }, home.couple.id);
    }
  }
}
