/** Drawing: any question of the two, by chance. */
import { unit } from "../../domain/prng.ts";
import type { Writing } from "../../ports/store.ts";
import type { Home, Work } from "../context.ts";
import { isForPartner } from "../rounds/giving.ts";

/** The kind whose rounds ask what was drawn. */
export const JAR = "jar";

/** Questions of the two that were not drawn yet. */
async function inside(work: Work, home: Home): Promise<readonly Writing[]> {
  const both = [home.people.a.id, home.people.b.id];
  return (await work.tx.writings.waiting(both, JAR)).filter((writing) => isForPartner(home, writing));
}

/** Takes a question out; null when there is none (but for `back`, which is put back in after that). */
export async function drawQuestion(work: Work, home: Home, back: string | null = null): Promise<Writing | null> {
  const questions = await inside(work, home);
  const drawn = questions[Math.floor(unit(work.deps.random.id()) * questions.length)];
  if (!drawn) return null;
  await work.tx.writings.save({ ...drawn, sentAt: work.now });
  const former = back === null ? null : await work.tx.writings.byId(back);
  if (former?.kind === JAR) await work.tx.writings.save({ ...former, sentAt: null });
  return drawn;
}

/** Whether nothing could be drawn now. */
export async function jarIsEmpty(work: Work, home: Home): Promise<boolean> {
  return (await inside(work, home)).length === 0;
}
