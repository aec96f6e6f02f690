/** What each person sent to the other in the last day: kind and what it was, and never what became of it. */
import type { Instant, PersonId } from "../domain/ids.ts";
import type { SendKind } from "../domain/sends.ts";

export interface Sends {
  /**
   * Counts a send by this person, unless `most` others of its kind were counted at or after `since`: then false, and
   * nothing is counted. The same `ref` counts once. Forgets what this person sent before `since`.
   */
  count(
    send: { readonly person: PersonId; readonly kind: SendKind; readonly ref: string; readonly at: Instant },
    limit: { readonly since: Instant; readonly most: number },
  ): Promise<boolean>;
}
