import { afterEach, beforeEach, expect, test } from "vitest";
import { apart, codeOf, inChannel, inGroup, person } from "./couples.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
beforeEach(async () => {
  wire = await openWire();
});
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

const connected = () => wire.t("connected.line", { name: "Ben" });

test("in a group: one welcome with one button, and both are told", async () => {
  const { ana, home } = await inGroup(wire);
  const welcome = home.fromBot.filter((message) => message.labels.includes(wire.t("button.join")));
  expect(welcome).toHaveLength(1);
  expect(welcome[0]?.buttons.flat()).toHaveLength(1);
  expect(read(ana)).toContain(connected());
  expect(read(ana, "home")).toContain("Ana & Ben");
});

test("in a channel: the notice is for the presser alone", async () => {
  const { ana, ben, home } = await inChannel(wire);
  expect(read(ana)).toContain(connected());
  expect(home.messages.some((message) => message.text.includes(wire.t("notice.title")))).toBe(false);
  expect(read(ben, "home")).toContain("Ana & Ben");
});

for (const [first, second] of [
  ["telegram", "telegram"],
  ["discord", "discord"],
  ["telegram", "discord"],
  ["discord", "telegram"],
] as const) {
  test(`by invite code: ${first} and ${second}`, async () => {
    const { ana, ben } = await apart(wire, first, second);
    expect(read(ana)).toContain(connected());
    expect(read(ben)).toContain(wire.t("connected.line", { name: "Ana" }));
  });
}

test("by invite link: the payload arrives, also after a restart", async () => {
  const [ana, ben] = [person(wire, "telegram", "Ana"), person(wire, "telegram", "Ben")];
  await ana.types("/pair");
  await ana.taps(wire.t("button.im-in"));
  const link = /https:\/\/t\.me\/\S+/.exec(read(ana))?.[0] ?? "";
  await wire.restart();
  ben.person.start(new URL(link).searchParams.get("start") ?? "");
  await wire.calm();
  await ben.taps(wire.t("button.im-in"));
  await wire.restart();
  await ana.taps(wire.t("button.confirm-yes"));
  expect(read(ben)).toContain(wire.t("connected.line", { name: "Ana" }));
});

test("one's own, a used, an expired and a guessed code are refused in the same words", async () => {
  const [ana, ben, eve] = [
    person(wire, "telegram", "Ana"),
    person(wire, "telegram", "Ben"),
    person(wire, "telegram", "Eve"),
  ];
  const no = wire.t("pair.code-no");
  await eve.types("/pair AAAAA-AAAAA");
  expect(last(eve)).toBe(no);
  await ana.types("/pair");
  await ana.taps(wire.t("button.im-in"));
  const code = codeOf(ana);
  await ana.types(`/pair ${code}`);
  expect(last(ana)).toBe(no);
  await ben.types(`/pair ${code}`);
  await ben.taps(wire.t("button.im-in"));
  await eve.types(`/pair ${code}`);
  expect(last(eve)).toBe(no);
  await wire.later(25 * 3_600_000);
  await ben.types(`/pair ${code}`);
  expect(last(ben)).toBe(no);
});

test("guesses are limited: after five, a good code is refused too", async () => {
  const [ana, eve] = [person(wire, "telegram", "Ana"), person(wire, "telegram", "Eve")];
  await ana.types("/pair");
  await ana.taps(wire.t("button.im-in"));
  for (let n = 0; n < 6; n++) await eve.types(`/pair AAAAA-AAAA${n}`);
  await eve.types(`/pair ${codeOf(ana)}`);
  expect(last(eve)).toBe(wire.t("pair.code-no"));
  await wire.later(3_700_000);
  await eve.types(`/pair ${codeOf(ana)}`);
  expect(read(eve)).toContain(wire.t("notice.title"));
});

test("the inviter may say no", async () => {
  const [ana, eve] = [person(wire, "telegram", "Ana"), person(wire, "telegram", "Eve")];
  await ana.types("/pair");
  await ana.taps(wire.t("button.im-in"));
  await eve.types(`/pair ${codeOf(ana)}`);
  await eve.taps(wire.t("button.im-in"));
  await ana.taps(wire.t("button.confirm-no"));
  expect(last(eve)).toBe(wire.t("pair.not-confirmed"));
  expect(last(ana)).toBe(wire.t("pair.refused-person"));
});

test("a forwarded link helps nobody; a group of more, and a public one, are refused with the reason", async () => {
  const [ana, ben, eve] = [
    person(wire, "telegram", "Ana"),
    person(wire, "telegram", "Ben"),
    person(wire, "telegram", "Eve"),
  ];
  const home = wire.telegram.group({ title: "Home", members: [ana.person, ben.person] });
  home.addBot(ana.person);
  await wire.calm();
  const url = home.last.buttons.flat()[0]?.url ?? "";
  eve.person.start(new URL(url).searchParams.get("start") ?? "");
  await wire.calm();
  expect(last(eve)).toBe(wire.t("not-yours"));
  const crowd = wire.telegram.group({ title: "Crowd", members: [ana.person, ben.person, eve.person] });
  crowd.addBot(ana.person);
  const open = wire.telegram.group({
    title: "Open",
    members: [ana.person, ben.person],
    type: "supergroup",
    username: "open_group",
  });
  open.addBot(ana.person);
  await wire.calm();
  expect(crowd.last.text).toBe(wire.t("pair.too-many"));
  expect(open.last.text).toBe(wire.t("pair.public"));
});

test("a client that loses the payload still joins", async () => {
  const [ana, ben] = [person(wire, "telegram", "Ana"), person(wire, "telegram", "Ben")];
  const home = wire.telegram.group({ title: "Home", members: [ana.person, ben.person] });
  ana.home = home;
  ben.home = home;
  home.addBot(ana.person);
  await wire.calm();
  for (const who of [ana, ben]) {
    await who.person.taps(home.last, wire.t("button.join"), { losesPayload: true });
    await wire.calm();
    await who.taps(wire.t("button.im-in"));
  }
  expect(read(ana, "home")).toContain("Ana & Ben");
});

test("somebody in a couple cannot be in a second one", async () => {
  const { ana } = await inGroup(wire);
  const eve = person(wire, "telegram", "Eve");
  await ana.types("/pair");
  expect(last(ana)).toBe(wire.t("pair.in-couple"));
  await eve.types("/pair");
  await eve.taps(wire.t("button.im-in"));
  await ana.types(`/pair ${codeOf(eve)}`);
  expect(last(ana)).toBe(wire.t("pair.in-couple"));
});

test("both tapping the welcome in another group moves their place", async () => {
  const { ana, ben } = await inGroup(wire);
  const other = wire.telegram.group({ title: "Other", members: [ana.person, ben.person] });
  other.addBot(ben.person);
  await wire.calm();
  for (const who of [ana, ben]) {
    who.home = other;
    await who.taps(wire.t("button.join"), "home");
    await who.taps(wire.t("button.im-in"));
  }
  expect(other.last.text).toBe(wire.t("pair.moved"));
  await ana.types("/checkin", "home");
  expect(other.last.labels).toContain(wire.t("button.answer"));
});
