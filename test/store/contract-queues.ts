import { describe, expect, it } from "vitest";
import type { Tracked } from "../../src/ports/store.ts";
import type { OpenStore } from "./contract.ts";
import { NOW, privateChat, sharedChat } from "./helpers.ts";

const message = (change: Partial<Tracked>): Tracked => ({
  chat: sharedChat("s"),
  ref: "1",
  purpose: "reveal",
  roundId: "r",
  personId: null,
  part: 0,
  at: NOW,
  ...change,
});

export function queuesContract(open: OpenStore): void {
  describe("messages", () => {
    it("are found by round, reference and age", async () => {
      const store = await open();
      const second = message({ ref: "0", part: 1 });
      const card = message({ ref: "9", purpose: "card", at: NOW + 5 });
      const own = message({ chat: privateChat("u"), ref: "1", personId: "ana" });
      await store.transaction(async ({ messages }) => {
        for (const one of [second, message({}), card, own]) await messages.add(one);
        expect(await messages.ofRound("r", "reveal")).toEqual([own, message({}), second]);
        expect(await messages.byRef(sharedChat("s"), "9")).toEqual(card);
        expect(await messages.byRef(sharedChat("s"), "404")).toBeNull();
        expect(await messages.latest(sharedChat("s"), "reveal")).toEqual(second);
        expect(await messages.latest(sharedChat("s"), "other")).toBeNull();
        await messages.add(message({ ref: "9", purpose: "reveal", part: 2 }));
        expect((await messages.byRef(sharedChat("s"), "9"))?.purpose).toBe("reveal");
        await messages.remove(sharedChat("s"), "9");
        expect(await messages.byRef(sharedChat("s"), "9")).toBeNull();
        expect(await messages.prune(NOW)).toBe(0);
        expect(await messages.prune(NOW + 1)).toBe(3);
      });
    });
  });

  describe("timers", () => {
    it("are due in order, moved by setting them again, and cleared", async () => {
      const store = await open();
      await store.transaction(async ({ timers }) => {
        expect(await timers.next()).toBeNull();
        await timers.set({ kind: "window", ref: "r", at: 30 }, "c");
        await timers.set({ kind: "reminder", ref: "r", at: 20 }, "c");
        await timers.set({ kind: "draft", ref: "d", at: 10 }, null);
        await timers.set({ kind: "draft", ref: "d", at: 25 }, null);
        expect(await timers.next()).toEqual({ kind: "reminder", ref: "r", at: 20 });
        expect(await timers.due(25, 10)).toEqual([
          { kind: "reminder", ref: "r", at: 20 },
          { kind: "draft", ref: "d", at: 25 },
        ]);
        expect(await timers.due(25, 1)).toHaveLength(1);
        expect(await timers.due(19, 10)).toEqual([]);
        await timers.clear("reminder", "r");
        expect(await timers.next()).toEqual({ kind: "draft", ref: "d", at: 25 });
      });
    });
  });
}
