/** Ending a couple, and forgetting a person for good. */
import { sql } from "kysely";
import type { CoupleId, Instant, PersonId } from "../domain/ids.ts";
import { chatKey, EMPTIED } from "../ports/outbox.ts";
import type { Context } from "./context.ts";
import { destroyKey } from "./keys.ts";
import { otherOf, vacate } from "./leave-home.ts";
import { mayBeLoose } from "./media.ts";

/**
 * Ends a couple. Answers that were never shown are destroyed. Revealed rounds stay, and private
 * (`own`) ones, without a couple: each can still export what they wrote themselves.
 */
export async function removeCouple(context: Context, id: CoupleId): Promise<void> {
  const { db } = context;
  const rounds = db.selectFrom("rounds").select("id").where("couple_id", "=", id);
  await removeCoupleMessages(context, id);
  await removeTimersOfCouple(context, id);
  await db.deleteFrom("outbox").where("couple_id", "=", id).execute();
  await db.deleteFrom("outbox").where("round_id", "in", rounds).execute();
  await db.deleteFrom("drafts").where("round_id", "in", rounds).execute();
  await removeUnsealedMedia(context, id);
  const members = db.selectFrom("couple_members").select("person_id").where("couple_id", "=", id);
  context.seen.people.clear();
  await db.updateTable("people").set({ focus: null }).where("id", "in", members).where("focus", "in", rounds).execute();
  await db
    .deleteFrom("rounds")
    .where("couple_id", "=", id)
    .where((where) => where.and([where("state", "<>", "revealed"), where("disclosure", "<>", "own")]))
    .execute();
  await db
    .deleteFrom("rounds")
    .where("couple_id", "=", id)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("answers").select("round_id").whereRef("answers.round_id", "=", "rounds.id"))),
    )
    .execute();
  await db.deleteFrom("places").where("couple_id", "=", id).execute();
  const standIns = await db
    .selectFrom("people")
    .select("id")
    .where("id", "in", members)
    .where("kept_by", "is not", null)
    .execute();
  // Members and rituals go with it.
  await db.deleteFrom("couples").where("id", "=", id).execute();
  for (const one of standIns) await db.deleteFrom("people").where("id", "=", one.id).execute();
  context.afterCommit.wordsGone = true;
}

/** Files of drafts. Those of answers go or stay with their round. */
async function removeUnsealedMedia(context: Context, id: CoupleId): Promise<void> {
  const { db } = context;
  const rows = await db
    .selectFrom("media")
    .innerJoin("rounds", "rounds.id", "media.round_id")
    .select(["media.round_id", "media.author"])
    .where("rounds.couple_id", "=", id)
    .execute();
  for (const { round_id: round, author } of rows) mayBeLoose(context, round, author);
}

/** By couple, and by what they are for, in case one was set without its couple. */
async function removeTimersOfCouple({ db }: Context, id: CoupleId): Promise<void> {
  const rounds = db.selectFrom("rounds").where("couple_id", "=", id);
  const timers = db.deleteFrom("timers");
  await timers.where("couple_id", "=", id).where("kind", "<>", sql.lit<"ritual">("ritual")).execute();
  await timers.where("ref", "in", rounds.select("id")).execute();
  await timers.where("ref", "in", rounds.select(sql<string>`id || ':a'`.as("ref"))).execute();
  await timers.where("ref", "in", rounds.select(sql<string>`id || ':b'`.as("ref"))).execute();
  await timers.where("ref", "in", db.selectFrom("rituals").select("id").where("couple_id", "=", id)).execute();
}

async function removeCoupleMessages({ db }: Context, id: CoupleId): Promise<void> {
  const rounds = db.selectFrom("rounds").select("id").where("couple_id", "=", id);
  await db.deleteFrom("messages").where("round_id", "in", rounds).execute();
  const places = await db.selectFrom("places").select(["platform", "chat_id"]).where("couple_id", "=", id).execute();
  for (const place of places) {
    const key = chatKey({ kind: "shared", platform: place.platform, chatId: place.chat_id });
    await db.deleteFrom("messages").where("chat_key", "=", key).execute();
  }
}

/**
 * Erases a person. The home of whoever stays goes on with a stand-in; with nobody left in it, it ends. A farewell has
 * to be put into the outbox afterwards: what waits for this person goes. Recorded also for somebody unknown, so that
 * a restore can replay it. `successor`: under which id their own notes were kept.
 */
export async function erasePerson(
  context: Context,
  id: PersonId,
  now: Instant,
  successor: PersonId | null = null,
): Promise<void> {
  const { db, afterCommit } = context;
  await leave(context, id, now);
  await removeTimersOf(context, id);
  await removeTracesOf(context, id);
  await removeLonelyRounds(context, id);
  destroyKey(context, id);
  // Answers and their files, drafts and writings go with it.
  context.seen.people.delete(id);
  await db.deleteFrom("people").where("id", "=", id).execute();
  await db
    .insertInto("erasures")
    .values({ person_id: id, at: now, successor })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  afterCommit.erased.push({ person: id, at: now, successor });
  afterCommit.wordsGone = true;
}

async function leave(context: Context, id: PersonId, now: Instant): Promise<void> {
  const member = await context.db
    .selectFrom("couple_members")
    .select(["couple_id", "seat"])
    .where("person_id", "=", id)
    .executeTakeFirst();
  if (member === undefined) return;
  const leaver = { id, coupleId: member.couple_id, seat: member.seat };
  const other = await otherOf(context, leaver);
  if (other === undefined || other.kept_by !== null) return removeCouple(context, leaver.coupleId);
  await vacate(context, leaver, other.id, now);
}

async function removeTimersOf({ db }: Context, id: PersonId): Promise<void> {
  const timers = db.deleteFrom("timers");
  await timers.where("ref", "=", id).execute();
  await timers.where("ref", "in", db.selectFrom("drafts").select("id").where("person_id", "=", id)).execute();
  await timers.where("ref", "in", db.selectFrom("writings").select("id").where("author", "=", id)).execute();
  await timers.where("ref", "in", db.selectFrom("invites").select("code_hash").where("inviter", "=", id)).execute();
  await timers.where("ref", "in", db.selectFrom("invites").select("code_hash").where("accepted_by", "=", id)).execute();
}

async function removeTracesOf({ db }: Context, id: PersonId): Promise<void> {
  await db.deleteFrom("outbox").where("person_id", "=", id).execute();
  await db.deleteFrom("messages").where("person_id", "=", id).execute();
  await db.deleteFrom("invites").where("inviter", "=", id).execute();
  await db.deleteFrom("invites").where("accepted_by", "=", id).execute();
  await db.deleteFrom("place_joins").where("person_id", "=", id).execute();
  const account = await db.selectFrom("people").select(["platform", "user_id"]).where("id", "=", id).executeTakeFirst();
  if (account === undefined) return;
  const { platform, user_id: userId } = account;
  const chat = chatKey({ kind: "private", platform, userId });
  // Somebody who has left may have asked that their words in this chat be emptied: that is still owed to them.
  await db.deleteFrom("outbox").where("chat_key", "=", chat).where("view", "<>", EMPTIED).execute();
  await db.deleteFrom("messages").where("chat_key", "=", chat).execute();
  await db.deleteFrom("guesses").where("platform", "=", platform).where("user_id", "=", userId).execute();
  await db.deleteFrom("confirmations").where("platform", "=", platform).where("user_id", "=", userId).execute();
}

/** Rounds of ended couples in which nobody else's words are left. */
async function removeLonelyRounds({ db }: Context, id: PersonId): Promise<void> {
  await db
    .deleteFrom("rounds")
    .where("id", "in", db.selectFrom("answers").select("round_id").where("author", "=", id))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("couples").select("id").whereRef("couples.id", "=", "rounds.couple_id"))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("answers")
            .select("round_id")
            .whereRef("answers.round_id", "=", "rounds.id")
            .where("author", "<>", id),
        ),
      ),
    )
    .execute();
}
