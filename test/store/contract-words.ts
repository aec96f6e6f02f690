import { describe, expect, it } from "vitest";
import type { Draft, Writing } from "../../src/ports/store.ts";
import type { OpenStore } from "./contract.ts";
import { inPair, NOW, openRound, revealedRound, text } from "./helpers.ts";

export function wordsContract(open: OpenStore): void {
  describe("words", () => {
    it("answers are kept per round and author, replaced and removed", async () => {
      const store = await open();
      await inPair(store, async ({ rounds, answers }) => {
        await rounds.save(openRound("late", "c", { openedAt: NOW + 9 }));
        await rounds.save(openRound("early", "c"));
        await answers.put("late", "ca", text("one"));
        await answers.put("late", "cb", text("two"));
        await answers.put("early", "ca", text("three 🌻"));
        await answers.put("late", "ca", text("four"));
        expect(await answers.get("late", "ca")).toEqual(text("four"));
        expect(await answers.ofAuthor("ca")).toEqual([
          { roundId: "early", answer: text("three 🌻") },
          { roundId: "late", answer: text("four") },
        ]);
        await answers.remove("late", "ca");
        expect(await answers.get("late", "ca")).toBeNull();
        expect(await answers.get("late", "cb")).toEqual(text("two"));
      });
    });

    it("answers that were shown are found by author, by how long ago, by couple, so many at once", async () => {
      const store = await open();
      await inPair(store, async ({ rounds, answers }) => {
        for (const [id, at] of [
          ["old", NOW - 100],
          ["older", NOW - 200],
          ["new", NOW],
        ] as const) {
          const shown = revealedRound(id, "c");
          if (shown.state !== "revealed") throw new Error("not shown");
          await rounds.save({ ...shown, revealedAt: at });
          for (const author of ["ca", "cb"]) await answers.put(id, author, text("one"));
        }
        await rounds.save(openRound("open", "c"));
        await answers.put("open", "ca", text("two"));
        const found = await answers.shownBefore("ca", NOW, 9);
        expect([...found].sort()).toEqual(["old", "older"]);
        expect(await answers.shownBefore("ca", NOW - 150, 9, "c")).toEqual(["older"]);
        expect(await answers.shownBefore("ca", NOW, 9, "d")).toEqual([]);
        expect(await answers.shownBefore("ca", NOW, 1)).toHaveLength(1);
        await answers.remove("older", "ca");
        expect(await answers.shownBefore("ca", NOW, 9)).toEqual(["old"]);
        expect(await answers.shownBefore("cb", NOW, 9)).toHaveLength(2);
      });
    });

    it("drafts come back as they were saved", async () => {
      const store = await open();
      const draft: Draft = {
        id: "d",
        personId: "ca",
        roundId: null,
        purpose: "words",
        answer: text("hm"),
        createdAt: NOW,
        expiresAt: NOW + 9,
      };
      await inPair(store, async ({ drafts }) => {
        await drafts.save(draft);
        const moved: Draft = { ...draft, roundId: "r", purpose: "fields", answer: text("hm, yes") };
        await drafts.save(moved);
        expect(await drafts.byId("d")).toEqual(moved);
        expect(await drafts.ofPerson("ca")).toEqual([moved]);
        expect(await drafts.ofPerson("cb")).toEqual([]);
        await drafts.remove("d");
        expect(await drafts.byId("d")).toBeNull();
      });
    });

    it("writings come back oldest first", async () => {
      const store = await open();
      const note: Writing = {
        id: "w2",
        author: "ca",
        kind: "note",
        text: "a note",
        card: "heart-first",
        at: NOW,
        sentAt: null,
      };
      const letter: Writing = {
        id: "w1",
        author: "ca",
        kind: "letter",
        text: "Dear Ben",
        card: null,
        at: NOW + 1,
        sentAt: NOW + 2,
      };
      await inPair(store, async ({ writings }) => {
        await writings.save(letter);
        await writings.save(note);
        expect(await writings.ofAuthor("ca")).toEqual([note, letter]);
        await writings.save({ ...letter, text: "Dear Ben, hello" });
        expect((await writings.byId("w1"))?.text).toBe("Dear Ben, hello");
        await writings.remove("w1");
        expect(await writings.byId("w1")).toBeNull();
      });
    });

    it("writings that wait are found by kind, for one author or for both", async () => {
      const store = await open();
      const jar = (id: string, author: string, at: number, sentAt: number | null = null): Writing => ({
        id,
        author,
        kind: "jar",
        text: `question ${id}`,
        card: null,
        at,
        sentAt,
      });
      const all = [jar("w2", "cb", NOW), jar("w1", "ca", NOW + 1), jar("w3", "ca", NOW + 1)];
      await inPair(store, async ({ writings }) => {
        for (const one of all.toReversed()) await writings.save(one);
        await writings.save(jar("drawn", "ca", NOW, NOW + 5));
        await writings.save({ ...jar("letter", "ca", NOW), kind: "letter" });
        expect(await writings.waiting(["ca", "cb"], "jar")).toEqual(all);
        expect((await writings.waiting(["cb"], "jar")).map(({ id }) => id)).toEqual(["w2"]);
        expect((await writings.waiting(["ca"], "letter")).map(({ id }) => id)).toEqual(["letter"]);
        expect(await writings.waiting([], "jar")).toEqual([]);
      });
    });
  });
}
