/** Two people of one name: both halves are headed differently, and the same for both readers. */
import { afterEach, expect, test } from "vitest";
import { together } from "./couples.ts";
import { read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

test.each(["telegram", "discord"] as const)("%s: a reveal between Alex and ALEX", async (platform) => {
  wire = await openWire({ platforms: [platform] });
  const { ana, ben } = await together(wire, platform, ["Alex", "ALEX"]);
  await ana.types("/checkin heart", "home");
  await ana.answers("Hers.");
  await ben.answers("His.");
  await wire.core.settle();
  expect(read(ana, "home")).toMatch(/Alex \(1\)[\s\S]*Hers\.[\s\S]*ALEX \(2\)[\s\S]*His\./);
  expect(read(ben, "home")).toContain("Alex (1)");
});
