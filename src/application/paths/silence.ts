/** A silence: for a time the two chose, the bot posts nothing to them. A person's own taps are answered. */
import type { Instant } from "../../domain/ids.ts";
import type { Home, Work } from "../context.ts";

/** Nothing that is scheduled reaches the two before `until`. A longer silence stays. */
export async function keepSilent(work: Work, home: Home, until: Instant): Promise<void> {
  const couple = await work.tx.couples.byId(home.couple.id);
  if (couple) await work.tx.couples.save({ ...couple, silentUntil: Math.max(until, couple.silentUntil ?? 0) });
}

/** The two are back. */
export async function endSilence(work: Work, home: Home): Promise<void> {
  const couple = await work.tx.couples.byId(home.couple.id);
  if (couple?.silentUntil) await work.tx.couples.save({ ...couple, silentUntil: null });
}
