/**
 * One of the two leaves. The home of the other stays, and answers like a paused one: in the leaver's seat is a
 * stand-in, with their name under the key of the one who stays, and a pause that never ends. All of the leaver's
 * words and seals go. It is part of erasing, so that a restore which replays an erasure leaves the same behind.
 */
import { sql } from "kysely";
import { otherSeat, type Seat } from "../domain/couple.ts";
import type { Instant, PersonId } from "../domain/ids.ts";
import { LONGEST_REST } from "../domain/pause.ts";
import { evolve } from "../domain/round/evolve.ts";
import type { Round, RoundState } from "../domain/round/state.ts";
import { type Context, parse } from "./context.ts";
import { ensureKey, keyOf, nameSpot } from "./keys.ts";
import { rounds } from "./rounds.ts";
import type { PeopleTable } from "./schema.ts";

const EVERY: readonly RoundState[] = ["open", "half", "ready", "revealed", "closed"];

/** Somebody as a member of a couple. */
interface Leaver {
  readonly id: PersonId;
  readonly coupleId: string;
  readonly seat: Seat;
}

/** Puts a stand-in in the leaver's seat. The leaver's own row, with the words that hang on it, is removed afterwards. */
export async function vacate(context: Context, leaver: Leaver, stays: PersonId, now: Instant): Promise<void> {
  const { db } = context;
  const row = await db.selectFrom("people").selectAll().where("id", "=", leaver.id).executeTakeFirst();
  if (row === undefined) return;
  const standIn = standInOf(context, row, stays, now);
  await db.insertInto("people").values(standIn).execute();
  await db
    .updateTable("couple_members")
    .set({ person_id: standIn.id })
    .where("couple_id", "=", leaver.coupleId)
    .where("seat", "=", leaver.seat)
    .execute();
  await pauseForGood(context, leaver, now);
  // Where cards rested before, the year has begun.
  const year = { kind: "home", ref: leaver.coupleId, at: now + LONGEST_REST, couple_id: leaver.coupleId } as const;
  await db
    .insertInto("timers")
    .values(year)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  for (const round of await rounds(context).ofCouple(leaver.coupleId, EVERY)) await leaveRound(context, leaver, round);
  await dropWords(context, leaver);
  await rename(context, leaver, standIn.id);
}

/** What they sent is from then on the stand-in's: it waits, or is posted, as it would have. */
async function rename({ db }: Context, { coupleId, id }: Leaver, standIn: PersonId): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ params: sql<string>`json_set(params, '$.by', ${standIn})` })
    .where("couple_id", "=", coupleId)
    .where(sql<string>`json_extract(params, '$.by')`, "=", id)
    .execute();
}

/**
 * What is left of a leaver: a name and hours. The hours stay because what is for both waits for those of either: that
 * it waits no longer would tell. No account, and no wish of theirs.
 */
function standInOf(context: Context, leaver: PeopleTable, stays: PersonId, now: Instant): PeopleTable {
  const id = context.random.id();
  const name = context.vault.open(keyOf(context, leaver.id), nameSpot(leaver.id), leaver.name);
  return {
    ...leaver,
    id,
    user_id: `left:${id}`,
    name: context.vault.seal(ensureKey(context, stays), nameSpot(id), name),
    kept_by: stays,
    ...{ handle: null, dates: null, country: null, keep: "forever", keep_wished_at: null, keep_begins_at: null },
    ...{ reminders: 0, clear_typed: 0, deep: 0, pace: null, focus: null, shares_trend: 0, told_deleting: 0 },
    ...{ agreed_at: null, created_at: now, reachable: 1 },
  };
}

async function pauseForGood({ db }: Context, { coupleId, seat }: Leaver, now: Instant): Promise<void> {
  const row = await db.selectFrom("couples").select("pauses").where("id", "=", coupleId).executeTakeFirstOrThrow();
  const pauses = parse<Record<Seat, { since: Instant; until: Instant | null } | null>>(row.pauses);
  const running = pauses[seat] !== null && (pauses[seat].until === null || now < pauses[seat].until);
  const since = running ? (pauses[seat]?.since ?? now) : now;
  const changed = JSON.stringify({ ...pauses, [seat]: { since, until: null } });
  await db.updateTable("couples").set({ pauses: changed }).where("id", "=", coupleId).execute();
  await db
    .deleteFrom("timers")
    .where("kind", "=", sql.lit<"pause">("pause"))
    .where("ref", "=", `${coupleId}:${seat}`)
    .execute();
}

/** What was theirs alone goes; of what is for both only their part. The other's part stays as it is. */
async function leaveRound(context: Context, { seat }: Leaver, round: Round): Promise<void> {
  const { db } = context;
  await db.deleteFrom("timers").where("ref", "=", `${round.id}:${seat}`).execute();
  const isTheirsAlone = round.asked.length === 1 && round.asked[0] === seat;
  if (isTheirsAlone && round.state !== "revealed") {
    await db.deleteFrom("timers").where("ref", "=", round.id).execute();
    await db.deleteFrom("outbox").where("round_id", "=", round.id).execute();
    await db.deleteFrom("messages").where("round_id", "=", round.id).execute();
    await db.deleteFrom("rounds").where("id", "=", round.id).execute();
    return;
  }
  await rounds(context).save(without(round, seat));
}

/** The round as if they had sealed nothing; one that was shown keeps that it was, and nothing of how they meant it. */
function without(round: Round, seat: Seat): Round {
  switch (round.state) {
    case "open":
      return round;
    case "half":
    case "ready":
      return evolve(round, { type: "taken-back", seat });
    case "closed": {
      const { [seat]: _gone, ...seals } = round.seals;
      return { ...round, seals };
    }
    case "revealed": {
      const { [seat]: _said, ...responses } = round.responses;
      const seals = { ...round.seals, [seat]: { passed: false, at: round.revealedAt, settlesAt: null, flag: null } };
      return { ...round, seals, responses };
    }
  }
}

/** Messages on their way that would show the leaver's words. What stands in the chats stays. */
async function dropWords({ db }: Context, { coupleId, id }: Leaver): Promise<void> {
  await db
    .deleteFrom("outbox")
    .where("couple_id", "=", coupleId)
    .where("operation", "=", "send")
    .where((where) =>
      where.or([
        where("view", "in", ["reveal", "below"]),
        where(sql<number>`json_extract(params, '$.withReveal')`, "=", 1),
        where.and([where("view", "=", "overwhelmed"), where(sql<string>`json_extract(params, '$.by')`, "=", id)]),
      ]),
    )
    .execute();
  const letters = db.selectFrom("writings").select("id").where("author", "=", id);
  await db
    .deleteFrom("outbox")
    .where("couple_id", "=", coupleId)
    .where("view", "=", "letter")
    .where(sql<string>`json_extract(params, '$.writingId')`, "in", letters)
    .execute();
}

/** The other one of a couple, and whether that is only a stand-in. */
export async function otherOf(context: Context, { coupleId, seat }: Leaver) {
  return context.db
    .selectFrom("couple_members")
    .innerJoin("people", "people.id", "couple_members.person_id")
    .select(["people.id", "people.kept_by"])
    .where("couple_members.couple_id", "=", coupleId)
    .where("couple_members.seat", "=", otherSeat(seat))
    .executeTakeFirst();
}
