import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/domain/answer.ts";
import type { Draft, Tx } from "../../src/ports/store.ts";
import type { OpenStore } from "./contract.ts";
import { inPair, NOW, openRound, revealedRound, text } from "./helpers.ts";

const BYTES = new Uint8Array([0, 1, 2, 255, 254, 0]);

function showing(...ids: string[]): Answer {
  const field = (mediaId: string) =>
    ({
      kind: "media",
      mediaId,
      media: "photo",
      mime: "image/jpeg",
      bytes: 6,
      name: null,
      caption: "",
      ref: null,
    }) as const;
  return Object.fromEntries(ids.map((id) => [`card/${id}`, field(id)]));
}

function draft(id: string, answer: Answer): Draft {
  return { id, personId: "ca", roundId: "r", purpose: "fields", answer, createdAt: NOW, expiresAt: NOW };
}

export function mediaContract(open: OpenStore): void {
  describe("files of answers", () => {
    async function withFiles(work: (tx: Tx) => Promise<void>) {
      const store = await open();
      await inPair(store, async (tx) => {
        await tx.rounds.save(openRound("r", "c"));
        for (const id of ["m1", "m2"]) await tx.media.put({ id, round: "r", author: "ca", data: BYTES });
        await work(tx);
      });
      const left = (author = "ca") =>
        store.transaction(async (tx) => {
          const all = await Promise.all(["m1", "m2"].map((id) => tx.media.get("r", author, id)));
          return all.map((data) => (data ? [...data] : null));
        });
      return { store, left };
    }
    const kept = [...BYTES];

    it("come back as they were, to their author's answer of that round alone", async () => {
      const { store, left } = await withFiles((tx) => tx.answers.put("r", "ca", showing("m1", "m2")));
      expect(await left()).toEqual([kept, kept]);
      expect(await left("cb")).toEqual([null, null]);
      expect(await store.transaction((tx) => tx.media.get("r2", "ca", "m1"))).toBeNull();
    });

    it("live as long as an answer or a draft mentions them, in whatever order that is said", async () => {
      const { store, left } = await withFiles((tx) => tx.drafts.save(draft("d", showing("m1", "m2"))));
      await store.transaction(async (tx) => {
        await tx.drafts.remove("d");
        await tx.answers.put("r", "ca", showing("m1"));
      });
      expect(await left()).toEqual([kept, null]);
      await store.transaction((tx) => tx.answers.put("r", "ca", text("a line instead")));
      expect(await left()).toEqual([null, null]);
    });

    it("that nothing mentions are not kept at all", async () => {
      const { left } = await withFiles(async () => {});
      expect(await left()).toEqual([null, null]);
    });

    it.each<[string, (tx: Tx) => Promise<void>]>([
      ["the answer is removed", (tx) => tx.answers.remove("r", "ca")],
      ["the couple ends before the reveal", (tx) => tx.couples.remove("c")],
      ["their author is erased", (tx) => tx.people.erase("ca", NOW)],
    ])("are gone when %s", async (_name, work) => {
      const { store, left } = await withFiles((tx) => tx.answers.put("r", "ca", showing("m1", "m2")));
      await store.transaction(work);
      expect(await left().catch(() => "no key")).toEqual(expect.not.arrayContaining([kept]));
    });

    it("of a draft that expires are gone, of one's sealed answer not", async () => {
      const { store, left } = await withFiles(async (tx) => {
        await tx.answers.put("r", "ca", showing("m1"));
        await tx.drafts.save(draft("d", showing("m2")));
      });
      expect(await left()).toEqual([kept, kept]);
      await store.transaction((tx) => tx.drafts.remove("d"));
      expect(await left()).toEqual([kept, null]);
    });

    it("of a revealed round stay with their author when the couple ends, those of a draft do not", async () => {
      const { store, left } = await withFiles(async (tx) => {
        await tx.answers.put("r", "ca", showing("m1"));
        await tx.drafts.save(draft("d", showing("m2")));
        await tx.rounds.save(revealedRound("r", "c"));
      });
      await store.transaction((tx) => tx.couples.remove("c"));
      expect(await left()).toEqual([kept, null]);
    });
  });
}
