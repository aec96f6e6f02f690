/** `/pair` where it cannot work: told at once and privately what is missing, and nothing is promised. */
import { afterEach, expect, test } from "vitest";
import { person } from "./couples.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
/** What a test expects the operator to read at its end. */
let forOperator: RegExp | null = null;
afterEach(async () => {
  const complaints = await wire.end();
  expect(complaints.filter((each) => forOperator?.test(each) !== true)).toEqual([]);
  forOperator = null;
});

async function onDiscord() {
  wire = await openWire({ platforms: ["discord"] });
  const [ana, ben] = [person(wire, "discord", "Ana"), person(wire, "discord", "Ben")];
  const guild = wire.discord.guild({ owner: ana.person, members: [ben.person] });
  const home = guild.channel({ privateTo: [ana.person, ben.person] });
  ana.home = home;
  return { ana, home };
}

test.each([
  ["SendMessages", "Send Messages"],
  ["EmbedLinks", "Embed Links"],
  ["ViewChannel", "View Channel"],
] as const)("discord, without %s: its name is told, and the welcome comes once it is there", async (right, name) => {
  const { ana, home } = await onDiscord();
  home.overwrite("bot", { allow: right === "ViewChannel" ? [] : ["ViewChannel"], deny: [right] });
  await ana.types("/pair", "home");
  expect(last(ana)).toContain(name);
  expect(read(ana)).not.toContain(wire.t("pair.welcome-posted"));
  expect(home.messages).toHaveLength(0);
  home.overwrite("bot", { allow: ["ViewChannel", right] });
  await ana.types("/pair", "home");
  expect(last(ana)).toBe(wire.t("pair.welcome-posted"));
  expect(home.messages).toHaveLength(1);
});

test.each([
  [2, "voice"],
  [5, "news"],
  [11, "thread"],
  [13, "voice"],
  [15, "forum"],
])("discord, in a channel of type %i: told where it works", async (type, key) => {
  const { ana, home } = await onDiscord();
  Object.assign(home.state, { type });
  await ana.types("/pair", "home");
  expect(last(ana)).toBe(wire.t(`pair.${key}`));
  expect(home.messages).toHaveLength(0);
});

test("telegram, where members may not write: told privately what is missing", async () => {
  wire = await openWire({ platforms: ["telegram"] });
  const [ana, ben] = [person(wire, "telegram", "Ana"), person(wire, "telegram", "Ben")];
  const home = wire.telegram.group({ title: "Home", members: [ana.person, ben.person] });
  ana.home = home;
  await ana.types("/start");
  home.forbids("can_send_messages");
  home.addBot(ana.person);
  await wire.calm();
  expect(last(ana)).toBe(wire.t("pair.missing", { missing: "Send Messages" }));
  await ana.types("/pair", "home");
  expect(last(ana)).toBe(wire.t("pair.missing", { missing: "Send Messages" }));
  home.forbids();
  await ana.types("/pair", "home");
  expect(read(ana, "home")).toContain(wire.t("button.join"));
});

test("telegram: a welcome that the chat does not take is told to whoever asked for it", async () => {
  wire = await openWire({ platforms: ["telegram"] });
  const [ana, ben] = [person(wire, "telegram", "Ana"), person(wire, "telegram", "Ben")];
  const home = wire.telegram.group({ title: "Home", members: [ana.person, ben.person] });
  ana.home = home;
  await ana.types("/start");
  home.addBot(ana.person);
  await wire.calm();
  const refusal = { kind: "status", code: 400, description: "Bad Request: something odd" } as const;
  wire.telegram.faults.next("sendMessage", refusal, 4);
  await ana.types("/pair", "home");
  expect(last(ana)).toBe(wire.t("pair.not-posted.refused"));
  forOperator = /^(1 rows were put aside|\["the platform rejected a message",.*"view":"welcome")/;
});

test("telegram: that a group is public is said privately to who can be reached there, else in the group", async () => {
  wire = await openWire({ platforms: ["telegram"] });
  const [ana, ben] = [person(wire, "telegram", "Ana"), person(wire, "telegram", "Ben")];
  await ana.types("/pair");
  await ana.taps(wire.t("button.im-in"));
  const home = wire.telegram.group({ title: "Home", members: [ana.person, ben.person] });
  for (const one of [ana, ben]) one.home = home;
  home.addBot(ana.person);
  await wire.calm();
  home.becomesPublic("our_place");
  const there = () => read(ana, "home").split(wire.t("pair.public")).length - 1;
  const before = there();
  await ana.types("/pair", "home");
  expect(last(ana)).toBe(wire.t("pair.public"));
  expect(there()).toBe(before);
  await ben.types("/pair", "home");
  expect(there()).toBe(before + 1);
});
