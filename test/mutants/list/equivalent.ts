/** Breakages that look like faults and change nothing for anybody, each with the reason. */
import type { Equivalent } from "../mutation.ts";

export const EQUIVALENT: readonly Equivalent[] = [
  {
    name: "an invitation that has ended is confirmed",
    find: "!other || ctx.now >= found.expiresAt",
    replace: "!other",
    equivalent:
      "The button that confirms is good only while `acceptedInvite` in confirm-states.ts says that the invitation has " +
      "not ended, by the same clock in the same transaction. test/scenario/invite.test.ts tries it at that very instant.",
  },
  {
    name: "the proof of a confirmation does not say for which account it was made",
    find: "JSON.stringify([token, account.platform, account.userId, action, state])",
    replace: "JSON.stringify([token, action, state])",
    equivalent:
      "The row that holds the proof is looked up by the account and the action, so another account's row is never " +
      "compared with it. The account in the proof guards a row that was changed in the file by hand.",
  },
  {
    name: "sealed words are not bound to their owner",
    find: "key.owner}|v",
    replace: "spot.row}|v",
    equivalent:
      "Every owner has a key of their own, and a wrapped key opens for its owner only (`wrapAad`), so that nothing that " +
      "was sealed for one owner is ever opened with another's key. Naming the owner again is a second lock.",
  },
];
