import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { StoreUnavailable } from "../../src/ports/store.ts";
import { DatabaseInUse, DatabaseTooNew, DatabaseUnreadable, openSqlite } from "../../src/store/index.ts";
import { KeyWrong } from "../../src/vault/index.ts";
import { NOW, open, person, TestClock, tempFolder, vaultOf } from "./helpers.ts";

const CHILD = join(import.meta.dirname, "child.ts");
const hash = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

describe("opening a database", () => {
  it("makes the tables, durable, in files for the owner alone", async () => {
    const file = join(tempFolder(), "deep", "test.db");
    const store = await open({ file });
    const { database } = store.internals;
    const pragma = (name: string) => database.pragma(name, { simple: true });
    expect(pragma("journal_mode")).toBe("wal");
    expect(pragma("synchronous")).toBe(2);
    expect(pragma("secure_delete")).toBe(1);
    expect(pragma("foreign_keys")).toBe(1);
    expect(pragma("busy_timeout")).toBe(2000);
    await store.transaction((tx) => tx.settings.set("a", "b"));
    for (const suffix of ["", "-wal", "-shm", ".lock"]) expect(statSync(`${file}${suffix}`).mode & 0o077).toBe(0);
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  });

  it("finds everything again, also after a migration that had nothing to do", async () => {
    const file = join(tempFolder(), "test.db");
    const vault = vaultOf();
    const first = await open({ file, vault });
    await first.transaction((tx) => tx.people.save(person("ana")));
    await first.close();
    const second = await open({ file, vault });
    expect(await second.transaction((tx) => tx.people.byId("ana"))).toEqual(person("ana"));
  });

  it("applies a migration completely or not at all", async () => {
    const store = await open();
    const { database, within } = store.internals;
    const half = within(async ({ db }) => {
      await db.schema.createTable("half").addColumn("id", "text").execute();
      throw new Error("power cut");
    });
    await expect(half).rejects.toThrow("power cut");
    expect(database.prepare("select 1 from sqlite_schema where name = 'half'").get()).toBeUndefined();
  });

  it("refuses a database of a newer version and leaves it alone", async () => {
    const file = join(tempFolder(), "test.db");
    const vault = vaultOf();
    await (await open({ file, vault })).close();
    const newer = new SqliteDatabase(file);
    newer.exec("insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01T00:00:00.000Z')");
    newer.close();
    const before = hash(file);
    await expect(open({ file, vault })).rejects.toBeInstanceOf(DatabaseTooNew);
    expect(hash(file)).toBe(before);
  });

  it("refuses the wrong master key and changes nothing", async () => {
    const file = join(tempFolder(), "test.db");
    const vault = vaultOf();
    const right = await open({ file, vault });
    await right.transaction((tx) => tx.people.save(person("ana")));
    await right.close();
    const before = hash(file);
    const wrong = open({ file, vault: vaultOf() });
    await expect(wrong).rejects.toBeInstanceOf(KeyWrong);
    await expect(wrong).rejects.toThrow("AMPERSAND_MASTER_KEY");
    expect(hash(file)).toBe(before);
    const again = await open({ file, vault });
    expect((await again.transaction((tx) => tx.people.byId("ana")))?.name).toBe("Name of ana");
  });

  it("refuses what is no database of ours", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "text.db"), "this is not a database, it is a text of some length. ".repeat(50));
    await expect(open({ file: join(folder, "text.db") })).rejects.toBeInstanceOf(DatabaseUnreadable);
    const other = new SqliteDatabase(join(folder, "other.db"));
    other.exec("create table things (id)");
    other.close();
    const before = hash(join(folder, "other.db"));
    await expect(open({ file: join(folder, "other.db") })).rejects.toBeInstanceOf(DatabaseUnreadable);
    expect(hash(join(folder, "other.db"))).toBe(before);
  });
});

/** Starts a process that opens the database, commits one person and says so. */
async function startChild(file: string, key: Buffer) {
  const child = spawn(process.execPath, [CHILD, file, key.toString("base64")], { stdio: ["pipe", "pipe", "inherit"] });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  return { child, said: said.toString().trim() };
}

describe("two processes", () => {
  it("cannot use one database, and a killed one leaves its rows and no lock", async () => {
    const file = join(tempFolder(), "test.db");
    const key = Buffer.alloc(32, 7);
    const { child, said } = await startChild(file, key);
    try {
      expect(said).toBe("committed");
      await expect(open({ file, vault: vaultOf(key) })).rejects.toBeInstanceOf(DatabaseInUse);
    } finally {
      child.kill("SIGKILL");
    }
    await once(child, "exit");
    const store = await open({ file, vault: vaultOf(key) });
    await store.transaction(async (tx) => {
      expect((await tx.people.byId("ana"))?.name).toBe("Name of ana");
      expect(await tx.people.byId("unfinished")).toBeNull();
    });
  });

  it("also within one process", async () => {
    const file = join(tempFolder(), "test.db");
    const vault = vaultOf();
    const store = await open({ file, vault });
    await expect(open({ file, vault })).rejects.toBeInstanceOf(DatabaseInUse);
    // The refusal must not have let go of the first one's lock.
    const { child, said } = await startChild(file, Buffer.alloc(32, 7));
    child.kill("SIGKILL");
    expect(said).toBe("DatabaseInUse");
    await store.transaction((tx) => tx.settings.set("still", "here"));
  });

  it("may follow each other", async () => {
    const file = join(tempFolder(), "test.db");
    const vault = vaultOf();
    for (const _ of [1, 2]) {
      const store = await openSqlite({ file, vault, clock: new TestClock() });
      await store.close();
      expect(existsSync(`${file}-wal`)).toBe(false);
    }
  });
});

describe("when nothing can be stored", () => {
  const marker = "MARKER-in-an-error";

  it("says so while another process writes, and goes on afterwards", async () => {
    const file = join(tempFolder(), "test.db");
    const store = await open({ file, busyTimeoutMs: 10 });
    const other = new SqliteDatabase(file);
    other.exec("begin immediate");
    const blocked = store.transaction((tx) => tx.people.save(person("ana", { name: marker })));
    await expect(blocked).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(blocked).rejects.toThrow("SQLITE_BUSY");
    other.exec("commit");
    other.close();
    await store.transaction((tx) => tx.people.save(person("ana")));
  });

  it("says so when the disk is full, stores no part of it, and goes on when there is room", async () => {
    const store = await open();
    const { database } = store.internals;
    const pages = database.pragma("page_count", { simple: true }) as number;
    database.pragma(`max_page_count = ${pages + 2}`);
    const full = store.transaction(async (tx) => {
      await tx.settings.set("small", marker);
      await tx.settings.set("large", marker.repeat(10_000));
    });
    const error = await full.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String((error as Error).stack)).toContain("SQLITE_FULL");
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).cause)).not.toContain(
      marker,
    );
    database.pragma("max_page_count = 1000000");
    expect(await store.transaction((tx) => tx.settings.get("small"))).toBeNull();
    await store.transaction((tx) => tx.settings.set("large", marker.repeat(10_000)));
  });

  it("stores nothing of a transaction that swallows the failure and goes on", async () => {
    const store = await open();
    const { database } = store.internals;
    const pages = database.pragma("page_count", { simple: true }) as number;
    database.pragma(`max_page_count = ${pages + 2}`);
    const careless = store.transaction(async (tx) => {
      await tx.settings.set("large", marker.repeat(10_000)).catch(() => {});
      await tx.settings.set("after", "1").catch(() => {});
    });
    await expect(careless).rejects.toBeInstanceOf(StoreUnavailable);
    database.pragma("max_page_count = 1000000");
    expect(await store.transaction((tx) => tx.settings.get("after"))).toBeNull();
  });

  it("says so on a database that became read-only", async () => {
    const store = await open();
    store.internals.database.pragma("query_only = ON");
    await expect(store.transaction((tx) => tx.events.claim("t", "1", NOW))).rejects.toBeInstanceOf(StoreUnavailable);
  });
});
