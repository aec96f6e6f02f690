/**
 * Buttons that confirm are good once: for the account they were shown to, for the state they were shown for, for a
 * day. Each carries a token; the store keeps a hash over the token and all of that, see decision 15.
 */
import { DAY } from "../domain/ids.ts";
import type { AccountRef } from "../ports/confirmations.ts";
import { type Confirmer, type ConfirmVerb, confirmableOf } from "./confirm-states.ts";
import { type Ctx, homeOf, type MyHome, type Work } from "./context.ts";

const KEPT = DAY;

async function proofOf(token: string, { account }: Confirmer, action: string, state: unknown): Promise<string> {
  const said = JSON.stringify([token, account.platform, account.userId, action, state]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(said));
  return Buffer.from(digest).toString("base64url");
}

/** What a view that shows a confirmation knows of its reader. */
interface Showing extends Work {
  readonly account: AccountRef | null;
  readonly reader: Confirmer["me"];
  readonly mine: MyHome | null;
}

/**
 * The actions of one message's confirming buttons, each with its token. Those that were shown to this account for
 * the same actions before work no longer. Without a reader of its own a message confirms nothing: the buttons
 * then lead to the confirmation.
 */
export async function confirming<V extends `${ConfirmVerb}${string}`>(
  seen: Showing,
  ...actions: readonly V[]
): Promise<(action: V) => string> {
  const { account, reader: me, mine: home } = seen;
  if (!account) return (action) => action;
  const who = { account, me, home };
  const token = seen.deps.random.id();
  const shown = seen.deps.random.id();
  for (const action of actions) {
    const [verb = "", ...args] = action.split("_");
    const state = await confirmableOf(verb, args)?.state(seen, who, args);
    const proof = await proofOf(token, who, action, state ?? null);
    await seen.tx.confirmations.save({ ...account, action, proof, shown, expiresAt: seen.now + KEPT });
  }
  return (action) => `${action}_${token}`;
}

/**
 * Whether a tap carries the token that was shown to this account, for what is the case now. Then every button of
 * that message is used up. `action`: without the token.
 */
export async function isConfirmed(ctx: Ctx, action: string, token: string): Promise<boolean> {
  const { platform, userId } = ctx.from;
  const row = await ctx.tx.confirmations.of({ platform, userId }, action);
  if (!row || ctx.now >= row.expiresAt) return false;
  const [verb = "", ...args] = action.split("_");
  const who = { account: { platform, userId }, me: ctx.me, home: await homeOf(ctx.tx, ctx.me) };
  const state = (await confirmableOf(verb, args)?.state(ctx, who, args)) ?? null;
  if (state === null || (await proofOf(token, who, action, state)) !== row.proof) return false;
  await ctx.tx.confirmations.useUp(row);
  return true;
}
