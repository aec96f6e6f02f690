import { describe, expect, it } from "vitest";
import type { NewOutboxRow, Outbox } from "../../src/ports/outbox.ts";
import type { Store } from "../../src/ports/store.ts";
import type { OpenStore } from "./contract.ts";
import { NOW, privateChat, row, sharedChat } from "./helpers.ts";

const ANA = privateChat("ana");
const BEN = privateChat("ben");
const NOBODY: ReadonlySet<string> = new Set();

/** The dedupe keys of what may be sent. */
async function ready(store: Store, now = NOW, busy = NOBODY, limit = 100): Promise<string[]> {
  const rows = await store.transaction((tx) => tx.outbox.ready("test", now, busy, limit));
  return rows.map((one) => one.dedupe);
}

async function add(store: Store, ...rows: NewOutboxRow[]): Promise<string[]> {
  return store.transaction(async ({ outbox }) => {
    const ids: string[] = [];
    for (const one of rows) ids.push((await outbox.add(one, NOW)) ?? "");
    return ids;
  });
}

async function change(
  store: Store,
  id: string | undefined,
  fields: Partial<Awaited<ReturnType<Outbox["byId"]>>>,
): Promise<void> {
  await store.transaction(async ({ outbox }) => {
    const known = await outbox.byId(id ?? "");
    if (known === null) throw new Error("no such row");
    await outbox.update({ ...known, ...fields });
  });
}

export function outboxContract(open: OpenStore): void {
  describe("outbox", () => {
    it("gives rows back as they were added", async () => {
      const store = await open();
      const full = row(sharedChat("s"), {
        coupleId: "c",
        personId: "p",
        content: { view: "reveal", params: { roundId: "r", n: 3, yes: true, none: null } },
        operation: "edit",
        refs: ["1", "2"],
        origin: "token",
        replace: true,
        track: { purpose: "reveal", roundId: "r" },
        notBefore: NOW - 5,
      });
      const [id] = await add(store, full);
      const stored = await store.transaction((tx) => tx.outbox.byId(id ?? ""));
      expect(stored).toEqual({
        ...full,
        id,
        seq: expect.any(Number),
        retryAt: 0,
        attempts: 0,
        sentRefs: [],
        state: "waiting",
        deadReason: null,
        createdAt: NOW,
      });
    });

    it("lets what is owed in a chat go before every send there, whatever its lane and age", async () => {
      const store = await open();
      await add(
        store,
        row(ANA, { dedupe: "old" }),
        row(ANA, { dedupe: "edit", operation: "edit", lane: "scheduled", refs: ["1"] }),
      );
      await store.transaction((tx) => tx.outbox.park(ANA));
      expect(await store.transaction((tx) => tx.outbox.hasParked(ANA))).toBe(true);
      await store.transaction((tx) => tx.outbox.unpark(ANA, "origin"));
      await add(store, row(ANA, { dedupe: "new" }), row(BEN, { dedupe: "other" }));
      expect(await ready(store)).toEqual(["other", "edit"]);
      const [old, edit] = await store.transaction((tx) => tx.outbox.ofChat(ANA));
      expect([old?.origin, edit?.operation]).toEqual(["origin", "edit"]);
      await store.transaction((tx) => tx.outbox.remove(edit?.id ?? ""));
      expect(await ready(store)).toEqual(["old", "other"]);
      expect(await store.transaction((tx) => tx.outbox.hasParked(ANA))).toBe(false);
    });

    it("lets a row be asked for again once it is under way, and keeps the form it is sent in", async () => {
      const store = await open();
      const [id] = await add(store, row(ANA, { dedupe: "edit", operation: "edit" }));
      await store.transaction((tx) => tx.outbox.begin(id ?? ""));
      await add(store, row(ANA, { dedupe: "edit", operation: "edit" }));
      await change(store, id, { form: "small" });
      const rows = await store.transaction((tx) => tx.outbox.ofChat(ANA));
      expect(rows.map(({ form }) => form)).toEqual(["small", undefined]);
    });

    it("gives the oldest of each chat and lane, interactive first, then in order", async () => {
      const store = await open();
      await add(
        store,
        row(ANA, { dedupe: "1", lane: "scheduled" }),
        row(ANA, { dedupe: "2" }),
        row(BEN, { dedupe: "3" }),
        row(ANA, { dedupe: "4" }),
        row(sharedChat("s"), { dedupe: "5", lane: "scheduled" }),
        row(privateChat("ana", "other"), { dedupe: "6" }),
      );
      expect(await ready(store)).toEqual(["2", "3", "1", "5"]);
      expect(await ready(store, NOW, NOBODY, 3)).toEqual(["2", "3", "1"]);
    });

    it("leaves out busy chats in both lanes", async () => {
      const store = await open();
      await add(
        store,
        row(ANA, { dedupe: "1" }),
        row(ANA, { dedupe: "2", lane: "scheduled" }),
        row(BEN, { dedupe: "3" }),
      );
      expect(await ready(store, NOW, new Set(["test:p:ana"]))).toEqual(["3"]);
    });

    it("lets a row that is not yet due be overtaken", async () => {
      const store = await open();
      await add(store, row(ANA, { dedupe: "later", notBefore: NOW + 100 }), row(ANA, { dedupe: "now" }));
      expect(await ready(store)).toEqual(["now"]);
      expect(await ready(store, NOW + 99)).toEqual(["now"]);
      expect(await ready(store, NOW + 100)).toEqual(["later"]);
      // Also when the clock was set back after that.
      expect(await ready(store, NOW)).toEqual(["now"]);
    });

    it("holds back the rows behind one in retry, in its chat and lane alone", async () => {
      const store = await open();
      const [first] = await add(
        store,
        row(ANA, { dedupe: "1" }),
        row(ANA, { dedupe: "2" }),
        row(ANA, { dedupe: "3", lane: "scheduled" }),
        row(BEN, { dedupe: "4" }),
      );
      await change(store, first, { retryAt: NOW + 50, attempts: 1 });
      expect(await ready(store)).toEqual(["4", "3"]);
      expect(await ready(store, NOW + 50)).toEqual(["1", "4", "3"]);
      // Also one that waits for its hour besides.
      await change(store, first, { notBefore: NOW + 100, retryAt: NOW + 50 });
      expect(await ready(store)).toEqual(["4", "3"]);
      expect(await ready(store, NOW + 50)).toEqual(["2", "4", "3"]);
      await store.transaction((tx) => tx.outbox.remove(first ?? ""));
      expect(await ready(store)).toEqual(["2", "4", "3"]);
    });

    it("adds a key once while it waits", async () => {
      const store = await open();
      const [first, again] = await add(store, row(ANA, { dedupe: "k" }), row(BEN, { dedupe: "k" }));
      expect(again).toBe("");
      await store.transaction((tx) => tx.outbox.remove(first ?? ""));
      expect(await add(store, row(ANA, { dedupe: "k" }))).not.toEqual([""]);
    });

    it("never gives a number twice", async () => {
      const store = await open();
      const [id] = await add(store, row(ANA));
      const before = await store.transaction((tx) => tx.outbox.byId(id ?? ""));
      await store.transaction((tx) => tx.outbox.remove(id ?? ""));
      const [next] = await add(store, row(ANA));
      const after = await store.transaction((tx) => tx.outbox.byId(next ?? ""));
      expect(after?.seq).toBeGreaterThan(before?.seq ?? 0);
    });

    it("writes back how sending went", async () => {
      const store = await open();
      const [id] = await add(store, row(ANA, { dedupe: "1", operation: "edit" }));
      const fields = { notBefore: 1, retryAt: 2, attempts: 3, sentRefs: ["9"], to: BEN, operation: "send" } as const;
      await change(store, id, fields);
      expect(await store.transaction((tx) => tx.outbox.byId(id ?? ""))).toMatchObject(fields);
      expect(await ready(store, NOW, new Set(["test:p:ana"]))).toEqual(["1"]);
    });

    it("knows when something may be sent next", async () => {
      const store = await open();
      const next = (now: number) => store.transaction((tx) => tx.outbox.nextAt("test", now));
      expect(await next(NOW)).toBeNull();
      const [, second] = await add(
        store,
        row(ANA, { notBefore: NOW + 70 }),
        row(BEN),
        row(privateChat("x", "other"), { notBefore: NOW + 1 }),
      );
      expect(await next(NOW)).toBe(NOW + 70);
      await change(store, second, { retryAt: NOW + 30 });
      expect(await next(NOW)).toBe(NOW + 30);
      expect(await next(NOW + 30)).toBe(NOW + 70);
      expect(await next(NOW + 70)).toBeNull();
    });

    it("parks and wakes a chat", async () => {
      const store = await open();
      const [id] = await add(store, row(ANA, { dedupe: "1" }), row(ANA, { dedupe: "2" }), row(BEN, { dedupe: "3" }));
      await change(store, id, { retryAt: NOW + 1000 });
      await store.transaction((tx) => tx.outbox.park(ANA));
      expect(await ready(store)).toEqual(["3"]);
      expect(await store.transaction((tx) => tx.outbox.nextAt("test", NOW))).toBeNull();
      expect((await store.transaction((tx) => tx.outbox.ofChat(ANA))).map((one) => one.state)).toEqual([
        "parked",
        "parked",
      ]);
      // Said again while the chat was away: once is enough.
      await add(store, row(ANA, { dedupe: "2" }));
      await store.transaction((tx) => tx.outbox.unpark(ANA));
      expect(await ready(store)).toEqual(["1", "3"]);
      const waiting = await store.transaction((tx) => tx.outbox.ofChat(ANA));
      expect(waiting.map((one) => [one.dedupe, one.state])).toEqual([
        ["1", "waiting"],
        ["2", "waiting"],
      ]);
    });

    it("wakes one of several parked rows that say the same", async () => {
      const store = await open();
      for (const _ of [1, 2]) {
        await add(store, row(ANA, { dedupe: "same" }));
        await store.transaction((tx) => tx.outbox.park(ANA));
      }
      await store.transaction((tx) => tx.outbox.unpark(ANA));
      expect(await store.transaction((tx) => tx.outbox.ofChat(ANA))).toHaveLength(1);
    });

    it("keeps dead rows apart", async () => {
      const store = await open();
      const [id] = await add(
        store,
        row(ANA, { dedupe: "1" }),
        row(ANA, { dedupe: "2", lane: "scheduled" }),
        row(BEN, { dedupe: "3" }),
      );
      await change(store, id, { state: "dead", deadReason: "400 bad" });
      await store.transaction((tx) => tx.outbox.park(BEN));
      await store.transaction(async ({ outbox }) => {
        expect((await outbox.dead(5)).map((one) => [one.dedupe, one.deadReason])).toEqual([["1", "400 bad"]]);
        expect(await outbox.counts()).toEqual({ interactive: 0, scheduled: 1, parked: 1, dead: 1 });
        expect(await outbox.add(row(ANA, { dedupe: "1" }), NOW)).not.toBeNull();
      });
      // The operator wakes a dead row whose message waits already.
      await change(store, id, { state: "waiting", deadReason: null });
      expect(await store.transaction((tx) => tx.outbox.byId(id ?? ""))).toBeNull();
      expect(await ready(store)).toEqual(["1", "2"]);
    });

    it("removes by couple, round and view, waiting and parked, never everything", async () => {
      const store = await open();
      const of = (dedupe: string, coupleId: string, roundId: string, view: string) =>
        row(ANA, { dedupe, coupleId, content: { view, params: { roundId } } });
      const [, , dead] = await add(
        store,
        of("1", "c", "r", "v"),
        of("2", "c", "s", "v"),
        of("3", "c", "r", "v"),
        of("4", "d", "r", "w"),
      );
      await change(store, dead, { state: "dead" });
      await store.transaction(async ({ outbox }) => {
        expect(await outbox.removeWhere({})).toBe(0);
        expect(await outbox.removeWhere({ couple: "c", round: "r", view: "x" })).toBe(0);
        expect(await outbox.removeWhere({ couple: "c", round: "r" })).toBe(1);
        await outbox.park(ANA);
        expect(await outbox.removeWhere({ round: "r", view: "w" })).toBe(1);
        expect(await outbox.removeWhere({ couple: "c" })).toBe(1);
        expect(await outbox.dead(5)).toHaveLength(1);
      });
    });
  });
}
