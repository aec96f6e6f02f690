/**
 * Rule 4 over the wire: whatever a stranger, another couple or a forged client sends, nothing of a couple
 * changes and nothing about it is told. `WRONG_HANDS_RUNS` and `WRONG_HANDS_SEED` widen or repeat the search.
 */
import { afterEach, describe, expect, test } from "vitest";
import { inChannel, inGroup, type Platform } from "./couples.ts";
import { dice } from "./forgeries.ts";
import type { Hands } from "./hands.ts";
import { DiscordHands } from "./hands-discord.ts";
import { TelegramHands } from "./hands-telegram.ts";
import { read } from "./somebody.ts";
import { MARKS, ownOf, seenBy, stateOf, type Victims, victims, waitsFor } from "./victims.ts";
import { openWire, type Wire } from "./wire.ts";

const { WRONG_HANDS_RUNS, WRONG_HANDS_SEED } = process.env;
const RUNS = Number(WRONG_HANDS_RUNS ?? 150);
const SEED = Number(WRONG_HANDS_SEED ?? 20_261_123);

/** What the log may say of things that no platform should send: a line without content. */
const ODD = /update not understood|an event failed/;

let wire: Wire;
let expected: RegExp;
afterEach(async () => {
  const complaints = await wire.end();
  expect(complaints.filter((line) => !expected.test(line))).toEqual([]);
});

/** Carries out one attack after the other; everything is compared after each. */
async function storm(hands: Hands, couple: Victims, seed: string): Promise<void> {
  const random = dice(seed);
  const [state, seen] = [stateOf(wire, couple), seenBy(couple)];
  for (let run = 0; run < RUNS; run++) {
    const from = hands.told.length;
    const what = `seed ${SEED}, run ${run}: ${await hands.attacks(random)}`;
    expect(stateOf(wire, couple), what).toBe(state);
    expect(seenBy(couple), what).toBe(seen);
    const told = hands.told.slice(from);
    expect(
      told.filter((said) => hands.isTo(said) || MARKS.test(said)),
      what,
    ).toEqual([]);
    if (run % 50 === 49) await wire.restart();
  }
}

async function scene(platform: Platform): Promise<{ readonly couple: Victims; readonly hands: Hands }> {
  wire = await openWire({ platforms: [platform] });
  if (platform === "telegram") {
    const couple = await victims(wire, platform);
    return { couple, hands: await TelegramHands.gather(wire, couple) };
  }
  const couple = await victims(wire, platform);
  return { couple, hands: await DiscordHands.gather(wire, couple) };
}

/** The couple, and one of the two as the one who forges. */
async function traitor(platform: Platform): Promise<{ readonly couple: Victims; readonly hands: Hands }> {
  wire = await openWire({ platforms: [platform] });
  if (platform === "telegram") {
    const couple = await victims(wire, platform);
    return { couple, hands: new TelegramHands(wire, couple, [couple.ben]) };
  }
  const couple = await victims(wire, platform);
  return { couple, hands: new DiscordHands(wire, couple, [couple.ben]) };
}

/** A couple on one platform; with its ids and buttons in hand, another couple on the other one. */
async function across(platform: Platform): Promise<{ readonly couple: Victims; readonly hands: Hands }> {
  wire = await openWire();
  const couple = await victims(wire, platform);
  const { actions, ids } = couple;
  const own = { ...couple, actions, ids };
  const hands =
    platform === "telegram"
      ? await inChannel(wire, ["Cora", "Dan"]).then(
          (two) => new DiscordHands(wire, { ...own, ...two }, [two.ana, two.ben]),
        )
      : await inGroup(wire, ["Cora", "Dan"]).then(
          (two) => new TelegramHands(wire, { ...own, ...two }, [two.ana, two.ben]),
        );
  // What they hear themselves is no harm; that the couple hears nothing is seen by what it reads.
  return {
    couple,
    hands: {
      attacks: (random) => hands.attacks(random),
      isTo: () => false,
      get told() {
        return hands.told;
      },
    },
  };
}

describe.each(["telegram", "discord"] as const)("%s", (platform) => {
  test(`${RUNS} forgeries change and tell nothing (seed ${SEED})`, { timeout: 3_600_000 }, async () => {
    expected = ODD;
    const { couple, hands } = await scene(platform);
    await storm(hands, couple, `${platform}:${SEED}`);
    expect(wire.lines.filter((line) => MARKS.test(line))).toEqual([]);
    await couple.ben.answers("His answer at last.");
    for (const who of [couple.ana, couple.ben]) {
      expect(read(who)).toMatch(/bittern[\s\S]*His answer at last\.|His answer at last\.[\s\S]*bittern/);
    }
  });

  test(`${RUNS} forgeries from the other platform change and tell nothing (seed ${SEED})`, {
    timeout: 3_600_000,
  }, async () => {
    expected = ODD;
    const { couple, hands } = await across(platform);
    await storm(hands, couple, `across:${platform}:${SEED}`);
  });

  test("the comparison sees a change of their own", async () => {
    expected = /^$/;
    const { couple } = await scene(platform);
    const [state, seen] = [stateOf(wire, couple), seenBy(couple)];
    await couple.ana.types("/settings reminders off");
    expect(stateOf(wire, couple)).not.toBe(state);
    expect(seenBy(couple)).not.toBe(seen);
  });

  test(`${RUNS} forgeries by one of the two leave alone what is the other's (seed ${SEED})`, {
    timeout: 3_600_000,
  }, async () => {
    expected = ODD;
    const { couple, hands } = await traitor(platform);
    const { ana, ben } = couple;
    const random = dice(`traitor:${platform}:${SEED}`);
    let own = ownOf(wire, ana);
    let secret = "bittern";
    for (let run = 0; run < RUNS; run++) {
      const what = `seed ${SEED}, run ${run}: ${await hands.attacks(random)}`;
      expect(ownOf(wire, ana), what).toBe(own);
      if (waitsFor(wire, ana)) {
        for (const where of ["private", "home"] as const) expect(read(ben, where), what).not.toContain(secret);
        continue;
      }
      // Ben has answered by chance, so that both were shown: another round.
      secret = `bittern${run}`;
      await ana.types("/resume");
      await ana.types("/checkin heart", "home");
      await ana.answers(`The ${secret} in the reeds.`);
      own = ownOf(wire, ana);
    }
  });
});
