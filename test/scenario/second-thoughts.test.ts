import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

async function begun() {
  const two = await couple(stage);
  await firstCard(two, two.home);
  return two;
}

test("an old “Not today” does not delete a sealed answer without asking", async () => {
  const { ana, ben, home } = await begun();
  await ana.taps("Answer", home);
  const { button } = ana.button("Not today");
  await ana.says("the heron");
  await ana.does(button.action);
  ana.sees(/You have sealed an answer to this card/);
  await ben.taps("Answer", home);
  await ben.says("the otter");
  ana.sees(/the heron/, home);
});

test("a pass that is meant deletes the sealed answer", async () => {
  const { ana, ben, home } = await begun();
  await ana.taps("Answer", home);
  const { button } = ana.button("Not today");
  await ana.says("the heron");
  await ana.does(button.action);
  await ana.taps("Delete it and pass");
  ana.sees(/Not today, then/);
  await ben.taps("Answer", home);
  await ben.says("the otter");
  ana.neverSaw(/heron|otter/, home);
});

test("a reply to the question that was shown privately belongs to its card", async () => {
  const { ana, home } = await begun();
  await ana.taps("Answer", home);
  const question = ana.shown().at(-1);
  await ana.types("/checkin checkin");
  await ana.types("/answer");
  await ana.taps(/^Weekly/);
  await ana.says("the heron", { replyTo: question?.ref ?? "" });
  ana.sees(/^Sealed\./);
  expect(ana.last()).not.toMatch(/2 of 5/);
});
