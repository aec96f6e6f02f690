/** Is this ritual working? After six occurrences both are asked, and what they would like is done without a name. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { fillIn, type Two } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

const DAY = 86_400_000;
const ASKED = /About: Weekly check-in[\s\S]*How is it for you\?/;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const answer = async (one: Actor, words: string) => {
  await one.taps("Answer", one.shared());
  await fillIn(one, words);
};

/** A weekly check-in on Sundays, and no other card. The clock stands before the first. */
async function weekly(): Promise<Two> {
  const two = await couple(stage);
  const { ana, ben, home } = { ...two, home: two.ana.shared() };
  await ana.types("/rituals add checkin sun 19:00");
  await ben.taps("Yes, let’s", home);
  await ana.types("/rituals rest heart");
  return two;
}

/** So many Sundays; on each both answer, or nobody does. */
async function sundays({ ana, ben }: Two, count: number, answered = true, from = 0): Promise<void> {
  for (let week = 0; week < count; week++) {
    await stage.until(new Date(Date.parse("2026-03-15T18:00:00Z") + (from + week) * 7 * DAY).toISOString());
    if (!answered) continue;
    await answer(ana, "heron");
    await answer(ben, "otter");
  }
}

/** Skips what can be skipped, and says what should become of it. */
async function decides(one: Actor, label: string): Promise<void> {
  await one.taps("Answer", one.shared());
  for (let n = 0; n < 7; n++) await one.taps("Skip");
  await one.taps(label);
}

test("after the sixth both are asked about it, once; not after the fifth", async () => {
  const two = await weekly();
  await sundays(two, 5);
  two.ana.neverSaw(ASKED, two.ana.shared());
  await sundays(two, 1, true, 5);
  two.ana.sees(ASKED, two.ana.shared());
  two.ana.sees(/\[Answer\]/, two.ana.shared());
  await decides(two.ana, "Keep it");
  await decides(two.ben, "Keep it");
  await sundays(two, 5, true, 6);
  // The card, and its reveal.
  expect(two.ana.transcript(two.ana.shared()).match(/How is it for you/g)).toHaveLength(2);
  await sundays(two, 1, true, 11);
  two.ana.sees(ASKED, two.ana.shared());
});

test("also when nobody came any more: a ritual that fell asleep is asked about", async () => {
  const two = await weekly();
  await sundays(two, 6, false);
  two.ana.neverSaw(ASKED, two.ana.shared());
  await stage.later(3 * DAY + 1);
  two.ana.hasSeen(ASKED, two.ana.shared());
});

test("either says rest: it rests, kindly, and nobody is named", async () => {
  const two = await weekly();
  const { ana, ben } = two;
  const home = ana.shared();
  await sundays(two, 6);
  await decides(ana, "Let it rest");
  ben.neverSaw(/check-in is resting/, home);
  await decides(ben, "Keep it");
  ana.hasSeen(/Weekly check-in is resting\. It comes back when you both want it to\./, home);
  ben.neverSaw(/Let it rest|Ana[^\n]*rest/, home);
  await stage.later(8 * DAY);
  await ana.types("/rituals");
  ana.sees(/Weekly check-in: resting/);
});

test("one thing changed: both are led to /rituals, and it goes on", async () => {
  const two = await weekly();
  const { ana, ben } = two;
  const home = ana.shared();
  await sundays(two, 6);
  await decides(ana, "Keep it");
  await decides(ben, "Change one thing");
  ana.hasSeen(/Weekly check-in: one thing about it could be different/, home);
  await ana.taps("Rituals", home);
  ana.sees(/Your rituals[\s\S]*Weekly check-in: every Sunday/);
  ana.neverSaw(/Change one thing/, home);
});

test("the statements are shown by name, the wish never", async () => {
  const two = await weekly();
  const { ana, ben } = two;
  const home = ana.shared();
  await sundays(two, 6);
  for (const one of [ana, ben]) {
    await one.taps("Answer", home);
    for (let n = 0; n < 6; n++) await one.taps("Partly");
    await one.taps("Skip");
    await one.taps("Keep it");
  }
  ana.hasSeen(/I look forward to it: Partly[\s\S]*I'd miss it: Partly/, home);
  ana.neverSaw(/Keep it/, home);
});

test("never two at once, and none by hand", async () => {
  const two = await weekly();
  const { ana, ben } = two;
  const home = ana.shared();
  await ana.types("/rituals add friday fri 17:00");
  await ben.taps("Yes, let’s", home);
  for (let week = 0; week < 6; week++) {
    for (const [day, hour] of [
      ["13", "16"],
      ["15", "18"],
    ]) {
      const at = Date.parse(`2026-03-${day}T${hour}:00:00Z`) + week * 7 * DAY;
      await stage.until(new Date(at).toISOString());
    }
  }
  await stage.later(4 * DAY);
  const asked = ana.transcript(home).match(/How is it for you/g) ?? [];
  expect(asked).toHaveLength(1);
  await ana.types("/checkin ritualcheck");
  ana.sees(/don’t know that ritual/);
});
