/** Drawing: any question of the two, by chance. */
import { unit } from "../../domain/prng.ts";
import type { Writing } from "../../ports/store.ts";
import type { Home, Work } from "../context.ts";
import { isForPartner } from "../rounds/giving.ts";

/** The kind whose rounds ask what was drawn. */
export const JAR = "jar";

/** Takes a question out; null when there is none (but for `back`, which is put back in after that). */
export async function drawQuestion(work: Work, home: Home, back: string | null = null): Promise<Writing | null> {
  const both = [home.people.a.id, home.people.b.id];
  const inside = (await work.tx.writings.waiting(both, JAR)).filter((writing) => isForPartner(home, writing));
  const drawn = inside[Math.floor(unit(work.deps.random.id()) * inside.length)];
  if (!drawn) return null;
  await work.tx.writings.save({ ...drawn, sentAt: work.now });
  const former = back === null ? null : await work.tx.writings.byId(back);
  if (former?.kind === JAR) await work.tx.writings.save({ ...former, sentAt: null });
  return drawn;
}
