/** What goes wrong below: the disk, the file, the key. What the two see, and that nothing is lost. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Person } from "../../src/domain/couple.ts";
import { open, person, tempFolder, vaultOf } from "../store/helpers.ts";
import { inChannel, inGroup } from "../wire/couples.ts";
import type { OnTelegram } from "../wire/on-telegram.ts";
import type { Somebody } from "../wire/somebody.ts";
import { openWire, type Wire } from "../wire/wire.ts";

const ROOT = join(import.meta.dirname, "../..");

const cards = (who: Somebody) =>
  who.sees("home").filter(({ buttons }) => buttons.some(({ label }) => label === "Answer"));
const reveals = (who: Somebody) => who.sees("home").filter(({ text }) => /You have both answered\./.test(text));
const sealed = (who: Somebody) => who.sees().filter(({ text }) => text.startsWith("Sealed."));

/** Another process that holds the database for itself until it is killed. */
async function locker(file: string): Promise<ChildProcess> {
  const code = `
    const database = new (require("better-sqlite3"))(process.argv[1]);
    database.exec("begin immediate");
    process.stdout.write("locked");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["-e", code, file], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return child;
}

async function ends(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await exited;
}

describe("storage that cannot take it", () => {
  let wire: Wire;
  beforeEach(async () => {
    wire = await openWire();
  });
  afterEach(async () => {
    const complaints = await wire.end();
    expect(complaints.filter((line) => !/could not be stored|could not be sent|heartbeat failed/.test(line))).toEqual(
      [],
    );
  });

  const file = () => join(wire.folder, "test.db");
  const database = () => wire.store.internals.database;

  async function opensCard(who: OnTelegram): Promise<void> {
    await who.types("/checkin", "home");
    const [card] = cards(who);
    if (card) await who.tapsOn(card, card.buttons[0]?.action ?? "");
  }

  /** Ana writes while nothing can be stored; when it can be, her answer is sealed without another word of hers. */
  async function survives(breaks: () => Promise<() => Promise<void>>): Promise<void> {
    const { ana, ben } = await inGroup(wire);
    await opensCard(ana);
    const mends = await breaks();
    // More than fits into what is left of a page.
    ana.person.sends(`The lake. ${"é".repeat(2800)}`);
    await vi.waitFor(() => expect(wire.lines.join()).toContain("waits for another attempt"), 15_000);
    expect(sealed(ana)).toEqual([]);
    await mends();
    await ana.person.chat.waitForMessage(/^Sealed\./, { timeoutMs: 15_000 });
    await ben.answers("The wind.");
    expect(reveals(ana)[0]?.text).toMatch(/The lake\.[\s\S]*The wind\./);
  }

  test("locked by another process: Telegram keeps the words until they can be stored", async () => {
    await survives(async () => {
      const child = await locker(file());
      return () => ends(child);
    });
  }, 60_000);

  test("a full disk: Telegram keeps the words until there is room", async () => {
    await survives(async () => {
      database().exec("create table filler (x blob)");
      const pages = database().pragma("page_count", { simple: true });
      database().pragma(`max_page_count = ${pages}`);
      fill();
      return async () => void database().pragma("max_page_count = 1073741823");
    });
  }, 60_000);

  /** Takes whatever room is left in the pages there are. */
  function fill(): void {
    for (const size of [4000, 1000, 100, 10]) {
      try {
        for (;;) database().prepare("insert into filler values (zeroblob(?))").run(size);
      } catch {
        // Full.
      }
    }
  }

  test("a file that may only be read: Telegram keeps the words until it may be written", async () => {
    await survives(async () => {
      database().pragma("query_only = on");
      return async () => void database().pragma("query_only = off");
    });
  }, 60_000);

  test("on Discord, where nothing is sent twice, the writer is told to try again, and can", async () => {
    const { ana, ben } = await inChannel(wire);
    await ana.types("/checkin", "home");
    const [card] = cards(ana);
    if (card) await ana.tapsOn(card, card.buttons[0]?.action ?? "");
    database().pragma("query_only = on");
    // Nothing is handled, so that there is nothing to wait for but what she sees.
    ana.submits({ 0: "The lake." }).catch(() => {});
    await wire.discord.waitFor(() => ana.sees().some(({ text }) => /Nothing was sealed|could not|couldn’t/.test(text)));
    database().pragma("query_only = off");
    expect(sealed(ana)).toEqual([]);
    await ana.answers("The lake.");
    await ben.answers("The wind.");
    expect(reveals(ana)[0]?.text).toMatch(/The lake\.[\s\S]*The wind\./);
  }, 60_000);
});

describe("the file", () => {
  const key = Buffer.alloc(32, 7);

  /** Stores people one after the other; how long the write-ahead log was after each. */
  async function stored(folder: string, count: number): Promise<readonly number[]> {
    const store = await open({ file: join(folder, "test.db"), vault: vaultOf(key) });
    const lengths: number[] = [];
    for (let n = 0; n < count; n += 1) {
      await store.transaction((tx) => tx.people.save(person(`p${n}`)));
      lengths.push(statSync(join(folder, "test.db-wal")).size);
    }
    return lengths;
  }

  /** The files as a power cut leaves them, with the end of the log changed. */
  function torn(from: string, change: (log: Buffer) => Buffer): string {
    const to = tempFolder();
    copyFileSync(join(from, "test.db"), join(to, "test.db"));
    writeFileSync(join(to, "test.db-wal"), change(readFileSync(join(from, "test.db-wal"))));
    return to;
  }

  async function found(folder: string): Promise<readonly (Person | null)[]> {
    const store = await open({ file: join(folder, "test.db"), vault: vaultOf(key) });
    expect(store.internals.database.pragma("integrity_check", { simple: true })).toBe("ok");
    return store.transaction(async (tx) => [
      await tx.people.byId("p0"),
      await tx.people.byId("p1"),
      await tx.people.byId("p2"),
    ]);
  }

  test("a log that was cut off: everything before the cut is there", async () => {
    const folder = tempFolder();
    const [, second = 0, third = 0] = await stored(folder, 3);
    expect(third).toBeGreaterThan(second);
    const cut = torn(folder, (log) => log.subarray(0, Math.floor((second + third) / 2)));
    expect((await found(cut)).map((one) => one?.id ?? null)).toEqual(["p0", "p1", null]);
  });

  test("a log whose end is garbage: everything before it is there, and it can be written on", async () => {
    const folder = tempFolder();
    const [, second = 0] = await stored(folder, 3);
    const garbled = torn(folder, (log) =>
      Buffer.concat([log.subarray(0, second), Buffer.alloc(log.length - second, 0xa5)]),
    );
    expect((await found(garbled)).map((one) => one?.id ?? null)).toEqual(["p0", "p1", null]);
  });

  test("another master key: the program says so in one line, touches nothing, and runs with the right one", async () => {
    const folder = tempFolder();
    const store = await open({ file: join(folder, "test.db"), vault: vaultOf(key) });
    await store.transaction((tx) => tx.people.save(person("p0")));
    await store.close();
    const before = readFileSync(join(folder, "test.db"));
    const env = {
      DATABASE_URL: `file:${join(folder, "test.db")}`,
      AMPERSAND_MASTER_KEY: Buffer.alloc(32, 8).toString("base64"),
      TELEGRAM_BOT_TOKEN: "1:a",
      TELEGRAM_API_ROOT: "http://127.0.0.1:9",
      HTTP_PORT: "0",
      LOG_LEVEL: "silent",
    };
    const ended = spawnSync(process.execPath, [join(ROOT, "src/start.js")], { cwd: folder, env, encoding: "utf8" });
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/^The master key .* is not the one .*\. Nothing was changed\.\n$/);
    expect(readFileSync(join(folder, "test.db")).equals(before)).toBe(true);
    expect((await found(folder))[0]?.id).toBe("p0");
  }, 30_000);
});
