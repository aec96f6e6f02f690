import { describe, expect, it } from "vitest";
import { StoreUnavailable } from "../../src/ports/store.ts";
import type { OpenStore } from "./contract.ts";
import { NOW, person } from "./helpers.ts";

export function transactionsContract(open: OpenStore): void {
  describe("transactions", () => {
    it("give back what the work returns", async () => {
      const store = await open();
      expect(await store.transaction(async () => 7)).toBe(7);
    });

    it("roll back and rethrow what the work throws", async () => {
      const store = await open();
      const failure = new Error("no");
      const failing = store.transaction(async (tx) => {
        await tx.people.save(person("ana"));
        await tx.events.claim("test", "1", NOW);
        throw failure;
      });
      await expect(failing).rejects.toBe(failure);
      await store.transaction(async (tx) => {
        expect(await tx.people.byId("ana")).toBeNull();
        expect(await tx.events.claim("test", "1", NOW)).toBe(true);
        await tx.people.save(person("ana"));
      });
      // The key of the rolled-back insert must not be used again.
      expect(await store.transaction((tx) => tx.people.byId("ana"))).toEqual(person("ana"));
    });

    it("run one after the other", async () => {
      const store = await open();
      const add = () =>
        store.transaction(async (tx) => {
          const before = Number((await tx.settings.get("count")) ?? 0);
          await tx.settings.set("count", String(before + 1));
        });
      await Promise.all(Array.from({ length: 50 }, add));
      expect(await store.transaction((tx) => tx.settings.get("count"))).toBe("50");
    });

    it("that are asked for together stand for themselves: what a failed one had done is undone, the others' stays", async () => {
      const store = await open();
      const sets = (key: string, fails = false) =>
        store.transaction(async (tx) => {
          await tx.settings.set(key, "yes");
          await tx.people.save(person(key));
          if (fails) throw new Error("no");
          return key;
        });
      const outcomes = await Promise.allSettled([sets("a"), sets("b", true), sets("c"), sets("d", true), sets("e")]);
      expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual([true, false, true, false, true]);
      const kept = await store.transaction(async (tx) => {
        const keys = ["a", "b", "c", "d", "e"];
        return Promise.all(keys.map(async (key) => [await tx.settings.get(key), (await tx.people.byId(key))?.id]));
      });
      expect(kept.map(([setting, id]) => [setting === "yes", id])).toEqual([
        [true, "a"],
        [false, undefined],
        [true, "c"],
        [false, undefined],
        [true, "e"],
      ]);
    });

    it("refuse one inside another instead of waiting for ever", async () => {
      const store = await open();
      const nested = store.transaction(() => store.transaction(async () => 1));
      await expect(nested).rejects.toThrow("transaction inside a transaction");
    });

    it("are refused after the store was closed, which waits for those in hand", async () => {
      const store = await open();
      const last = store.transaction(async (tx) => {
        await tx.settings.set("last", "yes");
        return tx.settings.get("last");
      });
      await store.close();
      expect(await last).toBe("yes");
      await expect(store.transaction(async () => 1)).rejects.toBeInstanceOf(StoreUnavailable);
      await store.close();
    });

    it("cannot be used once they are over", async () => {
      const store = await open();
      const leaked = await store.transaction(async (tx) => ({ tx }));
      await expect(leaked.tx.settings.set("late", "yes")).rejects.toThrow();
      expect(await store.transaction((tx) => tx.settings.get("late"))).toBeNull();
    });
  });

  describe("events", () => {
    it("are claimed once per platform, until they are pruned", async () => {
      const store = await open();
      await store.transaction(async ({ events }) => {
        expect(await events.claim("test", "1", NOW)).toBe(true);
        expect(await events.claim("test", "1", NOW + 1)).toBe(false);
        expect(await events.claim("other", "1", NOW)).toBe(true);
        expect(await events.claim("test", "2", NOW + 10)).toBe(true);
        expect(await events.prune(NOW + 10)).toBe(2);
        expect(await events.claim("test", "1", NOW)).toBe(true);
        expect(await events.claim("test", "2", NOW)).toBe(false);
      });
    });

    it("can be buried twice", async () => {
      const store = await open();
      await store.transaction(async ({ events }) => {
        await events.bury("test", "1", "TypeError", NOW);
        await events.bury("test", "1", "TypeError", NOW + 1);
      });
    });
  });

  describe("settings", () => {
    it("are read and replaced", async () => {
      const store = await open();
      await store.transaction(async ({ settings }) => {
        expect(await settings.get("tz")).toBeNull();
        await settings.set("tz", "2025a");
        await settings.set("tz", "2025b");
        expect(await settings.get("tz")).toBe("2025b");
      });
    });
  });
}
