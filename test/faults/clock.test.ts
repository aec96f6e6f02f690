/** A clock that jumps, and zones whose rules change: cards come at their hour, once. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { inGroup } from "../wire/couples.ts";
import type { Somebody } from "../wire/somebody.ts";
import { openWire, type Wire } from "../wire/wire.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const cards = (who: Somebody) =>
  who.sees("home").filter(({ buttons }) => buttons.some(({ label }) => label === "Answer"));
const reveals = (who: Somebody) => who.sees("home").filter(({ text }) => /You have both answered\./.test(text));

let wire: Wire;
beforeEach(async () => {
  wire = await openWire({ platforms: ["telegram"] });
});
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

test("a clock that goes back an hour brings no second card, and answers are taken all the same", async () => {
  const { ana, ben } = await inGroup(wire);
  await wire.until("2026-03-11T19:00:05Z");
  expect(cards(ana)).toHaveLength(1);
  await wire.later(-HOUR);
  await wire.restart();
  await ana.answers("The lake.");
  await wire.later(HOUR);
  expect(cards(ana)).toHaveLength(1);
  await ben.answers("The wind.");
  expect(reveals(ana)).toHaveLength(1);
});

test("a clock that leaps an hour brings what was due, once", async () => {
  const { ana, ben } = await inGroup(wire);
  await wire.until("2026-03-11T18:30:00Z");
  expect(cards(ana)).toHaveLength(0);
  await wire.later(HOUR);
  expect(cards(ana)).toHaveLength(1);
  await ana.answers("The lake.");
  await wire.later(HOUR);
  await ben.answers("The wind.");
  expect(reveals(ana)).toHaveLength(1);
});

/** The hour that old zone data would have set, and the version it came with. */
async function hadOldData(moved: number): Promise<number> {
  return wire.store.transaction(async (tx) => {
    const ritual = (await tx.rituals.active("", 10)).find(({ kind }) => kind === "heart");
    const right = (await tx.timers.at("ritual", ritual?.id ?? "")) ?? 0;
    await tx.timers.set({ kind: "ritual", ref: ritual?.id ?? "", at: right + moved }, null);
    await tx.settings.set("tz_version", "2001a");
    return right;
  });
}

const due = () => wire.store.transaction(async (tx) => (await tx.timers.next("ritual"))?.at);

test("new zone data: cards come at the new hour, whichever way it moved", async () => {
  await inGroup(wire);
  for (const moved of [HOUR, -HOUR]) {
    const right = await hadOldData(moved);
    await wire.restart();
    expect(await due()).toBe(right);
  }
  expect(await wire.store.transaction((tx) => tx.settings.get("tz_version"))).toBe(process.versions.tz);
});

test("new zone data under which the hour has just passed: the card comes now, and is not skipped", async () => {
  const { ana } = await inGroup(wire);
  await hadOldData(HOUR);
  await wire.until("2026-03-11T19:20:00Z");
  expect(cards(ana)).toHaveLength(0);
  await wire.restart();
  await wire.later(1000);
  expect(cards(ana)).toHaveLength(1);
  await wire.later(HOUR);
  expect(cards(ana)).toHaveLength(1);
});

test("what came due while the program was down stays due, also with new zone data", async () => {
  const { ana } = await inGroup(wire);
  await hadOldData(0);
  await wire.close();
  wire.offset += 8 * HOUR + 10 * MINUTE;
  await wire.open();
  await wire.core.settle();
  expect(cards(ana)).toHaveLength(1);
});

test("with the same zone data nothing is set again", async () => {
  await inGroup(wire);
  const right = await hadOldData(HOUR);
  await wire.store.transaction((tx) => tx.settings.set("tz_version", process.versions.tz ?? ""));
  await wire.restart();
  expect(await due()).toBe(right + HOUR);
});
