/** What is proposed for a ritual, in a few characters: a button that answers it carries them. */
import type { Ritual } from "../../domain/ritual.ts";

/** Whether something waits for the other's tap. */
export function isPending({ state, change }: Ritual): boolean {
  return state === "proposed" || change !== null;
}

/** The same for the same proposal; another time, length or proposer gives another one. No secret. */
export function proposalMark({ state, rule, zone, proposedBy, change, length }: Ritual): string {
  const text = JSON.stringify(change ?? [state, rule, zone, proposedBy, length]);
  let hash = 0;
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash.toString(36);
}
