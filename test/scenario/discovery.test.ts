/** One new thing a week at most, in one line, and not at all for those who do not want it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { apart, fillIn, type Two } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

const DAY = 86_400_000;
const LINE = /There is something else, if you like/g;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const mentioned = (one: Actor) =>
  [...one.transcript(one.shared()).matchAll(/something else, if you like\. ([^:]+):/g)].map(([, name]) => name);

/** Cards that are light by themselves: two taps each. */
async function lightCards(two: Two, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await two.ana.types("/checkin morning", two.ana.shared());
    for (const one of [two.ana, two.ben]) {
      await one.taps("Answer", one.shared());
      await fillIn(one, "a wish");
    }
  }
}

/** Two with no daily card in the way, who have the morning card already. */
async function begun() {
  const two = await couple(stage);
  await two.ana.types("/rituals rest heart");
  return two;
}

test("after a few cards, under a reveal, something new is mentioned; then nothing for a week", async () => {
  const two = await begun();
  const { ana, home } = two;
  await lightCards(two, 2);
  ana.neverSaw(LINE, home);
  await lightCards(two, 2);
  expect(mentioned(ana)).toEqual(["The guide"]);
  await lightCards(two, 4);
  expect(mentioned(ana)).toEqual(["The guide"]);
  await stage.later(7 * DAY);
  await lightCards(two, 1);
  expect(mentioned(ana)).toEqual(["The guide", "Weekly check-in"]);
  expect(ana.shown(home).at(-1)?.message.silent).toBe(true);
});

test("a tap takes it up: the partner is asked; two that nobody took up are the last", async () => {
  const two = await begun();
  const { ana, ben, home } = two;
  await lightCards(two, 6);
  for (let week = 0; week < 5; week++) {
    await stage.later(7 * DAY);
    await lightCards(two, 1);
  }
  expect(mentioned(ana)).toEqual(["The guide", "Weekly check-in", "Friday wishes"]);
  await ana.taps("Let’s try it", home);
  ben.sees(/Ana would like a new ritual: Friday wishes, every Friday at 17:00/, home);
  await ben.taps("Yes, let’s", home);
  await lightCards(two, 1);
  expect(mentioned(ana)).toHaveLength(4);
});

test("no more of these: by either, for both; and back again by word", async () => {
  const two = await begun();
  const { ana, ben, home } = two;
  await lightCards(two, 4);
  await ben.taps("No more of these", home);
  ben.sees(/no more of these\. \/settings offers on/);
  for (let week = 0; week < 2; week++) {
    await stage.later(7 * DAY);
    await lightCards(two, 1);
  }
  expect(mentioned(ana)).toEqual(["The guide"]);
  await ana.types("/settings offers on");
  await lightCards(two, 1);
  expect(mentioned(ana)).toEqual(["The guide", "Weekly check-in"]);
});

test("it waits for quiet hours, and says nothing while cards rest", async () => {
  const two = await begun();
  const { ana, ben, home } = two;
  await lightCards(two, 2);
  await ana.types("/checkin morning", home);
  // Eleven at night in Berlin: both are up, because both are answering.
  await stage.until("2026-03-11T22:00:00Z");
  for (const one of [ana, ben]) {
    await one.taps("Answer", home);
    await fillIn(one, "a wish");
  }
  ana.sees(/You have both answered/, home);
  await stage.until("2026-03-12T06:29:00Z");
  ana.neverSaw(LINE, home);
  await ben.types("/pause");
  await stage.until("2026-03-12T08:00:00Z");
  ana.neverSaw(LINE, home);
});

test("it comes when quiet hours are over", async () => {
  const two = await begun();
  const { ana, ben, home } = two;
  await lightCards(two, 2);
  await ana.types("/checkin morning", home);
  await stage.until("2026-03-11T22:00:00Z");
  for (const one of [ana, ben]) {
    await one.taps("Answer", home);
    await fillIn(one, "a wish");
  }
  await stage.until("2026-03-12T06:30:00Z");
  ana.sees(LINE, home);
});

test("two without a shared chat are each told privately", async () => {
  const { ana, ben } = await apart(stage);
  await ana.types("/rituals rest heart");
  for (let n = 0; n < 3; n++) {
    await ana.types("/checkin morning");
    await fillIn(ana, "a wish");
    await fillIn(ben, "a wish");
  }
  for (const one of [ana, ben]) one.sees(LINE);
  await ben.taps("Have a look");
  ben.sees(/Seven short chapters/);
});

test("what one of them opened alone does not change what is mentioned", async () => {
  const names: (string | undefined)[][] = [];
  for (const alone of [false, true]) {
    const other = await openStage();
    const { ana, ben, home } = await couple(other);
    await ana.types("/rituals rest heart");
    if (alone) await ana.types("/checkin selfcheck");
    for (const week of [0, 1, 2]) {
      await lightCards({ ana, ben }, week === 0 ? 6 : 1);
      await other.later(7 * DAY);
    }
    names.push(mentioned(ben));
    expect(ben.transcript(home)).toMatch(LINE);
    await other.end();
  }
  expect(names[1]).toEqual(names[0]);
});
