import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

test("a first evening: two join, the first card, two answers, one reveal, a response", async () => {
  const { ana, ben, home } = await couple(stage);
  ana.hasSeen(/You and Ben are connected/);
  ana.sees(/Ana & Ben/, home);
  await ana.taps("Open the first card now", home);
  ana.sees(/What’s on your heart today\?|What's on your heart today\?/, home);
  await ana.taps("Answer", home);
  ben.looks();
  await ana.says("I keep thinking about the lake.");
  ana.sees(/^Sealed\./);
  ben.seesNothing();
  await ben.taps("Answer", home);
  await ben.says("Tired, and glad you are here.");
  ben.sees(/^Sealed\./);
  ana.sees(/Ana: I keep thinking about the lake\.\nBen: Tired, and glad you are here\./, home);
  await ben.taps("I hear you", home);
  ana.sees(/Ben: I hear you/, home);
  expect(stage.lines.join("")).not.toMatch(/lake|Tired/);
});
