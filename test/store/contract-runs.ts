/** A message of several parts is an unbroken run, also when it fails in its middle (rule 2). */
import { beforeEach, describe, expect, it } from "vitest";
import type { NewOutboxRow, OutboxRow } from "../../src/ports/outbox.ts";
import type { Store } from "../../src/ports/store.ts";
import type { OpenStore } from "./contract.ts";
import { NOW, privateChat, row, sharedChat } from "./helpers.ts";

const ANA = privateChat("ana");
const BEN = privateChat("ben");
const REVEAL = { content: { view: "reveal", params: {} } };

export function runsContract(open: OpenStore): void {
  describe("outbox, runs of parts", () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });

    async function ready(now = NOW): Promise<string[]> {
      const rows = await store.transaction((tx) => tx.outbox.ready("test", now, new Set(), 100));
      return rows.map((one) => one.dedupe);
    }

    async function reveals(now = NOW): Promise<string[]> {
      const rows = await store.transaction((tx) => tx.outbox.readyReveals("test", now, new Set(), 100));
      return rows.map((one) => one.dedupe);
    }

    async function add(dedupe: string, to = ANA, change: Partial<NewOutboxRow> = {}): Promise<string> {
      return (await store.transaction((tx) => tx.outbox.add(row(to, { dedupe, ...change }), NOW))) ?? "";
    }

    async function change(id: string, fields: Partial<OutboxRow>): Promise<void> {
      await store.transaction(async ({ outbox }) => {
        const known = await outbox.byId(id);
        if (known !== null) await outbox.update({ ...known, ...fields });
      });
    }

    it("that broke off hold back what else would be written in their chat, in both lanes", async () => {
      const run = await add("run", ANA, { lane: "scheduled" });
      await add("answer");
      await add("card", ANA, { lane: "scheduled" });
      await add("elsewhere", BEN);
      await add("elsewhere too", BEN, { lane: "scheduled" });
      await change(run, { sentRefs: ["1"], retryAt: NOW + 50, attempts: 1 });
      expect(await ready()).toEqual(["elsewhere", "elsewhere too"]);
      expect(await ready(NOW + 50)).toEqual(["elsewhere", "run", "elsewhere too"]);
      await store.transaction((tx) => tx.outbox.remove(run));
      expect(await ready()).toEqual(["answer", "elsewhere", "card", "elsewhere too"]);
    });

    it("that no part was sent of hold back their own lane alone", async () => {
      const run = await add("run", ANA, { lane: "scheduled" });
      await add("answer");
      await change(run, { retryAt: NOW + 50, attempts: 1 });
      expect(await ready()).toEqual(["answer"]);
    });

    it("that broke off hold back reveals, and are told among them", async () => {
      const run = await add("run", ANA, { lane: "scheduled" });
      await add("shown", ANA, REVEAL);
      await change(run, { sentRefs: ["1"] });
      expect([await ready(), await reveals()]).toEqual([["run"], []]);
      const half = await add("half shown", sharedChat("home"), REVEAL);
      await add("shown next", sharedChat("home"), REVEAL);
      await change(half, { sentRefs: ["1"] });
      expect([await ready(), await reveals()]).toEqual([["half shown", "run"], ["half shown"]]);
    });

    it("that broke off wait for nothing that stands before them", async () => {
      await add("night", ANA, { notBefore: NOW + 10 });
      const failing = await add("failing", ANA, { operation: "edit", refs: ["0"] });
      const run = await add("run");
      await change(failing, { retryAt: NOW + 100, attempts: 1 });
      expect(await ready(NOW + 10)).toEqual(["night"]);
      await change(run, { sentRefs: ["1"] });
      expect(await ready(NOW + 10)).toEqual(["run"]);
    });

    it("that broke off let messages be changed and taken away", async () => {
      const run = await add("run", ANA, { lane: "scheduled" });
      await add("edit", ANA, { operation: "edit", refs: ["0"] });
      await change(run, { sentRefs: ["1"], retryAt: NOW + 50 });
      expect(await ready()).toEqual(["edit"]);
    });

    it("of which two broke off are finished one after the other", async () => {
      const first = await add("first", ANA, { lane: "scheduled" });
      const second = await add("second");
      for (const id of [first, second]) await change(id, { sentRefs: ["1"] });
      expect(await ready()).toEqual(["first"]);
      await store.transaction((tx) => tx.outbox.remove(first));
      expect(await ready()).toEqual(["second"]);
    });

    it("that an operator has put aside, or whose chat is away, hold nothing back", async () => {
      const run = await add("run", ANA, { lane: "scheduled" });
      await add("answer");
      await change(run, { sentRefs: ["1"], state: "dead", deadReason: "400" });
      expect(await ready()).toEqual(["answer"]);
      await change(run, { state: "waiting", deadReason: null });
      expect(await ready()).toEqual(["run"]);
      await store.transaction((tx) => tx.outbox.park(ANA));
      expect(await ready()).toEqual([]);
      await store.transaction((tx) => tx.outbox.unpark(ANA));
      expect(await ready()).toEqual(["run"]);
    });
  });
}
