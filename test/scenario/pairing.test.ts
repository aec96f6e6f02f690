import { afterEach, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { actionOf, answers, apart, codeOf, firstCard } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

let stage: Stage;
afterEach(() => stage.end());

async function addBot(by: Actor, chatId: string, members: readonly Actor[]): Promise<void> {
  by.on.members.set(chatId, new Set(members.map(({ account }) => account.userId)));
  await by.on.handle?.({
    type: "bot-added",
    eventId: by.on.nextEvent(),
    platform: by.on.platform,
    chatId,
    by: by.account,
  });
  await stage.settle();
}

test("coming together · in a group: one welcome with one button, the notice, both told, the daily card on", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  expect(ana.shown(home)[0]?.message.buttons.flat()).toHaveLength(1);
  for (const words of [
    "adults",
    "not therapy",
    "not end-to-end encrypted",
    "could read the database",
    "afraid of your partner",
  ]) {
    ana.hasSeen(new RegExp(words));
  }
  ana.hasSeen(/You and Ben are connected/);
  ben.hasSeen(/You and Ana are connected/);
  await ana.taps("Yes, Europe/Berlin", home);
  await stage.until("2026-03-11T19:00:00Z");
  ana.sees(/& Daily card/, home);
});

test("coming together · the one question about the zone can be answered with another, by buttons", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ben.taps("Another time zone", home);
  await ben.taps("Europe");
  await ben.taps("London");
  ben.sees(/Your daily card comes at 20:00, Europe\/London time/);
  await ana.taps("Yes, Europe/Berlin", home);
  ana.sees(/settled already/);
  await ana.types("/rituals");
  ana.sees(/Europe\/London/);
});

test("coming together · a group with only one partner waits; a forwarded link helps nobody", async () => {
  stage = await openStage();
  const ana = stage.person("Ana");
  const eve = stage.person("Eve");
  await addBot(ana, "home", [ana]);
  await ana.taps("Join in private", ana.shared());
  const link = actionOf(ana, "I’m in").replace("agree", "join");
  await ana.taps("I’m in");
  ana.sees(/As soon as your partner has tapped too/);
  await ana.taps("Join in private", ana.shared());
  ana.sees(/You’re in/);
  await eve.does(link);
  eve.sees(/^That isn’t something I can open for you\.$/);
  await eve.does(link.replace("join", "agree"));
  ana.neverSaw(/connected/);
  await stage.restart();
  await ana.types("/start");
  ana.sees(/You’re in/);
});

test("coming together · a public group and one with more than two are refused with the reason", async () => {
  stage = await openStage();
  const [ana, ben, eve] = [stage.person("Ana"), stage.person("Ben"), stage.person("Eve")];
  await addBot(ana, "public-square", [ana]);
  ana.sees(/This is a public chat/, ana.shared("public-square"));
  await addBot(ana, "club", [ana, ben, eve]);
  ana.sees(/more than two people/, ana.shared("club"));
  expect(ana.shown(ana.shared("club"))[0]?.message.buttons).toEqual([]);
});

test("coming together · somebody who came after the welcome stops the joining, with the reason", async () => {
  stage = await openStage();
  const [ana, ben, eve] = [stage.person("Ana"), stage.person("Ben"), stage.person("Eve")];
  await addBot(ana, "home", [ana, ben]);
  await ana.taps("Join in private", ana.shared());
  ana.on.members.get("home")?.add(eve.account.userId);
  await ana.taps("I’m in");
  ana.sees(/more than two people/);
});

test("coming together · a lost payload: /start alone finds the welcome that waits, and the card", async () => {
  stage = await openStage();
  const [ana, ben] = [stage.person("Ana"), stage.person("Ben")];
  await addBot(ana, "home", [ana, ben]);
  for (const one of [ana, ben]) {
    await one.types("/start");
    await one.taps("I’m in");
  }
  ana.hasSeen(/connected/);
  await ben.taps("Open the first card now", ana.shared());
  await ana.types("/start");
  ana.sees(/What's on your heart/);
});

test("coming together · a bot that is removed and added again says its welcome again", async () => {
  stage = await openStage();
  const [ana, ben] = [stage.person("Ana"), stage.person("Ben")];
  await addBot(ana, "home", [ana, ben]);
  await ana.on.handle?.({ type: "bot-removed", eventId: "x", platform: "stage", chatId: "home" });
  await ana.taps("Join in private", ana.shared());
  ana.sees(/no longer there/);
  await addBot(ana, "home", [ana, ben]);
  await ana.taps("Join in private", ana.shared());
  ana.sees(/Before you join/);
});

test("pairing at night works at once for two who are both up", async () => {
  stage = await openStage({ at: "2026-03-11T23:00:00Z" });
  const { ana, home } = await couple(stage);
  ana.hasSeen(/You and Ben are connected/);
  ana.sees(/Ana & Ben/, home);
});

test("a person is in at most one couple", async () => {
  stage = await openStage();
  const two = await couple(stage);
  const eve = stage.person("Eve");
  await eve.types("/pair");
  await eve.taps("I’m in");
  await two.ana.types(`/pair ${codeOf(eve)}`);
  two.ana.sees(/connected already/);
  await two.ana.types("/pair");
  two.ana.sees(/connected already/);
  await two.ana.types("/pair", two.home);
  two.ana.sees(/connected here already/);
});

test("moving · both tapping the welcome in another place moves the cards there, with what was on its way", async () => {
  stage = await openStage();
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await ben.types("/settings quiet 12:00-13:00");
  await firstCard(two, home);
  await addBot(ana, "attic", [ana, ben]);
  const attic = ana.shared("attic");
  await ana.taps("Join in private", attic);
  await ana.taps("I’m in");
  ana.sees(/When your partner taps here as well/);
  await ben.taps("Join in private", attic);
  await ben.taps("I’m in");
  await stage.until("2026-03-11T12:00:00Z");
  ana.hasSeen(/What's on your heart/, attic);
  ana.neverSaw(/What's on your heart/, home);
  await answers(ana, "heron", attic);
  await answers(ben, "otter", attic);
  ana.sees(/Ana: heron\nBen: otter/, attic);
});

test("closed to strangers · only those who are allowed may pair; everybody else gets one line", async () => {
  stage = await openStage({ allowed: ["stage:u-ana", "stage:u-ben"] });
  const { ana } = await couple(stage);
  ana.hasSeen(/connected/);
  const eve = stage.person("Eve");
  await addBot(eve, "eves", [eve]);
  eve.sees(/run for a few people only/, eve.shared("eves"));
  for (const command of ["/pair", "/pair ABCDEFGHIJ"]) {
    await eve.types(command);
    eve.sees(/^This bot is run for a few people only[^\n]*$/);
  }
});

test("across platforms · an invite from one opens on the other; the couple is an ordinary one", async () => {
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin");
  await ana.says("heron");
  ben.neverSaw(/heron/);
  const reply = await ben.taps("Answer");
  if (reply.type !== "form") throw new Error("no form");
  expect(reply.form.fields).toHaveLength(1);
  await ben.submits(reply.form.action, { "0": ["otter"] });
  for (const one of [ana, ben]) one.hasSeen(/Ana: heron\nBen: otter/);
  await ben.taps("Hug 🤗");
  ana.hasSeen(/Ben: Hug/);
});
