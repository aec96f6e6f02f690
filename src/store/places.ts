import type { Selectable } from "kysely";
import type { Outage, Place } from "../domain/couple.ts";
import type { Exposure } from "../domain/exposure.ts";
import type { Places } from "../ports/store.ts";
import { chatColumns } from "./chats.ts";
import { bit, type Context, parse } from "./context.ts";
import type { PlacesTable } from "./schema.ts";
import { statement } from "./statement.ts";

type PlaceRow = Selectable<PlacesTable>;

const BY_ID = statement((db, at: { id: string }) => db.selectFrom("places").selectAll().where("id", "=", at.id));
const BY_CHAT = statement((db, at: { platform: string; chat: string }) =>
  db.selectFrom("places").selectAll().where("platform", "=", at.platform).where("chat_id", "=", at.chat),
);
const OF_COUPLE = statement((db, at: { couple: string }) =>
  db.selectFrom("places").selectAll().where("couple_id", "=", at.couple),
);
const JOINS = statement((db, at: { id: string }) =>
  db.selectFrom("place_joins").select(["person_id", "position"]).where("place_id", "=", at.id),
);

export function places(context: Context): Places {
  const { db } = context;
  const all = () => db.selectFrom("places").selectAll("places");
  const toOne = (row: PlaceRow | undefined) => (row === undefined ? null : toPlace(context, row));

  return {
    byId: async (id) => toOne(BY_ID.first(context, { id })),
    byChat: async (platform, chatId) => toOne(BY_CHAT.first(context, { platform, chat: chatId })),
    ofCouple: async (couple) => toOne(OF_COUPLE.first(context, { couple })),
    async waiting(platform, userId, since, limit) {
      const rows = await all()
        .where("platform", "=", platform)
        .where("couple_id", "is", null)
        .where("active", "=", 1)
        .where((where) => where.or([where("added_by", "=", userId), where("created_at", ">", since)]))
        .orderBy((order) => order.case().when("added_by", "=", userId).then(0).else(1).end())
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return rows.map((row) => toPlace(context, row));
    },
    async waitingFor(person) {
      const rows = await all()
        .innerJoin("place_joins", "place_joins.place_id", "places.id")
        .where("place_joins.person_id", "=", person)
        .where("places.couple_id", "is", null)
        .orderBy("places.created_at")
        .orderBy("places.id")
        .execute();
      return rows.map((row) => toPlace(context, row));
    },
    async troubled(platform) {
      const rows = await all()
        .where("platform", "=", platform)
        .where("outage", "is not", null)
        .orderBy("created_at")
        .orderBy("id")
        .execute();
      return rows.map((row) => toPlace(context, row));
    },
    save: (place) => savePlace(context, place),
    async remove(id) {
      await db.deleteFrom("places").where("id", "=", id).execute();
    },
    migrate: (platform, from, to) => migratePlace(context, platform, from, to),
  };
}

async function savePlace({ db }: Context, place: Place): Promise<void> {
  const columns: Omit<PlacesTable, "id"> = {
    platform: place.platform,
    chat_id: place.chatId,
    couple_id: place.coupleId,
    active: bit(place.active),
    told_others: bit(place.exposure !== null),
    exposure: place.exposure,
    added_by: place.coupleId === null ? place.addedBy : null,
    created_at: place.createdAt,
    outage: place.outage === null ? null : JSON.stringify(place.outage),
    topic: place.topic,
    topic_shut_at: place.topicShutAt,
  };
  await db
    .insertInto("places")
    .values({ id: place.id, ...columns })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
    .execute();
  await db.deleteFrom("place_joins").where("place_id", "=", place.id).execute();
  if (place.joined.length === 0) return;
  const joins = place.joined.map((person, position) => ({ place_id: place.id, person_id: person, position }));
  await db.insertInto("place_joins").values(joins).execute();
}

/** The new chat may have a place of its own already, when the bot was welcomed there first: the one with a couple stays. */
async function migratePlace({ db }: Context, platform: string, from: string, to: string): Promise<void> {
  const found = await db
    .selectFrom("places")
    .select(["id", "chat_id", "couple_id"])
    .where("platform", "=", platform)
    .where("chat_id", "in", [from, to])
    .execute();
  const old = found.find((place) => place.chat_id === from);
  const there = found.find((place) => place.chat_id === to);
  if (old !== undefined && there !== undefined) {
    const surplus = old.couple_id === null ? old : there;
    await db.deleteFrom("places").where("id", "=", surplus.id).execute();
  }
  const source = chatColumns({ kind: "shared", platform, chatId: from });
  const target = chatColumns({ kind: "shared", platform, chatId: to });
  await db
    .updateTable("places")
    .set({ chat_id: to, topic: null, topic_shut_at: null })
    .where("platform", "=", platform)
    .where("chat_id", "=", from)
    .execute();
  await db.deleteFrom("outbox").where("chat_key", "=", source.chat_key).where("operation", "<>", "send").execute();
  await db.updateTable("outbox").set(target).where("chat_key", "=", source.chat_key).execute();
  await db.deleteFrom("messages").where("chat_key", "=", source.chat_key).execute();
}

function toPlace(context: Context, row: PlaceRow): Place {
  // Two at most: SQLite takes longer to get ready to sort.
  const joins = JOINS.all(context, { id: row.id }).toSorted((one, other) => one.position - other.position);
  return {
    id: row.id,
    platform: row.platform,
    chatId: row.chat_id,
    coupleId: row.couple_id,
    joined: joins.map((join) => join.person_id),
    active: row.active === 1,
    exposure: row.exposure as Exposure | null,
    addedBy: row.added_by,
    createdAt: row.created_at,
    outage: row.outage === null ? null : parse<Outage>(row.outage),
    topic: row.topic,
    topicShutAt: row.topic_shut_at,
  };
}
