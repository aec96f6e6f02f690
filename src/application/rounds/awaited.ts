/** What somebody's next private message is, where the bot has just asked for something else than an answer. */
import type { Answer } from "../../domain/answer.ts";
import type { Couple, Person } from "../../domain/couple.ts";
import { HOUR } from "../../domain/ids.ts";
import type { Draft } from "../../ports/store.ts";
import type { Ctx, Work } from "../context.ts";

/** Asked for longer ago, a message is more likely meant for something else. */
const AWAITED = HOUR;

type Purpose = "jar" | "date" | "name";
const PURPOSES: readonly string[] = ["jar", "date", "name"] satisfies Purpose[];

/** Who is asked; they may have no couple. */
interface AskedOne {
  readonly me: Pick<Person, "id">;
  readonly couple: Pick<Couple, "id"> | null;
}

/** Holds no words: it only says what the next ones are. */
export function isAwaited({ purpose }: Pick<Draft, "purpose">): boolean {
  return PURPOSES.includes(purpose);
}

/** The next private message is this; what was awaited before is not any more. `about`: what belongs to it. */
export async function awaitWords(
  ctx: Ctx,
  { me, couple }: AskedOne,
  purpose: Purpose,
  about: Answer = {},
): Promise<void> {
  await stopAwaiting(ctx, me.id);
  const id = ctx.deps.random.id();
  const expiresAt = ctx.now + AWAITED;
  const times = { createdAt: ctx.now, expiresAt };
  await ctx.tx.drafts.save({ id, personId: me.id, roundId: null, purpose, answer: about, ...times });
  await ctx.tx.timers.set({ kind: "draft", ref: id, at: expiresAt }, couple?.id ?? null);
}

export async function awaitedOf(work: Work, personId: string): Promise<Draft | null> {
  const drafts = await work.tx.drafts.ofPerson(personId);
  return drafts.find((draft) => isAwaited(draft) && work.now < draft.expiresAt) ?? null;
}

/** It came, or something else is asked now: a message meant for a card must not go into the jar. */
export async function stopAwaiting(work: Pick<Work, "tx">, personId: string): Promise<void> {
  for (const draft of await work.tx.drafts.ofPerson(personId)) {
    if (!isAwaited(draft)) continue;
    await work.tx.drafts.remove(draft.id);
    await work.tx.timers.clear("draft", draft.id);
  }
}
