import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

/** What Ben is shown and told until the round has closed, when he has sealed and Ana did `what`. */
async function seenByBen(
  what: (two: Awaited<ReturnType<typeof couple>>) => Promise<void>,
  tell = false,
): Promise<string[]> {
  await stage.end();
  stage = await openStage();
  const two = await couple(stage);
  const { ana, ben, home } = two;
  if (tell) for (const one of [ana, ben]) await one.types("/settings tell on");
  await firstCard(two, home);
  // The next card is drawn at random, and is not what is compared.
  await ana.types("/rituals rest heart");
  await what(two);
  await answers(ben, "otter");
  await stage.until("2026-03-11T18:59:00Z");
  const before = [ben.transcript(), ben.transcript(home)];
  await stage.until("2026-03-12T18:00:00Z");
  const between = [ben.transcript(), ben.transcript(home)];
  await stage.until("2026-03-13T18:00:00Z");
  return [...before, ...between, ben.transcript(), ben.transcript(home)];
}

const never = async () => undefined;
const passed = async ({ ana, home }: Awaited<ReturnType<typeof couple>>) => {
  await ana.taps("Answer", home);
  await ana.taps("Not today");
};
const takenBack = async ({ ana }: Awaited<ReturnType<typeof couple>>) => {
  await answers(ana, "heron");
  await ana.taps("Take back");
};

test("rule 7 · passing looks like not having come, to the last word and the window's end", async () => {
  const absent = await seenByBen(never);
  expect(absent.join("")).toMatch(/closed without being opened/);
  expect(await seenByBen(passed)).toEqual(absent);
  expect(await seenByBen(takenBack)).toEqual(absent);
});

test("rule 7 · also while both want to hear that one has answered", async () => {
  const absent = await seenByBen(never, true);
  expect(absent.join("")).toMatch(/one of you has answered/);
  expect(await seenByBen(passed, true)).toEqual(absent);
});

test("rule 7 · a pass can be taken up again, and then reveals", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await passed(two);
  ana.sees(/Not today, then\. That’s fine, and nobody is told/);
  await answers(ben, "otter");
  ana.neverSaw(/otter/, home);
  await ana.taps("Answer after all");
  await ana.says("heron");
  ana.sees(/Ana: heron\nBen: otter/, home);
});

test("rule 7 · two passes show nothing and close", async () => {
  const two = await couple(stage);
  await firstCard(two, two.home);
  for (const one of [two.ana, two.ben]) {
    await one.taps("Answer", two.home);
    await one.taps("Not today");
    one.looks();
  }
  await stage.until("2026-03-11T18:59:59Z");
  two.ana.seesNothing();
});

test("rule 7 · passing: words that a pass replaced are gone from storage", async () => {
  const { ana, ben, home } = await couple(stage);
  await firstCard({ ana, ben }, home);
  await answers(ana, "heron");
  const stored = () =>
    stage.store.transaction(async (tx) => {
      const me = await tx.people.byAccount("stage", "u-ana");
      return tx.answers.ofAuthor(me?.id ?? "");
    });
  expect(await stored()).toHaveLength(1);
  await ana.taps("Not today");
  await ana.taps("Delete it and pass");
  expect(await stored()).toEqual([]);
});
