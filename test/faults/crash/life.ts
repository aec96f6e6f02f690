/** What a couple does while the program dies under it: cards, answers, changes of mind, responses. */

import type { Actor } from "./actor.ts";
import { among, dice, PATIENCE } from "./actor.ts";
import type { Couple } from "./couples.ts";
import type { Scene } from "./scene.ts";

/** One in this many answers is long enough to be cut into several messages. */
const LONG = 6;

function words(random: () => number): number {
  return random() * LONG < 1 ? 170 + Math.floor(random() * 80) : 2 + Math.floor(random() * 12);
}

/** Answers, and perhaps has second thoughts; in the end something is sealed. */
async function partakes(actor: Actor, round: string, random: () => number): Promise<void> {
  if (actor.can.includes("pass") && random() < 0.15) await actor.does("pass", round);
  await actor.answers(round, words(random));
  for (let thoughts = Math.floor(random() * 2.6); thoughts > 0; thoughts -= 1) {
    const change = among(random, actor.can);
    if (actor.seesReveal(round)) return;
    if (change === "change") await actor.answers(round, words(random));
    else await actor.does(change, round);
  }
}

/** Whether the author must believe that nothing is sealed, so that they answer once more. */
function believesNothing(scene: Scene, actor: Actor, round: string): boolean {
  const own = scene.acts.filter((act) => act.round === round && act.seat === actor.seat && act.outcome !== "refused");
  const last = own.at(-1);
  return last === undefined || last.deed.type === "clear" || last.outcome === "unknown";
}

async function completes(couple: Couple, round: string): Promise<void> {
  const { a, b } = couple;
  for (const actor of [a, b]) {
    for (
      let attempt = 0;
      attempt < 8 && !a.seesReveal(round) && believesNothing(actor.scene, actor, round);
      attempt += 1
    ) {
      await actor.answers(round, 4);
    }
  }
}

/** One round from its card to its responses; false when there is no further one. */
async function oneRound(couple: Couple, random: () => number): Promise<boolean> {
  const { a, b } = couple;
  const { scene } = a;
  const able = mayOpen(couple);
  if (able.length === 0) return false;
  const round = await opens(couple, among(random, able));
  if (round === null) return false;
  if (random() < 0.5) await Promise.all([partakes(a, round, random), partakes(b, round, random)]);
  else {
    await partakes(b, round, random);
    if (random() < 0.3) await b.looks(round);
    await partakes(a, round, random);
  }
  await completes(couple, round);
  const shown = await scene.until(() => a.seesReveal(round) && b.seesReveal(round), 2 * PATIENCE);
  if (shown && random() < 0.6) await among(random, [a, b]).responds(round);
  return true;
}

/** What was done in a couple's last round, for the failure's message. */
function lastOf(scene: Scene, couple: string): string {
  const round = [...scene.rounds].findLast(([, id]) => id === couple)?.[0] ?? "";
  const acts = scene.acts.filter((act) => act.round === round);
  const told = acts.map(({ seat, deed, outcome, order }) => `${order} ${seat} ${JSON.stringify(deed)} ${outcome}`);
  return `round ${round}: ${told.join(", ")}`;
}

/** What both read last, for the failure's message. */
function told({ a, b }: Pick<Couple, "a" | "b">): string {
  return [a, b].flatMap((actor) => [`\n  ${actor.seat} reads:`, ...actor.reads()]).join("\n    ");
}

/** One person opens eight cards a day; the last of them is for the epilogue. */
const MOST_CARDS = 7;
const opened = new WeakMap<Actor, number>();

/** Who of the two may still open a card today. */
function mayOpen({ a, b }: Couple): readonly Actor[] {
  return [a, b].filter((actor) => (opened.get(actor) ?? 0) < MOST_CARDS);
}

/** Asks for a new card and waits until both see it. */
async function opens({ id, a, b }: Couple, actor: Actor): Promise<string | null> {
  const { scene } = actor;
  const round = await actor.asksForCard();
  if (round === null) {
    scene.complaints.push(
      `${id}: no new card came, however often it was asked for; ${lastOf(scene, id)}${told({ a, b })}`,
    );
    return null;
  }
  opened.set(actor, (opened.get(actor) ?? 0) + 1);
  scene.rounds.set(round, id);
  await scene.until(() => a.newestCard() === round && b.newestCard() === round, PATIENCE);
  return round;
}

/** Round after round until it is over. The last one may be left with one seal, to be looked at. */
export async function live(couple: Couple, seed: number, isOver: () => boolean): Promise<void> {
  const random = dice(seed);
  while (!isOver()) if (!(await oneRound(couple, random))) return;
}

/** After the last kill: one more card, sealed by one, looked at, and sealed by the other. */
export async function epilogue(couple: Couple, seed: number): Promise<void> {
  const { a, b } = couple;
  const { scene } = a;
  const first = dice(seed)() < 0.5 ? a : b;
  const round = await opens(couple, first);
  if (round === null) return;
  await first.answers(round, 5);
  await first.looks(round);
  await completes(couple, round);
  await scene.until(() => a.seesReveal(round) && b.seesReveal(round), 2 * PATIENCE);
}
