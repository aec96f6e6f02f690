/** What a round waits for: the end of its window, and the one reminder before it. */
import type { Instant } from "../../domain/ids.ts";
import { wantsReminder } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import { reminderAt } from "../../domain/round/window.ts";
import type { Home, Work } from "../context.ts";
import { isSpoken } from "./fields.ts";

/** Window and reminder of a round whose card came at `from`. A spoken card reminds nobody. */
export async function startTimers(work: Work, home: Home, round: Round, from: Instant): Promise<void> {
  const couple = home.couple.id;
  await work.tx.timers.set({ kind: "window", ref: round.id, at: round.windowEndsAt }, couple);
  if (isSpoken(work.deps.content, round)) return;
  if (wantsReminder(round, "a") || wantsReminder(round, "b")) {
    await work.tx.timers.set({ kind: "reminder", ref: round.id, at: reminderAt(from, round.windowEndsAt) }, couple);
  }
}

export async function stopTimers(work: Work, roundId: string): Promise<void> {
  for (const kind of ["window", "reminder", "reveal", "end", "silence"] as const)
    await work.tx.timers.clear(kind, roundId);
}
