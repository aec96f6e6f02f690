import { afterEach, expect, test } from "vitest";
import type { Reply } from "../../src/ports/chat.ts";
import { couple } from "./actor.ts";
import { apart } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

let stage: Stage;
afterEach(() => stage.end());

function formOf(reply: Reply) {
  if (reply.type !== "form") throw new Error("no form was opened");
  return reply.form;
}

test("weekly check-in · field by field where answers are messages, over restarts, to one reveal", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin checkin", home);
  for (const [one, words] of [
    [ana, "heron"],
    [ben, "otter"],
  ] as const) {
    await one.taps("Answer", home);
    one.sees(/1 of 5: The two of us this week/);
    await one.taps("Rain and sun, a rainbow");
    await stage.restart();
    one.sees(/2 of 5/);
    await one.taps("Skip");
    await one.says(`${words} walked with me`);
    await stage.restart();
    await one.taps("Nothing this week");
    one.sees(/5 of 5/);
    await one.says(`${words} fourth`);
    one.hasSeen(/Sealed\./);
  }
  ana.sees(
    /Weekly check-in[\s\S]*Ana: Rain and sun, a rainbow[\s\S]*heron walked with me[\s\S]*Nothing this week[\s\S]*heron fourth/,
    home,
  );
  ana.sees(/Ben: Rain and sun, a rainbow[\s\S]*otter walked with me/, home);
});

test("weekly check-in · an earlier step can be edited in its own message, a button of an older step is stale", async () => {
  stage = await openStage();
  const { ana, home } = await couple(stage);
  await ana.types("/checkin checkin", home);
  await ana.taps("Answer", home);
  const first = ana.button("Foggy").button.action;
  await ana.taps("Clear");
  const line = await ana.says("a line");
  await ana.edits(line, "another line");
  await ana.does(first);
  ana.sees(/had its day/);
  await ana.says("connected");
  await ana.taps("Nothing this week");
  await ana.says("fourth");
  ana.sees(/^Sealed\./);
  await ana.does(first);
  ana.sees(/had its day/);
  await ana.exports();
  const file = ana
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  expect(file?.type === "file" ? new TextDecoder().decode(file.data) : "").toMatch(/another line/);
});

test("weekly check-in · an edit that makes what is begun longer than an answer may be is refused, and nothing is changed", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin checkin", home);
  await ana.taps("Answer", home);
  await ana.taps("Clear");
  const first = await ana.says("heron");
  await ana.says("y".repeat(100));
  await ana.edits(first, "x".repeat(3_901));
  ana.sees(/4,001 characters, and an answer can have 4,000/);
  await ana.edits(first, "x".repeat(3_800));
  await ana.edits(first, "stork");
  await ana.taps("Nothing this week");
  await ana.says("fourth");
  ana.sees(/^Sealed\./);
  await ben.taps("Answer", home);
  await ben.taps("Clear");
  await ben.taps("Skip");
  for (const words of ["otter", "nothing much", "his fourth"]) await ben.says(words);
  ana.sees(/Ana: Clear[\s\S]*stork[\s\S]*yyy/, home);
  ana.neverSaw(/xxx/, home);
});

test("weekly check-in · as one form where there are forms; what was sealed is filled in for its author alone", async () => {
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin checkin");
  const form = formOf(await ben.taps("Answer"));
  expect(form.fields.map(({ input }) => input.kind)).toEqual(["choice", "text", "text", "text", "text"]);
  await stage.restart();
  await ben.submits(form.action, {
    "0": ["foggy"],
    "1": [],
    "2": ["the walk"],
    "3": ["nothing much"],
    "4": ["fourth"],
  });
  ben.sees(/^Sealed\./);
  const again = formOf(await ben.taps("Change"));
  expect(JSON.stringify(again)).toMatch(/the walk/);
  await ben.submits(again.action, {
    "0": ["clear"],
    "1": [""],
    "2": ["the lake"],
    "3": ["nothing much"],
    "4": ["fourth"],
  });
  ana.neverSaw(/walk|lake/i);
  for (const tap of ["Breezy", "Skip"]) await ana.taps(tap);
  await ana.says("heron");
  await ana.taps("Nothing this week");
  await ana.says("mine");
  for (const one of [ana, ben]) one.hasSeen(/Ben: Clear[\s\S]*the lake/);
  ana.neverSaw(/the walk/);
});

test("weekly check-in · a form with a required field left empty seals nothing and says so", async () => {
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin checkin");
  const form = formOf(await ben.taps("Answer"));
  await ben.submits(form.action, { "0": ["clear"], "2": [" "], "3": ["x"], "4": ["y"] });
  ben.sees(/no words in that, so nothing was sealed/);
});

test("weekly check-in · a form submitted after the reveal is offered as add below, not dropped", async () => {
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin");
  const first = formOf(await ben.taps("Answer"));
  await ben.submits(first.action, { "0": ["otter"] });
  const change = formOf(await ben.taps("Change"));
  await ana.says("heron");
  await ben.submits(change.action, { "0": ["a better otter"] });
  ben.sees(/Shall I show this below it/);
  await ben.taps("Show it below");
  ana.hasSeen(/Ben: a better otter/);
});

test("a form that was opened before the answer was changed elsewhere replaces nothing, and loses nothing", async () => {
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin");
  const early = formOf(await ben.taps("Answer"));
  const first = formOf(await ben.taps("Answer"));
  await stage.later(1000);
  await ben.submits(first.action, { "0": ["otter"] });
  await stage.later(1000);
  await ben.submits(early.action, { "0": ["marten"] });
  ben.sees(/nothing was replaced/);
  const anew = formOf(await ben.taps("Look at it"));
  expect(JSON.stringify(anew.fields)).toContain("marten");
  await ana.says("heron");
  ana.hasSeen(/Ben: otter/);
  ana.neverSaw(/marten/);
});

test("weekly check-in · a form submitted after the window is asked about, not dropped", async () => {
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin");
  const form = formOf(await ben.taps("Answer"));
  await stage.until("2026-03-11T19:00:00Z");
  await ben.submits(form.action, { "0": ["otter"] });
  ben.sees(/closed without being opened/);
  await ben.taps("Send it as a letter");
  await stage.later(600_000);
  ana.hasSeen(/Ben: otter/);
});
