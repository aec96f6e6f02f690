import { describe, expect, it } from "vitest";
import type { Draft, Writing } from "../../src/ports/store.ts";
import type { OpenStore } from "./contract.ts";
import { inPair, NOW, openRound, text } from "./helpers.ts";

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
  });
}
