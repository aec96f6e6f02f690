import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { runBackup } from "../../src/cli/backup.ts";
import { runOutbox } from "../../src/cli/outbox.ts";
import { runRestore } from "../../src/cli/restore.ts";
import {
  BackupFailed,
  backup,
  DatabaseInUse,
  DatabaseUnreadable,
  RESTORED_AT,
  restore,
} from "../../src/store/index.ts";
import { KeyMissing, KeyWrong } from "../../src/vault/index.ts";
import {
  inPair,
  NOW,
  open,
  pair,
  privateChat,
  revealedRound,
  row,
  TestClock,
  tempFolder,
  text,
  vaultOf,
} from "./helpers.ts";

const MARKER = "MARKER-4e1b-in-a-backup";
const KEY = Buffer.alloc(32, 9);
const clock = new TestClock();

/** A store with a couple, an answer of each and a waiting, a parked and a dead row. */
async function filled(file: string) {
  const store = await open({ file, vault: vaultOf(KEY) });
  await inPair(store, async (tx) => {
    await tx.rounds.save(revealedRound("r", "c"));
    await tx.answers.put("r", "ca", text(MARKER));
    await tx.answers.put("r", "cb", text("Ben's own"));
    await tx.outbox.add(row(privateChat("x"), { dedupe: "parked" }), NOW);
    await tx.outbox.park(privateChat("x"));
    await tx.outbox.add(row(privateChat("y"), { dedupe: "waiting", content: { view: "card", params: {} } }), NOW);
  });
  return store;
}

describe("a backup", () => {
  it("is one private file that holds everything, encrypted, taken while the bot writes", async () => {
    const folder = tempFolder();
    const store = await filled(join(folder, "test.db"));
    await store.transaction(async (tx) => {
      for (let index = 0; index < 3000; index++) await tx.settings.set(`k${index}`, "x".repeat(1000));
    });
    const to = join(folder, "backups", "one.db");
    const seen: number[] = [];
    let writes = 0;
    const write = async (): Promise<void> => {
      await store.transaction((tx) => tx.settings.set("during", String(++writes)));
    };
    const writing: Promise<void>[] = [];
    const result = await backup({
      file: store.file,
      to,
      onProgress: (done, total) => {
        seen.push(done / total);
        writing.push(write());
      },
    });
    await Promise.all(writing);
    expect(result).toEqual({ file: to, bytes: statSync(to).size });
    expect(writes).toBeGreaterThan(1);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(statSync(to).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, "backups"))).toEqual(["one.db"]);
    expect(readFileSync(to).includes(MARKER)).toBe(false);
    const copy = new SqliteDatabase(to, { readonly: true });
    expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(copy.prepare("select count(*) from answers").pluck().get()).toBe(2);
    copy.close();
  });

  it("never overwrites, and leaves nothing half done", async () => {
    const folder = tempFolder();
    const store = await filled(join(folder, "test.db"));
    const to = join(folder, "there.db");
    writeFileSync(to, "mine");
    await expect(backup({ file: store.file, to })).rejects.toBeInstanceOf(BackupFailed);
    expect(readFileSync(to, "utf8")).toBe("mine");
    await expect(backup({ file: store.file, to: join(to, "under-a-file.db") })).rejects.toBeInstanceOf(BackupFailed);
    await expect(backup({ file: join(folder, "none.db"), to: join(folder, "x.db") })).rejects.toBeInstanceOf(
      DatabaseUnreadable,
    );
    expect(readdirSync(folder).filter((name) => name.includes("part"))).toEqual([]);
  });
});

describe("a restore", () => {
  it("brings the backup back, erases again who was erased since, and sends nothing by itself", async () => {
    const folder = tempFolder();
    const file = join(folder, "test.db");
    const from = join(folder, "old.db");
    const first = await filled(file);
    await backup({ file, to: from });
    await first.transaction(async (tx) => {
      await tx.people.erase("ca", NOW + 1);
      await pair(tx, "later");
    });
    await first.close();
    const result = await restore({ file, from, vault: vaultOf(KEY), clock });
    expect(result).toMatchObject({ erased: 1, held: 2 });
    const store = await open({ file, vault: vaultOf(KEY) });
    await store.transaction(async (tx) => {
      expect(await tx.people.byId("ca")).toBeNull();
      expect(await tx.answers.get("r", "ca")).toBeNull();
      const home = await tx.couples.byId("c");
      expect(home?.people.b).toBe("cb");
      expect(home?.pauses.a).toMatchObject({ until: null });
      expect((await tx.people.byId(home?.people.a ?? ""))?.keptBy).toBe("cb");
      expect(await tx.people.byId("latera")).toBeNull();
      expect(await tx.answers.get("r", "cb")).toEqual(text("Ben's own"));
      expect(await tx.outbox.ready("test", NOW * 2, new Set(), 9)).toEqual([]);
      await tx.outbox.unpark(privateChat("x"));
      expect(await tx.outbox.ready("test", NOW * 2, new Set(), 9)).toEqual([]);
      expect((await tx.outbox.dead(9)).map((one) => one.deadReason)).toEqual(["restore", "restore"]);
      expect(await tx.settings.get(RESTORED_AT)).toBe(String(NOW));
    });
    expect(store.internals.database.prepare("select count(*) from data_keys where owner = 'ca'").pluck().get()).toBe(0);
    const aside = new SqliteDatabase(result.aside ?? "", { readonly: true });
    expect(aside.prepare("select count(*) from people where id = 'latera'").pluck().get()).toBe(1);
    aside.close();
    expect(readdirSync(folder).filter((name) => name.includes("restoring"))).toEqual([]);
  });

  it("replays from any list it is given, also where no database is left", async () => {
    const folder = tempFolder();
    const store = await filled(join(folder, "test.db"));
    const from = join(folder, "old.db");
    await backup({ file: store.file, to: from });
    const list = join(folder, "kept.erased");
    appendFileSync(list, "\nca 5;\n\ncut o");
    const file = join(folder, "new", "test.db");
    const result = await restore({ file, from, vault: vaultOf(KEY), clock, erasedLists: [list] });
    expect(result).toMatchObject({ aside: null, erased: 1 });
    await open({ file, vault: vaultOf(KEY) });
    expect(readFileSync(`${file}.erased`, "utf8")).toContain("ca 5;");
  });

  it("replays the lists beside the backup and beside the database without being told of them", async () => {
    const folder = tempFolder();
    const store = await filled(join(folder, "test.db"));
    const from = join(folder, "old.db");
    await backup({ file: store.file, to: from });
    const file = join(folder, "new", "test.db");
    appendFileSync(`${from}.erased`, "\nca 5;\n");
    expect(await restore({ file, from, vault: vaultOf(KEY), clock })).toMatchObject({ aside: null, erased: 1 });
    rmSync(`${from}.erased`);
    rmSync(file);
    writeFileSync(`${file}.erased`, "\ncb 6;\n");
    expect(await restore({ file, from, vault: vaultOf(KEY), clock })).toMatchObject({ aside: null, erased: 1 });
    const restored = await open({ file, vault: vaultOf(KEY) });
    expect(await restored.transaction((tx) => tx.people.byId("cb"))).toBeNull();
  });

  it("refuses while the database is in use, with the wrong key, or from a damaged file, and changes nothing", async () => {
    const folder = tempFolder();
    const file = join(folder, "test.db");
    const from = join(folder, "old.db");
    const store = await filled(file);
    await backup({ file, to: from });
    await expect(restore({ file, from, vault: vaultOf(KEY), clock })).rejects.toBeInstanceOf(DatabaseInUse);
    await store.transaction((tx) => tx.settings.set("after", "yes"));
    await store.close();
    const before = readFileSync(file);
    await expect(restore({ file, from, vault: vaultOf(), clock })).rejects.toBeInstanceOf(KeyWrong);
    const damaged = join(folder, "damaged.db");
    const bytes = readFileSync(from);
    bytes.fill(0xff, 4096, bytes.length - 4096);
    writeFileSync(damaged, bytes);
    await expect(restore({ file, from: damaged, vault: vaultOf(KEY), clock })).rejects.toThrow();
    await expect(restore({ file, from: join(folder, "none.db"), vault: vaultOf(KEY), clock })).rejects.toBeInstanceOf(
      DatabaseUnreadable,
    );
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => /restor/.test(name))).toEqual([]);
  });

  it("keeps what a crash had left in the log of the former database", async () => {
    const folder = tempFolder();
    const file = join(folder, "test.db");
    const from = join(folder, "old.db");
    const store = await filled(file);
    await backup({ file, to: from });
    await store.transaction((tx) => tx.settings.set("only-in-the-log", "yes"));
    const crashed = join(folder, "crashed.db");
    for (const suffix of ["", "-wal"]) copyFileSync(`${file}${suffix}`, `${crashed}${suffix}`);
    const result = await restore({ file: crashed, from, vault: vaultOf(KEY), clock });
    const restored = await open({ file: crashed, vault: vaultOf(KEY) });
    expect(await restored.transaction((tx) => tx.settings.get("only-in-the-log"))).toBeNull();
    const aside = new SqliteDatabase(result.aside ?? "", { readonly: true });
    expect(aside.prepare("select value from settings where key = 'only-in-the-log'").pluck().get()).toBe("yes");
    aside.close();
  });
});

describe("the commands", () => {
  it("back up, restore and show what was held back, without content", async () => {
    const folder = tempFolder();
    const file = join(folder, "test.db");
    const store = await filled(file);
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    await runBackup({ file, clock, print });
    const [name = ""] = readdirSync(join(folder, "backups"));
    expect(lines.join("\n")).toContain("100 %");
    await store.close();
    const env = { AMPERSAND_MASTER_KEY: KEY.toString("base64") };
    const from = join(folder, "backups", name);
    const keyFile = join(folder, "key");
    await expect(runRestore({ file, from, env: {}, keyFile, clock, print })).rejects.toBeInstanceOf(KeyMissing);
    await runRestore({ file, from, env, keyFile, clock, print });
    expect(lines.join("\n")).toContain("held back, because they may have been sent since: 2.");

    const running = await open({ file, vault: vaultOf(KEY) });
    // For fewer than ten couples they are not listed one by one.
    for (let n = 0; n < 9; n++) await running.transaction((tx) => pair(tx, `other${n}`));
    lines.length = 0;
    const later = { now: () => NOW + 3 * 3_600_000 };
    expect(runOutbox({ file, args: ["list"], clock: later, print })).toBe(true);
    expect(lines).toHaveLength(3);
    const id = lines.find((line) => line.includes("card"))?.split("\t")[0] ?? "";
    expect(lines.find((line) => line.includes("card"))).toBe(`${id}\tcard\ttest\trestore\t0\t3 h`);
    lines.length = 0;
    runOutbox({ file, args: ["retry", id, "nobody"], clock, print });
    expect(lines).toEqual(["Waiting again: 1.", "No such message: nobody"]);
    const rows = await running.transaction((tx) => tx.outbox.ready("test", NOW, new Set(), 9));
    expect(rows.map((one) => one.id)).toEqual([id]);
    await running.transaction((tx) => tx.outbox.add(row(privateChat("x"), { dedupe: "parked" }), NOW));
    lines.length = 0;
    runOutbox({ file, args: ["retry", "all"], clock, print });
    expect(lines).toEqual(["Waiting again: 0.", "Removed, because the same message waits already: 1."]);
    expect(runOutbox({ file, args: ["burn"], clock, print })).toBe(false);
    runOutbox({ file, args: ["list"], clock, print });
    expect(lines.at(-1)).toBe("Nothing was given up on.");
    expect(existsSync(keyFile)).toBe(false);
    rmSync(from);
  });
});
