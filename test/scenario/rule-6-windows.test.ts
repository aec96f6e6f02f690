import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, apart, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

test("rule 6 · rounds never block each other: a late answer reveals its own dated round", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await ana.types("/rituals add checkin wed 14:00");
  await ben.taps("Yes, let’s", home);
  await stage.until("2026-03-11T13:00:00Z");
  ana.sees(/Weekly check-in · Wednesday, March 11/, home);
  await stage.until("2026-03-11T19:00:00Z");
  ana.sees(/Daily card · Wednesday, March 11/, home);
  await answers(ana, "heron");
  await answers(ben, "otter");
  ana.sees(/Daily card · Wednesday, March 11[\s\S]*Ana: heron\nBen: otter/, home);
  await stage.until("2026-03-12T18:59:00Z");
  for (const one of [ana, ben]) {
    await one.types("/answer");
    await one.taps("Clear");
    await one.taps("Skip");
    await one.says("the walk");
    await one.taps("Nothing this week");
    await one.says("the fourth");
  }
  ana.sees(/Weekly check-in · Wednesday, March 11[\s\S]*the walk/, home);
});

test("rule 6 · a daily window ends when the next card is due, a weekly one after 72 hours, others after 7 days", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await ana.types("/rituals add checkin wed 14:00");
  await ben.taps("Yes, let’s", home);
  await stage.until("2026-03-11T13:00:00Z");
  ana.sees(/Open until Saturday, March 14, 14:00/, home);
  await stage.until("2026-03-11T19:00:00Z");
  ana.sees(/Open until tomorrow, 20:00/, home);
  await ana.types("/rituals rest checkin");
  await ana.types("/rituals add checkin monthly 13 14:00");
  await ben.taps("Yes, let’s", home);
  await stage.until("2026-03-13T13:00:00Z");
  ana.sees(/Weekly check-in[\s\S]*Open until Friday, March 20, 14:00/, home);
});

test("rule 6 · never less than two hours after its card was delivered", async () => {
  const two = await couple(stage);
  await stage.until("2026-03-11T18:30:00Z");
  await firstCard(two, two.home);
  two.ana.sees(/Open until today, 21:30/, two.home);
  await answers(two.ana, "heron");
  await stage.until("2026-03-11T20:29:00Z");
  await two.ben.types("/answer");
  await two.ben.taps(/Daily card/);
  expect(two.ben.last()).toMatch(/What's on your heart/);
  await two.ben.says("otter");
  two.ana.hasSeen(/Ana: heron\nBen: otter/, two.home);
});

test("rule 6 · what both have sealed outlives its window; taken back after it, the other learns of it like of any round that was not opened", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await ana.types("/pause");
  await answers(ana, "heron");
  await answers(ben, "otter");
  await stage.until("2026-03-14T12:00:00Z");
  ana.neverSaw(/heron/, home);
  await ana.types("/answer");
  await ana.taps("Take back");
  ana.sees(/Taken back/);
  expect(ana.last()).not.toMatch(/Answer after all/);
  await stage.later(1000);
  ben.neverSaw(/closed without being opened/);
  await ana.types("/resume");
  ana.neverSaw(/heron|otter/, home);
  await stage.until("2026-03-14T19:00:00Z");
  ben.hasSeen(/closed without being opened/);
  ana.neverSaw(/closed without being opened/);
  await ben.taps("Delete it");
  await ana.types("/rituals rest heart");
  await stage.until("2026-03-15T19:00:00Z");
  await ana.types("/answer");
  ana.sees(/No card is open right now/);
});

test("rule 6 · a card that waits for quiet hours gets its whole window after they end", async () => {
  const two = await apart(stage);
  const { ana, ben } = two;
  await ana.types("/rituals add checkin daily 05:30");
  await ben.taps("Yes, let’s");
  await stage.until("2026-03-12T04:30:00Z");
  ben.neverSaw(/Weekly check-in · Thursday/);
  await stage.until("2026-03-12T06:30:00Z");
  ben.sees(/Weekly check-in · Thursday/);
});
