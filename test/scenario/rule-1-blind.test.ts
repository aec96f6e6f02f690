import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, apart, countOutside, firstCard, readBy } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

test("rule 1 · blind: sealing, adding, changing and taking back send nothing outside the author's chat", async () => {
  const two = await couple(stage);
  const { ana, home } = two;
  await firstCard(two, home);
  await ana.taps("Answer", home);
  const before = countOutside(stage, ana);
  const ref = await ana.says("zebra one");
  await ana.edits(ref, "zebra two");
  await ana.taps("Add");
  await ana.says("zebra three");
  await ana.taps("Just listen");
  await ana.taps("Take back");
  await ana.taps("Answer after all");
  await ana.says("zebra four");
  await ana.taps("Change");
  await ana.says("zebra five");
  expect(countOutside(stage, ana)).toBe(before);
  expect(readBy(stage, ana)).not.toMatch(/zebra/);
  expect(stage.lines.join("")).not.toMatch(/zebra/);
});

test("rule 1 · blind: what the partner can ask for reads the same with and without the other's answer", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  const look = async () => {
    await ben.types("/checkin", home);
    const shared = ben.last(home);
    await ben.types("/answer");
    const prompt = ben.last();
    await ben.types("/start");
    const start = ben.last();
    await ben.types("/rituals");
    return { shared, prompt, start, rituals: ben.last() };
  };
  const before = await look();
  await answers(ana, "I am sure about the lake.");
  const { rituals: rest, ...after } = await look();
  expect({ ...after, rituals: rest }).toEqual(before);
});

test("rule 1 · blind: the partner's export and the log hold nothing of a sealed answer", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "pelican");
  await ben.exports();
  const file = ben
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  const data = file?.type === "file" ? new TextDecoder().decode(file.data) : "";
  expect(data).toMatch(/ampersand-export/);
  expect(data).not.toMatch(/pelican|Ana|seal/);
  expect(stage.lines.join("")).not.toMatch(/pelican/);
});

test("rule 1 · blind: the reminder of the one who has not sealed is the same whether the other has", async () => {
  const seen: string[] = [];
  for (const sealed of [true, false]) {
    const other = await openStage();
    const two = await couple(other);
    await firstCard(two, two.home);
    if (sealed) await answers(two.ana, "yes");
    await other.until("2026-03-11T18:00:00Z");
    two.ben.hasSeen(/A card is still open for you/);
    seen.push(two.ben.transcript());
    await other.end();
  }
  expect(seen[0]).toBe(seen[1]);
});

test("rule 1 · blind: without a shared chat the partner's private chat stays as it was", async () => {
  const { ana, ben } = await apart(stage);
  await ana.types("/checkin");
  ben.looks();
  await ana.says("a secret until then");
  ana.sees(/^Sealed\./);
  ben.seesNothing();
});

test("rule 1 · blind: a round that both have sealed and that waits is not told apart by /checkin", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await ana.types("/pause 3");
  await answers(ben, "otter");
  ben.sees(/^Sealed\./);
  ben.neverSaw(/heron/, home);
  await stage.until("2026-03-12T19:30:00Z");
  await ben.types("/checkin");
  ben.sees("Cards are paused.");
  await ana.types("/resume");
  ben.sees(/Ana: heron\nBen: otter/, home);
});
