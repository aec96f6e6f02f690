import { describe, expect, it } from "vitest";
import type { NewOutboxRow } from "../../src/ports/outbox.ts";
import { storeContract } from "./contract.ts";
import { NOW, open, privateChat, row } from "./helpers.ts";

storeContract("SQLite", () => open());

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
