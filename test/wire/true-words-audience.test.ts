/** Why a shared chat is not the two's alone: each cause in its own words, on both platforms (rule 10). */
import { afterEach, describe, expect, test } from "vitest";
import { type Couple, inChannel, inGroup, person } from "./couples.ts";
import { read, type Somebody } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

const CAUSES = ["public", "person", "bot", "open", "others", "left", "hidden"];

/** Waits until this is told; then nothing else may have been. */
async function onlyTold({ ana, ben }: Couple, cause: string, but: readonly Somebody[] = []): Promise<void> {
  const readers = [ana, ben].filter((who) => !but.includes(who));
  const fake = ana.platform === "telegram" ? wire.telegram : wire.discord;
  await fake.waitFor(() => readers.every((who) => read(who).includes(wire.t(`third.told.${cause}`))));
  await wire.core.settle();
  for (const who of readers) {
    expect(CAUSES.filter((each) => read(who).includes(wire.t(`third.told.${each}`)))).toEqual([cause]);
    expect(read(who).split(wire.t(`third.told.${cause}`))).toHaveLength(2);
  }
}

const REVEAL = /You have both answered\.[\s\S]*(Hers\.[\s\S]*His\.|His\.[\s\S]*Hers\.)/;

async function revealedFor({ ana, ben }: Couple, reason: string): Promise<void> {
  await wire.core.settle();
  for (const who of [ana, ben]) {
    expect(read(who)).toContain(wire.t(reason));
    expect(read(who)).toMatch(REVEAL);
    for (const each of CAUSES.map((cause) => `third.reveal.${cause}`).filter((key) => key !== reason)) {
      expect(read(who)).not.toContain(wire.t(each));
    }
  }
  expect(read(ana, "home")).not.toMatch(REVEAL);
}

describe("telegram", () => {
  async function half() {
    wire = await openWire({ platforms: ["telegram"] });
    const two = await inGroup(wire);
    await two.ana.types("/checkin heart", "home");
    await two.ben.answers("His.");
    return two;
  }
  type Two = Awaited<ReturnType<typeof half>>;

  test.each<[string, string, (two: Two) => void]>([
    ["somebody joined", "person", ({ home }) => home.adds(person(wire, "telegram", "Eve").person)],
    ["a bot joined", "bot", ({ home }) => home.adds(wire.telegram.user({ first_name: "Polls", is_bot: true }))],
    ["one left", "left", ({ home, ben }) => home.removes(ben.person)],
    ["one was put out", "left", ({ home, ana, ben }) => home.removes(ben.person, ana.person)],
    [
      "one left and somebody came: that matters most",
      "person",
      ({ home, ben }) => {
        home.adds(person(wire, "telegram", "Eve").person);
        home.removes(ben.person);
      },
    ],
  ])("%s", async (_, cause, change) => {
    const two = await half();
    change(two);
    await wire.calm();
    await onlyTold(two, cause);
    await two.ana.answers("Hers.");
    await revealedFor(two, `third.reveal.${cause}`);
  });

  test("it became public: nothing tells of that but the question before the reveal", async () => {
    const two = await half();
    two.home.becomesPublic("our_place");
    await two.ana.answers("Hers.");
    await revealedFor(two, "third.reveal.public");
    await onlyTold(two, "public");
  });

  test("it cannot be checked: said as that, and no more", async () => {
    const two = await half();
    wire.telegram.faults.next("getChatMemberCount", { kind: "status", code: 400, description: "Bad Request: odd" }, 9);
    await two.ana.answers("Hers.");
    await revealedFor(two, "third.unsure");
  });

  test("one of the questions fails once over there: asked again, and shown", async () => {
    const two = await half();
    wire.telegram.faults.next("getChatMemberCount", { kind: "status", code: 502 });
    await two.ana.answers("Hers.");
    expect(read(two.ana, "home")).toContain("Hers.");
    expect(read(two.ana)).not.toContain(wire.t("third.unsure"));
  });

  test("one is back before the line was delivered: nothing is said", async () => {
    const two = await half();
    await wire.until("2026-03-11T23:00:00Z");
    two.home.removes(two.ben.person);
    await wire.calm();
    two.home.adds(two.ben.person, two.ana.person);
    await wire.calm();
    await wire.until("2026-03-12T08:00:00Z");
    for (const who of [two.ana, two.ben]) expect(read(who)).not.toContain(wire.t("third.told.left"));
  });
});

describe("discord", () => {
  async function half() {
    wire = await openWire({ platforms: ["discord"] });
    const two = await inChannel(wire);
    await two.ana.types("/checkin heart", "home");
    await two.ben.answers("His.");
    return two;
  }
  type Two = Awaited<ReturnType<typeof half>>;

  test.each<[string, string, (two: Two) => void]>([
    [
      "somebody is let in",
      "person",
      ({ home, guild }) => {
        const eve = person(wire, "discord", "Eve");
        guild.adds(eve.person);
        home.overwrite(eve.person, { allow: ["ViewChannel"] });
      },
    ],
    [
      "it is opened to the server",
      "open",
      ({ home, guild }) => {
        guild.adds(person(wire, "discord", "Eve").person);
        home.overwrite("everyone", {});
      },
    ],
    ["one can see it no longer", "hidden", ({ home, ben }) => home.overwrite(ben.person, { deny: ["ViewChannel"] })],
  ])("%s", async (_, cause, change) => {
    const two = await half();
    change(two);
    await onlyTold(two, cause);
    await two.ana.answers("Hers.");
    await revealedFor(two, `third.reveal.${cause}`);
  });
});
