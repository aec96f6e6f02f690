/** Coming together without a shared chat, and across platforms: a single-use invite. */
import { HOUR } from "../../domain/ids.ts";
import type { Invite } from "../../ports/store.ts";
import { type Ctx, homeOf } from "../context.ts";
import { line, say, tell } from "../speak.ts";
import { connect } from "./couple.ts";
import { agree, isAllowed, isUp } from "./person.ts";

/** Good for this long. */
const INVITE_KEPT = 24 * HOUR;
/** Wrong codes an account may try within an hour. */
const MOST_GUESSES = 5;

/** A code as typed: case, spaces and dashes do not matter. */
function normalise(code: string): string {
  return code.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
}

async function hashOf(code: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`invite:${normalise(code)}`));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Makes the one invite of a person; an older one stops working. */
export async function invite(ctx: Ctx): Promise<void> {
  if (!isAllowed(ctx)) return line(ctx, "closed-bot");
  if (await homeOf(ctx.tx, ctx.me)) return line(ctx, "pair.in-couple");
  if (!ctx.me?.agreedAt) return say(ctx, "notice", { action: "agreep" });
  const old = await ctx.tx.invites.ofInviter(ctx.me.id);
  if (old) await ctx.tx.invites.remove(old.codeHash);
  const code = ctx.deps.random.code();
  const expiresAt = ctx.now + INVITE_KEPT;
  const codeHash = await hashOf(code);
  await ctx.tx.invites.save({ codeHash, inviter: ctx.me.id, expiresAt, acceptedBy: null });
  await ctx.tx.timers.set({ kind: "invite", ref: codeHash, at: expiresAt }, null);
  await say(ctx, "invite", { code });
}

/** “I'm in” of somebody who asked for an invite before having agreed. */
export async function agreeAndInvite(ctx: Ctx): Promise<void> {
  if (!isAllowed(ctx)) return line(ctx, "closed-bot");
  const me = await agree(ctx);
  await invite({ ...ctx, me });
}

/**
 * The invite behind a code, for somebody who may take it. One's own, a used, an expired and a guessed
 * code are refused with the same words; after five wrong ones in an hour every code is.
 */
async function valid(ctx: Ctx, code: string): Promise<Invite | null> {
  const { tx, now, from } = ctx;
  const found = await tx.invites.byHash(await hashOf(code));
  const taken = found?.acceptedBy != null && found.acceptedBy !== ctx.me?.id;
  const good = found !== null && now < found.expiresAt && !taken && found.inviter !== ctx.me?.id;
  if (!good) await tx.invites.guessed(from.platform, from.userId, now);
  const guesses = await tx.invites.guesses(from.platform, from.userId, now - HOUR);
  if (good && guesses <= MOST_GUESSES) return found;
  await line(ctx, "pair.code-no");
  return null;
}

/** Somebody opened an invite: the notice first. */
export async function openInvite(ctx: Ctx, code: string): Promise<void> {
  if (!isAllowed(ctx)) return line(ctx, "closed-bot");
  if (await homeOf(ctx.tx, ctx.me)) return line(ctx, "pair.in-couple");
  const found = await valid(ctx, code);
  if (found && ctx.me && found.acceptedBy === ctx.me.id) return say(ctx, "invite-waiting");
  if (found) await say(ctx, "notice", { action: `agreei_${normalise(code)}`, inviter: found.inviter });
}

/** “I'm in” to an invite: the inviter confirms that this is the right person. */
export async function acceptInvite(ctx: Ctx, code: string): Promise<void> {
  if (!isAllowed(ctx)) return line(ctx, "closed-bot");
  if (await homeOf(ctx.tx, ctx.me)) return line(ctx, "pair.in-couple");
  const found = await valid(ctx, code);
  const inviter = found && (await ctx.tx.people.byId(found.inviter));
  if (!found || !inviter) return;
  const me = await agree(ctx);
  await say({ ...ctx, me }, "invite-waiting");
  // Whoever opens it again and again does not make the inviter hear of it again and again.
  if (found.acceptedBy === me.id) return;
  await ctx.tx.invites.save({ ...found, acceptedBy: me.id });
  const up = isUp(inviter, found.expiresAt - INVITE_KEPT, ctx.now);
  const params = { personId: me.id, by: up ? null : me.id };
  await tell(ctx, inviter, "invite-confirm", params, { lane: "interactive" });
}

/** Asks the inviter, again, whether this is the right person. */
export async function askConfirm(ctx: Ctx): Promise<void> {
  const found = ctx.me && (await ctx.tx.invites.ofInviter(ctx.me.id));
  if (!found?.acceptedBy || ctx.now >= found.expiresAt) return line(ctx, "stale");
  await say(ctx, "invite-confirm", { personId: found.acceptedBy });
}

/** The inviter's one tap: yes, that is the right person. Or no. */
export async function confirmInvite(ctx: Ctx, yes: boolean): Promise<void> {
  const found = ctx.me && (await ctx.tx.invites.ofInviter(ctx.me.id));
  const other = found?.acceptedBy ? await ctx.tx.people.byId(found.acceptedBy) : null;
  if (!ctx.me || !found || !other || ctx.now >= found.expiresAt) return line(ctx, "stale");
  await ctx.tx.invites.remove(found.codeHash);
  await ctx.tx.timers.clear("invite", found.codeHash);
  if (!yes) {
    await tell(ctx, other, "line", { key: "pair.not-confirmed", by: ctx.me.id }, { lane: "interactive" });
    return line(ctx, "pair.refused-person");
  }
  if (await ctx.tx.couples.ofPerson(ctx.me.id)) return line(ctx, "pair.in-couple");
  if (await ctx.tx.couples.ofPerson(other.id)) return line(ctx, "pair.gone");
  await connect(ctx, [ctx.me, other], null, ctx.me);
}
