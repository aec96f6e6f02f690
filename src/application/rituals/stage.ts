/** How far a couple has come with the bot, and where what they have begun stands. Only what both know of. */
import { partsOf } from "../../domain/deck.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Stage } from "../../domain/offer.ts";
import type { Ritual } from "../../domain/ritual.ts";
import { runs } from "../../domain/ritual-kind.ts";
import { isRunning } from "../../domain/round/decide.ts";
import type { Past } from "../../ports/store.ts";
import type { Home, Work } from "../context.ts";
import { nextOccurrencePart, sharedPast } from "../rounds/choose.ts";

export async function stageOf(work: Work, home: Home): Promise<Stage> {
  const past = await sharedPast(work, home);
  const rituals = await work.tx.rituals.ofCouple(home.couple.id);
  const reveals = past.filter(({ revealedAt }) => revealedAt !== null).length;
  return { reveals, theirs: new Set([...rituals, ...past].map(({ kind }) => kind)) };
}

/** Which part of a path comes next, of how many, where one comes with each occurrence; else null. */
export async function comingPart(
  work: Work,
  home: Home,
  ritual: Ritual,
): Promise<{ readonly part: number; readonly of: number } | null> {
  const { content } = work.deps;
  const kind = content.ritualKind(ritual.kind);
  const [name = ""] = Object.values(kind?.plan ?? {}).flat();
  const deck = content.deck(name, "en");
  if (!kind || !deck || kind.draw !== "sequence" || runs(kind)) return null;
  const parts = partsOf(deck);
  const next = nextOccurrencePart(deck, { kind: kind.id, ritual }, await sharedPast(work, home));
  return { part: next === null ? parts.length : parts.indexOf(next) + 1, of: parts.length };
}

/** The newest path of a kind that both were put to, and when its next part comes; null while none waits. */
export async function pathUnderWay(
  work: Work,
  home: Home,
  kind: string,
): Promise<{ readonly last: Past; readonly next: Instant | null } | null> {
  const last = (await sharedPast(work, home)).find((past) => past.kind === kind && past.path !== null);
  if (!last?.path) return null;
  const next = await work.tx.timers.at("part", last.path);
  return isRunning(last, work.now) || next !== null ? { last, next } : null;
}
