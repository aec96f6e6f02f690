/** What is proposed for a ritual, in a few characters: a button that answers it carries them. */
import type { Ritual } from "../../domain/ritual.ts";

/** Whether something waits for the other's tap. */
export function isPending({ state, change }: Ritual): boolean {
  return state === "proposed" || change !== null;
}

/** The same for the same proposal; another time, length or proposer gives another one. 16 characters, no secret. */
export async function proposalMark({ state, rule, zone, proposedBy, change, length }: Ritual): Promise<string> {
  const said = JSON.stringify(change ?? [state, rule, zone, proposedBy, length]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(said));
  return Buffer.from(digest).toString("hex").slice(0, 16);
}
