import { setImmediate as nextTurn } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { NewOutboxRow } from "../../src/ports/outbox.ts";
import { storeContract } from "./contract.ts";
import { NOW, open, privateChat, row } from "./helpers.ts";

storeContract("SQLite", () => open());

describe("transactions that share a commit", () => {
  it("hear of their own only when it can be read from the file", async () => {
    const store = await open();
    const reader = new SqliteDatabase(store.file, { readonly: true });
    const found = (key: string) => reader.prepare("select count(*) from settings where key = ?").pluck().get(key);
    const sets = async (key: string) => {
      await store.transaction(async (tx) => {
        await tx.settings.set(key, "yes");
        await nextTurn();
      });
      return found(key);
    };
    expect(await Promise.all(["a", "b", "c"].map(sets))).toEqual([1, 1, 1]);
    reader.close();
  });
});

describe("the sleeping rows of the outbox", () => {
  it("wakes more rows at one hour than it does in a step, without breaking a chat's order", async () => {
    const store = await open();
    const rows: NewOutboxRow[] = [];
    for (let index = 0; index < 700; index++) {
      const notBefore = index % 2 === 0 ? NOW + 20 : NOW + 10;
      rows.push(row(privateChat(String(index >> 1)), { dedupe: `w${index}`, notBefore }));
    }
    await store.transaction(async (tx) => {
      for (const one of rows) await tx.outbox.add(one, NOW);
    });
    const ready = await store.transaction((tx) => tx.outbox.ready("test", NOW + 20, new Set(), 1000));
    expect(ready.map((one) => one.dedupe)).toEqual(Array.from({ length: 350 }, (_, index) => `w${index * 2}`));
  });
});
