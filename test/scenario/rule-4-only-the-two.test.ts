import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { actionOf, answers, apart, firstCard } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

test("rule 4 · only the two: every button of the couple changes nothing in a stranger's hand", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await ana.types("/rituals add checkin sun 19:00");
  const actions = [
    ...[...ana.shown(), ...ben.shown(), ...ana.shown(home)].flatMap(({ message }) => message.buttons.flat()),
  ].map(({ action }) => action);
  const eve = stage.person("Eve");
  const before = [ana.transcript(), ben.transcript(), ana.transcript(home)];
  for (const action of new Set(actions)) {
    const reply = await eve.does(action, home, "o-eve");
    if (reply.type === "toast") expect(reply.text).toBe("That isn’t something I can open for you.");
  }
  expect([ana.transcript(), ben.transcript(), ana.transcript(home)]).toEqual(before);
  eve.neverSaw(/Ana|Ben|heron/);
  await answers(ben, "otter");
  ana.sees(/Ana: heron\nBen: otter/, home);
});

test("rule 4 · only the two: the card's link in a stranger's private chat gives one generic line", async () => {
  const two = await couple(stage);
  await firstCard(two, two.home);
  const eve = stage.person("Eve");
  await eve.does(actionOf(two.ana, "Answer", two.home));
  eve.sees(/^That isn’t something I can open for you\.$/);
});

test("rule 4 · only the two: somebody of another couple gets the line of a stale button", async () => {
  const two = await couple(stage);
  await firstCard(two, two.home);
  const action = actionOf(two.ana, "Answer", two.home);
  const cleo = stage.person("Cleo");
  const dan = stage.person("Dan");
  await cleo.types("/pair");
  await cleo.taps("I’m in");
  await dan.types(`/pair ${/is ([A-Z0-9-]+)\./.exec(cleo.last())?.[1]}`);
  await dan.taps("I’m in");
  await cleo.taps("Yes, that’s my partner");
  const reply = await dan.does(action, two.home, "o-dan");
  expect(reply).toEqual({ type: "toast", text: "That button has had its day. Nothing was changed." });
});

test("rule 4 · only the two: a stranger's form changes nothing", async () => {
  await stage.end();
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin");
  const reply = await ben.taps("Answer");
  expect(reply.type).toBe("form");
  const action = reply.type === "form" ? reply.form.action : "";
  const eve = stage.person("Eve", "forms");
  expect(await eve.submits(action, { "0": ["mine"] })).toEqual({
    type: "toast",
    text: "That isn’t something I can open for you.",
  });
  await ana.says("heron");
  ben.neverSaw(/mine|heron/);
});

test("rule 4 · only the two: a stranger's words and commands in private tell nothing about anybody", async () => {
  await couple(stage);
  const eve = stage.person("Eve");
  await eve.says("Hello?");
  eve.sees(/Nothing you write here is kept/);
  for (const name of [
    "start",
    "checkin",
    "answer",
    "rituals",
    "settings",
    "pause",
    "resume",
    "privacy",
    "export",
    "forget",
    "help",
  ]) {
    eve.looks();
    await eve.types(`/${name}`);
    expect(eve.last(), name).not.toBe("");
    eve.neverSaw(/Ana|Ben/);
  }
});

test("rule 4 · only the two: a command of somebody else in the shared chat opens nothing there", async () => {
  const { ana, home } = await couple(stage);
  const eve = stage.person("Eve");
  ana.looks();
  for (const command of ["/checkin", "/rituals rest heart", "/pause", "/settings cards each", "/pair"]) {
    await eve.types(command, home);
  }
  ana.seesNothing();
});

test("rule 4 · only the two: what one was asked alone answers the partner as if it were not there", async () => {
  const { ana, ben } = await couple(stage);
  await ana.types("/checkin signal");
  const [, roundId = ""] = actionOf(ana, /I feel a bit far/).split("_");
  expect(await stage.store.transaction((tx) => tx.rounds.byId(roundId))).toMatchObject({ asked: ["a"] });
  const before = ana.transcript();
  const verbs = ["answer", "show", "change", "add", "back", "pass", "passask", "flag", "sealed", "half", "left"];
  for (const action of verbs) {
    for (const more of ["", "_0", "_0_0", "_listen", "_delete"]) {
      ben.looks();
      expect(await ben.does(`${action}_${roundId}${more}`, ben.home, "o-ben"), action).toEqual({
        type: "toast",
        text: "That button has had its day. Nothing was changed.",
      });
      ben.seesNothing();
    }
  }
  expect(ana.transcript()).toBe(before);
  await ana.taps(/I feel a bit far/);
  await ana.taps("Done");
  ana.sees(/^Sealed\./);
});

test("rule 4 · only the two: words of the partner never belong to what one was asked alone", async () => {
  const { ana, ben } = await couple(stage);
  await ana.types("/letter");
  const id = await stage.store.transaction(async (tx) => (await tx.people.byAccount("stage", "u-ana"))?.focus ?? "");
  expect(id).not.toBe("");
  await stage.store.transaction(async (tx) => {
    const me = await tx.people.byAccount("stage", "u-ben");
    if (!me) throw new Error("no Ben");
    await tx.people.save({ ...me, focus: id });
    await tx.messages.add({
      chat: ben.home,
      ref: "m-old",
      purpose: "said",
      roundId: id,
      personId: me.id,
      part: 0,
      at: stage.now,
    });
  });
  for (const options of [{}, { replyTo: "m-old" }]) {
    await ben.says("the otter", options);
    ben.sees(/Nothing you write here is kept|nothing was kept|No card is open/i);
  }
  ana.neverSaw(/otter/);
});

test("rule 4 · only the two: somebody who has left is written to no more, whatever was on its way", async () => {
  const { ana } = await couple(stage);
  const person = await stage.store.transaction((tx) => tx.people.byAccount("stage", "u-ana"));
  await ana.types("/forget");
  await ana.taps("Leave quietly");
  ana.looks();
  await stage.store.transaction((tx) =>
    tx.outbox.add(
      {
        dedupe: "late",
        lane: "interactive",
        to: ana.home,
        coupleId: null,
        personId: person?.id ?? "",
        content: { view: "line", params: { key: "resting" } },
      },
      stage.now,
    ),
  );
  await stage.settle();
  ana.seesNothing();
  expect(await stage.store.transaction((tx) => tx.outbox.ofChat(ana.home))).toEqual([]);
});
