/** Channels of Discord in which no couple can have its cards: `/pair` says so at once, and posts nothing there. */
import { afterEach, expect, test } from "vitest";
import { person } from "./couples.ts";
import { last } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

test.each([
  ["a voice channel", 2],
  ["an announcement channel", 5],
  ["a thread", 11],
  ["a private thread", 12],
  ["a stage", 13],
])("%s", async (_kind, type) => {
  wire = await openWire({ platforms: ["discord"] });
  const [ana, ben] = [person(wire, "discord", "Ana"), person(wire, "discord", "Ben")];
  const home = wire.discord
    .guild({ owner: ana.person, members: [ben.person] })
    .channel({ privateTo: [ana.person, ben.person] });
  Object.assign(home.state, { type });
  ana.home = home;
  await ana.types("/pair", "home");
  expect(last(ana)).toBe(wire.t("pair.other-kind"));
  expect(ana.sees("home").filter(({ text }) => text.includes(wire.t("button.join")))).toEqual([]);
  expect(wire.store.internals.database.prepare("select count(*) from places").pluck().get()).toBe(0);
});
