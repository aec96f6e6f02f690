import { describe, expect, it } from "vitest";
import type { Store, Tx } from "../../src/ports/store.ts";
import type { OpenStore } from "./contract.ts";
import {
  NOW,
  openRound,
  pair,
  person,
  place,
  privateChat,
  revealedRound,
  ritual,
  row,
  sharedChat,
  text,
} from "./helpers.ts";

/** What somebody was asked to confirm. */
const ASKED = { platform: "test", action: "forgetyes", proof: "p", shown: "s", expiresAt: NOW + 1 } as const;

/** A couple `c` with everything a couple can have, and another one, `d`, that must not notice. */
async function fill(tx: Tx): Promise<void> {
  for (const id of ["c", "d"]) {
    await pair(tx, id);
    await tx.rituals.save(ritual(`${id}ritual`, id));
    await tx.rounds.save(revealedRound(`${id}shown`, id));
    await tx.rounds.save(openRound(`${id}secret`, id));
    await tx.rounds.save(openRound(`${id}mine`, id, { disclosure: "own" }));
    for (const seat of ["a", "b"]) {
      const who = `${id}${seat}`;
      for (const round of ["shown", "secret", "mine"])
        await tx.answers.put(`${id}${round}`, who, text(`${who} ${round}`));
      await tx.drafts.save({
        id: `${who}draft`,
        personId: who,
        roundId: null,
        purpose: "words",
        answer: text("hm"),
        createdAt: NOW,
        expiresAt: NOW,
      });
      await tx.writings.save({
        id: `${who}note`,
        author: who,
        kind: "note",
        text: "note",
        card: null,
        at: NOW,
        sentAt: null,
      });
      await tx.messages.add({
        chat: privateChat(`user-${who}`),
        ref: "1",
        purpose: "menu",
        roundId: null,
        personId: null,
        part: 0,
        at: NOW,
      });
      await tx.outbox.add(row(privateChat(`user-${who}`), { dedupe: `${who}hello` }), NOW);
      await tx.timers.set({ kind: "draft", ref: `${who}draft`, at: NOW }, null);
      await tx.timers.set({ kind: "leftover", ref: `${id}secret:${seat}`, at: NOW }, null);
    }
    await tx.messages.add({
      chat: sharedChat(`chat-${id}place`),
      ref: "1",
      purpose: "welcome",
      roundId: null,
      personId: null,
      part: 0,
      at: NOW,
    });
    await tx.outbox.add(row(sharedChat(`chat-${id}place`), { dedupe: `${id}reveal`, coupleId: id }), NOW);
    await tx.timers.set({ kind: "window", ref: `${id}secret`, at: NOW }, id);
    await tx.people.save(person(`${id}a`, { focus: `${id}secret` }));
  }
}

async function refs(store: Store): Promise<string[]> {
  const timers = await store.transaction((tx) => tx.timers.due(NOW, 100));
  return timers.map((timer) => timer.ref).sort();
}

async function waiting(store: Store): Promise<string[]> {
  const rows = await store.transaction((tx) => tx.outbox.ready("test", NOW, new Set(), 100));
  return rows.map((one) => one.dedupe).sort();
}

const OTHERS = ["dadraft", "dbdraft", "dsecret", "dsecret:a", "dsecret:b"];

export function erasureContract(open: OpenStore): void {
  describe("ending a couple", () => {
    it("destroys what was not shown and keeps each one's own words", async () => {
      const store = await open();
      await store.transaction(fill);
      await store.transaction((tx) => tx.couples.remove("c"));
      await store.transaction(async (tx) => {
        expect(await tx.couples.byId("c")).toBeNull();
        expect(await tx.couples.ofPerson("ca")).toBeNull();
        expect(await tx.places.byId("cplace")).toBeNull();
        expect(await tx.rituals.ofCouple("c")).toEqual([]);
        expect(await tx.rounds.byId("csecret")).toBeNull();
        expect(await tx.answers.get("csecret", "ca")).toBeNull();
        const kept = await tx.answers.ofAuthor("ca");
        expect(kept.map((one) => one.roundId).sort()).toEqual(["cmine", "cshown"]);
        expect(await tx.writings.ofAuthor("ca")).toHaveLength(1);
        expect((await tx.people.byId("ca"))?.focus).toBeNull();
        expect((await tx.people.byId("da"))?.focus).toBe("dsecret");
        expect(await tx.messages.byRef(sharedChat("chat-cplace"), "1")).toBeNull();
        expect(await tx.couples.count(10)).toBe(1);
        expect(await tx.answers.ofAuthor("da")).toHaveLength(3);
      });
      expect(await refs(store)).toEqual([...OTHERS, "cadraft", "cbdraft"].sort());
      expect(await waiting(store)).toEqual(["cahello", "cbhello", "dahello", "dbhello", "dreveal"]);
    });
  });

  describe("erasing a person", () => {
    it("takes everything of theirs and leaves the partner's own, in a home with a stand-in", async () => {
      const store = await open();
      await store.transaction(fill);
      await store.transaction(async (tx) => {
        await tx.invites.save({ codeHash: "h", inviter: "ca", expiresAt: NOW, acceptedBy: null });
        await tx.invites.guessed("test", "user-ca", NOW);
        for (const userId of ["user-ca", "user-cb"]) await tx.confirmations.save({ ...ASKED, userId });
        await tx.places.save(place("w", { joined: ["ca", "cb"] }));
        await tx.people.erase("ca", NOW);
      });
      await store.transaction(async (tx) => {
        expect(await tx.people.byId("ca")).toBeNull();
        expect(await tx.people.byAccount("test", "user-ca")).toBeNull();
        const couple = await tx.couples.byId("c");
        expect(couple?.people.b).toBe("cb");
        expect(couple?.pauses).toMatchObject({ a: { until: null }, b: null });
        const standIn = await tx.people.byId(couple?.people.a ?? "");
        expect(standIn).toMatchObject({ name: "Name of ca", keptBy: "cb", keep: "forever", dates: [] });
        expect(standIn?.userId).not.toContain("ca");
        expect(await tx.answers.get("csecret", "cb")).toEqual(text("cb secret"));
        expect(await tx.answers.ofAuthor("ca")).toEqual([]);
        expect(await tx.answers.get("cshown", "ca")).toBeNull();
        expect(await tx.answers.get("cshown", "cb")).toEqual(text("cb shown"));
        expect(await tx.drafts.byId("cadraft")).toBeNull();
        expect(await tx.writings.byId("canote")).toBeNull();
        expect(await tx.messages.byRef(privateChat("user-ca"), "1")).toBeNull();
        expect(await tx.messages.byRef(privateChat("user-cb"), "1")).not.toBeNull();
        expect(await tx.invites.byHash("h")).toBeNull();
        expect(await tx.invites.guesses("test", "user-ca", 0)).toBe(0);
        expect(await tx.confirmations.of({ platform: "test", userId: "user-ca" }, ASKED.action)).toBeNull();
        expect(await tx.confirmations.of({ platform: "test", userId: "user-cb" }, ASKED.action)).not.toBeNull();
        expect((await tx.places.byId("w"))?.joined).toEqual(["cb"]);
      });
      expect(await refs(store)).toEqual([...OTHERS, "cbdraft", "csecret", "csecret:b"].sort());
      // What waits for both is another one's to drop: this row has no words of theirs.
      expect(await waiting(store)).toEqual(["cbhello", "creveal", "dahello", "dbhello", "dreveal"]);
    });

    it("leaves no empty rounds when both have gone", async () => {
      const store = await open();
      await store.transaction(fill);
      await store.transaction((tx) => tx.people.erase("ca", NOW));
      await store.transaction((tx) => tx.people.erase("cb", NOW));
      await store.transaction(async (tx) => {
        expect(await tx.rounds.history("c")).toEqual([]);
        expect(await tx.rounds.history("d")).toHaveLength(3);
      });
    });

    it("lets the same account begin anew", async () => {
      const store = await open();
      await store.transaction(fill);
      await store.transaction(async (tx) => {
        await tx.people.erase("ca", NOW);
        await tx.people.erase("ca", NOW);
        await tx.people.save(person("new", { userId: "user-ca" }));
        expect((await tx.people.byAccount("test", "user-ca"))?.name).toBe("Name of new");
      });
    });
  });
}
