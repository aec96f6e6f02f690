/** Why a shared chat is not the two's alone, in the words that are true of it. */

/**
 * `public`: people who are no members can read it. `person`, `bot`: somebody, or a bot, has joined. `open`: everybody
 * in its server can see it, and there are others. `others`: more than the two, and it is not known who. `left`: one of
 * the two is not in it. `hidden`: one of the two cannot see it.
 */
export type Exposure = "public" | "person" | "bot" | "open" | "others" | "left" | "hidden";

/** Nobody else is there: nothing that was shown can be read by a stranger. */
export function isOneMissing(exposure: Exposure): boolean {
  return exposure === "left" || exposure === "hidden";
}

/**
 * Whether the two should hear of `now`, after they have heard of `told` (null: of nothing). Who it is may become
 * known or be forgotten while the same strangers are there: that is no news.
 */
export function isNews(told: Exposure | null, now: Exposure): boolean {
  if (told === null) return true;
  if (isOneMissing(told) !== isOneMissing(now)) return true;
  return now === "public" && told !== "public";
}

/** Strangers that are known to be in a chat, out of `extras` that are there. */
export function ofStrangers(extras: number, known: { readonly people: number; readonly bots: number }): Exposure {
  if (known.bots === 0 && known.people >= extras) return "person";
  return known.people === 0 && known.bots >= extras ? "bot" : "others";
}
