/** Rounds of the past as both may know of them: by the time of their window's end, never by what was sealed. */
import type { Instant } from "../../domain/ids.ts";
import type { Past } from "../../ports/store.ts";

/** Whether its window runs, as `isRunning` says of the whole round. */
export function isRunningPast({ state, windowEndsAt }: Past, now: Instant): boolean {
  return state !== "revealed" && state !== "closed" && now < windowEndsAt;
}
