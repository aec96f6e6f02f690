/** A database of an earlier version opens with all that is in it, and is then as one made today. */
import { join } from "node:path";
import SqliteDatabase, { type Database } from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { describe, expect, it } from "vitest";
import type { Tx } from "../../src/ports/store.ts";
import type { SqliteStore } from "../../src/store/index.ts";
import { MIGRATIONS } from "../../src/store/migrations/index.ts";
import {
  NOW,
  open,
  openRound,
  pair,
  person,
  place,
  privateChat,
  ritual,
  row,
  tempFolder,
  text,
  vaultOf,
} from "./helpers.ts";

const NAMES = Object.keys(MIGRATIONS);

async function fill(tx: Tx): Promise<void> {
  await pair(tx, "c");
  await tx.people.save(person("alone", { quiet: null, pace: "weekly", agreedAt: null }));
  await tx.places.save(place("waits", { joined: ["alone"] }));
  await tx.rituals.save(ritual("ri", "c"));
  await tx.rounds.save(openRound("r", "c", { ritualId: "ri" }));
  await tx.answers.put("r", "ca", text("heron"));
  await tx.drafts.save({
    id: "d",
    personId: "cb",
    roundId: "r",
    purpose: "words",
    answer: text("otter"),
    createdAt: NOW,
    expiresAt: NOW + 9,
  });
  await tx.writings.save({ id: "w", author: "ca", kind: "note", text: "reed", card: null, at: NOW, sentAt: null });
  await tx.timers.set({ kind: "ritual", ref: "ri", at: NOW + 3 }, "c");
  await tx.timers.set({ kind: "window", ref: "r", at: NOW + 5 }, "c");
  await tx.outbox.add(row(privateChat("u"), { dedupe: "one", lane: "scheduled" }), NOW);
  await tx.outbox.add(row(privateChat("u"), { dedupe: "shown", content: { view: "reveal", params: {} } }), NOW);
}

async function everythingIn(tx: Tx): Promise<unknown> {
  return [
    [await tx.people.byId("ca"), await tx.people.byAccount("test", "user-cb"), await tx.people.byId("alone")],
    [await tx.couples.byId("c"), await tx.places.ofCouple("c"), await tx.places.waiting("test", "7", 0, 5)],
    [await tx.rituals.ofCouple("c"), await tx.rounds.ofCouple("c", ["open"]), await tx.answers.ofAuthor("ca")],
    [await tx.drafts.ofPerson("cb"), await tx.writings.ofAuthor("ca"), await tx.timers.due(NOW + 9, 9)],
    (await tx.outbox.ready("test", NOW, new Set(), 9)).map(({ dedupe }) => dedupe),
  ];
}

/** A database as the version made it that knew the migrations up to this one. */
async function madeBy(last: string, file: string): Promise<Database> {
  const known = NAMES.slice(0, NAMES.indexOf(last) + 1).map((name) => [name, MIGRATIONS[name]]);
  const database = new SqliteDatabase(file);
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => Object.fromEntries(known) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return database;
}

function columnsOf(database: Database, schema: string, table: string): string[] {
  return database.prepare("select name from pragma_table_info(?, ?)").pluck().all(table, schema) as string[];
}

/** What the earlier version could hold of it. */
function copyInto(old: Database, from: string): void {
  old.pragma("foreign_keys = OFF");
  old.prepare("attach ? as today").run(from);
  const tables = old
    .prepare(
      "select name from main.sqlite_schema where type = 'table' and name not like 'kysely%' and name not like 'sqlite%'",
    )
    .pluck()
    .all() as string[];
  for (const table of tables) {
    const today = columnsOf(old, "today", table);
    const both = columnsOf(old, "main", table).filter((name) => today.includes(name));
    old.exec(`insert into main.${table} (${both}) select ${both} from today.${table}`);
  }
  old.exec("detach today");
  old.close();
}

function schemaOf({ internals: { database } }: SqliteStore): unknown[] {
  return database.prepare("select type, name, tbl_name, sql from sqlite_schema order by type, name").all();
}

describe.each(NAMES.slice(0, -1))("a database made by %s", (name) => {
  it("opens with everything in it, and with the tables and indexes of today", async () => {
    const folder = tempFolder();
    const vault = vaultOf();
    const today = await open({ file: join(folder, "today.db"), vault });
    await today.transaction(fill);
    const expected = await today.transaction(everythingIn);
    const old = await madeBy(name, join(folder, "old.db"));
    copyInto(old, join(folder, "today.db"));
    const store = await open({ file: join(folder, "old.db"), vault });
    expect(await store.transaction(everythingIn)).toEqual(expected);
    expect(schemaOf(store)).toEqual(schemaOf(today));
    expect(store.internals.database.pragma("foreign_keys", { simple: true })).toBe(1);
  });

  it("is left as it is when something in it refers to nothing", async () => {
    const file = join(tempFolder(), "old.db");
    const old = await madeBy(name, file);
    old.pragma("foreign_keys = OFF");
    old.exec("insert into answers (round_id, author, body) values ('gone', 'gone', x'00')");
    old.close();
    await expect(open({ file })).rejects.toThrow("refer to others");
    const after = new SqliteDatabase(file);
    expect(after.prepare("select name from kysely_migration").pluck().all()).toEqual(
      NAMES.slice(0, NAMES.indexOf(name) + 1),
    );
    expect(after.prepare("select count(*) from answers").pluck().get()).toBe(1);
    after.close();
  });
});

describe("pauses of an earlier version", () => {
  it("belong to who made them, with their timer; a letter that waited for one is on its way", async () => {
    const file = join(tempFolder(), "old.db");
    const old = await madeBy("0009-windows", file);
    old
      .prepare(
        `insert into couples (id, language, zone, zone_asked, pause_by, pause_since, pause_until, cards, created_at, offers)
         values ('c', 'en', 'UTC', 1, 'b', 5, 9, 'shared', 1, '{}'), ('d', 'en', 'UTC', 1, 'a', 5, null, 'shared', 1, '{}'),
           ('e', 'en', 'UTC', 1, null, null, null, 'shared', 1, '{}')`,
      )
      .run();
    old
      .prepare("insert into timers (kind, ref, at, couple_id) values ('pause', 'c', 9, 'c'), ('letter', 'w', ?, 'c')")
      .run(8_640_000_000_000_000);
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: old }) });
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    }).migrateToLatest();
    expect(error).toBeUndefined();
    expect(old.prepare("select id, pauses from couples order by id").all()).toEqual([
      { id: "c", pauses: '{"a":null,"b":{"since":5,"until":9}}' },
      { id: "d", pauses: '{"a":{"since":5,"until":null},"b":null}' },
      { id: "e", pauses: '{"a":null,"b":null}' },
    ]);
    expect(old.prepare("select kind, ref, at from timers order by kind").all()).toEqual([
      // A home in which cards rest ends after a year.
      { kind: "home", ref: "c", at: 5 + 365 * 86_400_000 },
      { kind: "home", ref: "d", at: 5 + 365 * 86_400_000 },
      { kind: "letter", ref: "w", at: 0 },
      { kind: "pause", ref: "c:b", at: 9 },
    ]);
    old.close();
  });
});
