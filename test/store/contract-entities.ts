import { describe, expect, it } from "vitest";
import type { Round } from "../../src/domain/round/state.ts";
import type { OpenStore } from "./contract.ts";
import {
  couple,
  inPair,
  NOW,
  openRound,
  person,
  place,
  revealedRound,
  ritual,
  row,
  SEAL,
  sharedChat,
} from "./helpers.ts";

export function entitiesContract(open: OpenStore): void {
  describe("people", () => {
    it("come back as they were saved, by id and by account", async () => {
      const store = await open();
      const ana = person("ana", { name: "Ana 🌻", quiet: null, deep: true, focus: "r1", agreedAt: null });
      const ben = person("ben", {
        reminders: false,
        tellAnswered: true,
        clearTyped: true,
        toldDeleting: true,
        named: true,
        reachable: false,
      });
      await store.transaction(async ({ people }) => {
        await people.save(ana);
        await people.save(ben);
        expect(await people.byId("ana")).toEqual(ana);
        expect(await people.byAccount("test", "user-ben")).toEqual(ben);
        expect(await people.byAccount("other", "user-ben")).toBeNull();
        await people.save({ ...ana, name: "Anna", quiet: { from: 0, to: 60 } });
        expect(await people.byId("ana")).toEqual({ ...ana, name: "Anna", quiet: { from: 0, to: 60 } });
      });
    });
  });

  describe("couples", () => {
    it("come back as they were saved, for either of the two", async () => {
      const store = await open();
      const pauses = { a: { since: NOW - 5, until: NOW + 5 }, b: { since: NOW, until: null } };
      await inPair(store, async ({ couples }) => {
        const two = couple("c", "ca", "cb", { pauses, cards: "each", zoneAsked: false });
        await couples.save(two);
        expect(await couples.byId("c")).toEqual(two);
        expect(await couples.ofPerson("ca")).toEqual(two);
        expect(await couples.ofPerson("cb")).toEqual(two);
        expect(await couples.ofPerson("x")).toBeNull();
        expect(await couples.count(10)).toBe(1);
      });
    });

    it("never share a person", async () => {
      const store = await open();
      const second = inPair(store, async ({ people, couples }) => {
        await people.save(person("x"));
        await couples.save(couple("d", "x", "ca"));
      });
      await expect(second).rejects.toThrow();
    });
  });

  describe("places", () => {
    it("come back with who joined, in order", async () => {
      const store = await open();
      await inPair(store, async ({ places }) => {
        const waiting = place("w", { joined: ["cb", "ca"], exposure: "others", addedBy: "7" });
        await places.save(waiting);
        expect(await places.byId("w")).toEqual(waiting);
        expect(await places.byChat("test", "chat-w")).toEqual(waiting);
        expect((await places.ofCouple("c"))?.id).toBe("cplace");
        expect(await places.waitingFor("ca")).toEqual([waiting]);
        expect(await places.waitingFor("x")).toEqual([]);
        await places.save({ ...waiting, joined: [] });
        expect(await places.waitingFor("ca")).toEqual([]);
        await places.remove("w");
        expect(await places.byId("w")).toBeNull();
      });
    });

    it("that wait are listed newest first", async () => {
      const store = await open();
      await inPair(store, async ({ places }) => {
        await places.save(place("w1", { createdAt: 1 }));
        await places.save(place("w2", { createdAt: 2 }));
        await places.save(place("w3", { createdAt: 3, active: false }));
        await places.save(place("w4", { createdAt: 4, platform: "other" }));
        await places.save(place("w5", { createdAt: 0, addedBy: "7" }));
        const found = async (userId: string, since: number, limit = 5) =>
          (await places.waiting("test", userId, since, limit)).map((one) => one.id);
        expect(await found("8", 0)).toEqual(["w2", "w1"]);
        expect(await found("8", 1)).toEqual(["w2"]);
        expect(await found("7", 1)).toEqual(["w5", "w2"]);
        expect(await found("7", 0, 1)).toEqual(["w5"]);
      });
    });

    it("migrate with their rows and drop old messages", async () => {
      const store = await open();
      await inPair(store, async ({ places, outbox, messages }) => {
        const old = sharedChat("chat-cplace");
        const id = await outbox.add(row(old), NOW);
        await messages.add({ chat: old, ref: "1", purpose: "card", roundId: null, personId: null, part: 0, at: NOW });
        await places.save(place("welcomed", { chatId: "super" }));
        await places.migrate("test", "chat-cplace", "super");
        expect((await places.byChat("test", "super"))?.id).toBe("cplace");
        expect(await places.byId("welcomed")).toBeNull();
        expect((await outbox.byId(id ?? ""))?.to).toEqual(sharedChat("super"));
        expect(await outbox.ready("test", NOW, new Set(["test:s:super"]), 9)).toEqual([]);
        expect(await messages.byRef(old, "1")).toBeNull();
      });
    });
  });

  describe("invites", () => {
    it("are found by hash, inviter and who accepted", async () => {
      const store = await open();
      await store.transaction(async ({ invites }) => {
        const invite = { codeHash: "h", inviter: "ana", expiresAt: NOW, acceptedBy: null };
        await invites.save(invite);
        expect(await invites.byHash("h")).toEqual(invite);
        expect(await invites.ofInviter("ana")).toEqual(invite);
        expect(await invites.acceptedBy("ben")).toBeNull();
        await invites.save({ ...invite, acceptedBy: "ben" });
        expect(await invites.acceptedBy("ben")).toEqual({ ...invite, acceptedBy: "ben" });
        await invites.remove("h");
        expect(await invites.byHash("h")).toBeNull();
      });
    });

    it("count wrong codes by account and time", async () => {
      const store = await open();
      await store.transaction(async ({ invites }) => {
        await invites.guessed("test", "u", 10);
        await invites.guessed("test", "u", 20);
        await invites.guessed("test", "v", 20);
        expect(await invites.guesses("test", "u", 10)).toBe(2);
        expect(await invites.guesses("test", "u", 11)).toBe(1);
        expect(await invites.guesses("test", "w", 0)).toBe(0);
      });
    });
  });

  describe("rituals and rounds", () => {
    it("rituals come back as they were saved", async () => {
      const store = await open();
      const change = { rule: { every: "week", days: [1, 7], at: 60 }, zone: "UTC", by: "b", wake: true } as const;
      await inPair(store, async ({ rituals }) => {
        const first = ritual("r1", "c");
        const second = ritual("r2", "c", {
          change,
          state: "resting",
          lastDate: "2027-01-01",
          occurrences: 3,
          createdAt: NOW + 1,
        });
        await rituals.save(second);
        await rituals.save(first);
        expect(await rituals.ofCouple("c")).toEqual([first, second]);
        expect(await rituals.byId("r2")).toEqual(second);
        await rituals.remove("r2");
        expect(await rituals.ofCouple("c")).toEqual([first]);
      });
    });

    it("rounds come back in each of their states", async () => {
      const store = await open();
      const passed = { ...SEAL, passed: true, settlesAt: NOW + 3, flag: "listen" as const };
      const all: Round[] = [
        openRound("r1", "c", { ritualId: "ritual", deliveredAt: NOW + 1, reminded: true }),
        { ...openRound("r2", "c", { openedAt: NOW + 1 }), state: "half", seals: { b: passed } },
        {
          ...openRound("r3", "c", { openedAt: NOW + 2 }),
          state: "ready",
          seals: { a: SEAL, b: passed },
          readyAt: NOW + 4,
        },
        revealedRound("r4", "c", { openedAt: NOW + 3, disclosure: "match", swapped: ["b"] }),
        { ...openRound("r5", "c", { openedAt: NOW + 4 }), state: "closed", seals: { a: SEAL }, closedAt: NOW + 9 },
      ];
      await inPair(store, async ({ rounds }) => {
        for (const round of all.toReversed()) await rounds.save(round);
        expect(await rounds.ofCouple("c", ["open", "half", "ready", "revealed", "closed"])).toEqual(all);
        expect((await rounds.ofCouple("c", ["ready", "open"])).map((round) => round.id)).toEqual(["r1", "r3"]);
        expect(await rounds.ofCouple("c", [])).toEqual([]);
        expect((await rounds.ofRitual("ritual", ["open"])).map((round) => round.id)).toEqual(["r1"]);
        const history = await rounds.history("c");
        expect(history.map((past) => past.roundId)).toEqual(["r5", "r4", "r3", "r2", "r1"]);
        expect(history[1]).toMatchObject({
          state: "revealed",
          revealedAt: NOW + 5,
          cards: ["heart-first", "pulse-one"],
        });
        await rounds.save({ ...openRound("r2", "c"), state: "open" });
        expect(await rounds.byId("r2")).toEqual(openRound("r2", "c"));
      });
    });
  });
}
