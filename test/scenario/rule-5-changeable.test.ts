import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, firstCard } from "./couples.ts";
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

test("rule 5 · changeable: editing one's own message edits the seal, twice over", async () => {
  const { ana, ben, home } = await begun();
  const ref = await answers(ana, "heron");
  await ana.edits(ref, "stork");
  await ana.edits(ref, "crane");
  await answers(ben, "otter");
  ana.sees(/Ana: crane\nBen: otter/, home);
  ana.neverSaw(/heron|stork/, home);
});

test("rule 5 · changeable: added, replaced and taken back, what is shown is the last word", async () => {
  const { ana, ben, home } = await begun();
  await answers(ana, "first");
  await ana.taps("Add");
  const added = await ana.says("second");
  await ana.edits(added, "second, edited");
  await answers(ben, "otter");
  ana.sees(/Ana: first\n\nsecond, edited\nBen: otter/, home);
});

test("rule 5 · changeable: a taken-back answer is gone, and the round goes on", async () => {
  const { ana, ben, home } = await begun();
  const ref = await answers(ana, "first");
  await ana.taps("Take back");
  ana.sees(/Taken back\. It’s gone/);
  await answers(ben, "otter");
  ana.neverSaw(/otter/, home);
  await ana.edits(ref, "an edit of it");
  ana.sees(/no part of an answer now/);
  await ana.taps("Answer after all");
  await ana.says("anew");
  ana.sees(/Ana: anew\nBen: otter/, home);
});

test("rule 5 · changeable: a further message used instead can be edited like the first", async () => {
  const { ana, ben, home } = await begun();
  await answers(ana, "first");
  const ref = await ana.says("second");
  await ana.edits(ref, "second, edited before the choice");
  await ana.taps("Use it instead");
  ana.sees(/^Sealed\./);
  await ana.edits(ref, "second, edited after it");
  await answers(ben, "otter");
  ana.sees(/Ana: second, edited after it\nBen: otter/, home);
});

test("rule 5 · changeable: how deleting works is told with the first seal, and once in all", async () => {
  const { ana } = await begun();
  await answers(ana, "first");
  ana.sees(/Deleting it does not take it back/);
  await ana.taps("Change");
  await ana.says("second");
  ana.sees(/^Sealed\.(?![\s\S]*Deleting)/);
});

test("rule 5 · changeable: after the reveal an edit changes nothing shown, and says so", async () => {
  const { ana, ben, home } = await begun();
  const ref = await answers(ana, "heron");
  await answers(ben, "otter");
  const shown = ana.last(home);
  await ana.edits(ref, "stork");
  ana.sees(/changes nothing that was shown/);
  expect(ana.last(home)).toBe(shown);
});

test("rule 5 · changeable: taking back one's half blanks it in the bot's message, with what stood below", async () => {
  const { ana, ben, home } = await begun();
  await answers(ana, "heron");
  await answers(ben, "otter");
  await ana.says("and one more thing");
  await ana.taps("Show it below");
  ana.sees(/Ana: and one more thing/, home);
  await ana.taps("Take back my half", home);
  await ana.taps("Blank my half");
  ana.hasSeen(/Ana has taken this half back\.[\s\S]*Ben: otter/, home);
  ana.neverSaw(/heron|one more thing/, home);
  await ana.says("something else");
  ana.sees(/That half was taken back/);
  await ana.exports();
  const file = ana
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  expect(file?.type === "file" ? new TextDecoder().decode(file.data) : "").not.toMatch(/heron/);
});

test("rule 5 · changeable: what was typed is deleted where its author wants that", async () => {
  const { ana } = await begun();
  await ana.types("/settings clear on");
  const ref = await answers(ana, "heron");
  const deleted = ana.on.deliveries.flatMap(({ operation }) => (operation.type === "delete" ? operation.refs : []));
  expect(deleted).toEqual([ref]);
});
