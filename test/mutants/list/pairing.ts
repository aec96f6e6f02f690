/** Who comes together with whom. */
import type { Mutation } from "../mutation.ts";

export const PAIRING: readonly Mutation[] = [
  {
    name: "a stranger accepts an invitation on a closed bot",
    find: 'export async function acceptInvite(ctx: Ctx, code: string): Promise<void> {\n  if (!isAllowed(ctx)) return line(ctx, "closed-bot");',
    replace: "export async function acceptInvite(ctx: Ctx, code: string): Promise<void> {",
    tests: ["test/scenario/invite.test.ts"],
    ci: true,
  },
  {
    name: "a stranger opens an invitation on a closed bot",
    find: 'export async function openInvite(ctx: Ctx, code: string): Promise<void> {\n  if (!isAllowed(ctx)) return line(ctx, "closed-bot");',
    replace: "export async function openInvite(ctx: Ctx, code: string): Promise<void> {",
    tests: ["test/scenario/invite.test.ts"],
  },
  {
    name: "an invitation is good at the instant of its end",
    find: "good = found !== null && now < found.expiresAt",
    replace: "good = found !== null && now <= found.expiresAt",
    tests: ["test/scenario/invite.test.ts"],
  },
  {
    name: "an invitation that was taken is good for another one",
    find: "found.expiresAt && !taken && ",
    replace: "found.expiresAt && ",
    tests: ["test/scenario/invite.test.ts"],
  },
  {
    name: "somebody pairs with themselves",
    find: " && !taken && found.inviter !== ctx.me?.id",
    replace: " && !taken",
    tests: ["test/scenario/invite.test.ts"],
  },
  {
    name: "wrong codes are not counted",
    find: "if (!good) await tx.invites.guessed(from.platform, from.userId, now);",
    replace: "",
    tests: ["test/scenario/invite.test.ts"],
  },
  {
    name: "a sixth wrong code is allowed",
    find: "const MOST_GUESSES = 5;",
    replace: "const MOST_GUESSES = 6;",
    tests: ["test/scenario/invite.test.ts"],
  },
  {
    name: "an older invitation works beside the newer",
    find: "if (old) await ctx.tx.invites.remove(old.codeHash);",
    replace: "",
    tests: ["test/scenario/invite.test.ts"],
  },
];
