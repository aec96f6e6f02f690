/** `/grow`, `/repair`, `/pulse` and the year: what fits, where it stands, and what is nobody else's. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { fillIn, openTogether } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

const DAY = 86_400_000;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

test("/grow · offers little at first; the rest is there for those who ask", async () => {
  const { ana } = await couple(stage);
  await ana.types("/grow");
  ana.sees(/Your year/);
  expect(ana.last()).not.toMatch(/\[Begin: Three weeks\]/);
  await ana.taps("What else there is");
  ana.sees(/Nothing speaks against now[\s\S]*\[Begin: Three weeks\]/);
  ana.sees(/\[Open: A retreat for two\]/);
});

test("/grow · with more cards behind them, what fits stands in front", async () => {
  const two = await couple(stage);
  await openTogether(stage, two, 15);
  await two.ana.types("/grow");
  two.ana.sees(/Vision board: Six squares[\s\S]*\[Begin: Vision board\]/);
});

test("/grow · the course: one tap each, then the day it stands at and when the next comes", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals rest heart");
  await ana.types("/grow");
  await ana.taps("What else there is");
  await ana.taps("Begin: Three weeks");
  ben.sees(/Ana would like a new ritual: Three weeks, every day at 19:30/, home);
  await ana.types("/grow");
  ana.sees(/Three weeks: waiting for a tap/);
  await ben.taps("Yes, let’s", home);
  await ben.types("/grow");
  ben.sees(/Three weeks: day 1 of 21, next today, 19:30/);
  await stage.until("2026-03-11T18:30:00Z");
  for (const one of [ana, ben]) {
    await one.taps("Answer", home);
    await one.says(`${one.name} feels heard`);
  }
  await ana.types("/grow");
  ana.sees(/Three weeks: day 2 of 21, next tomorrow, 19:30/);
  // A missed day moves.
  await stage.until("2026-03-13T12:00:00Z");
  await ana.types("/grow");
  ana.sees(/Three weeks: day 2 of 21/);
});

test("the year · a day of the two, by buttons alone, and once a year it comes", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals rest heart");
  await ana.types("/grow");
  await ana.taps("Choose a day: Your year");
  await ana.taps("March");
  await ana.taps("21");
  await ana.taps("18:00");
  ben.sees(/Your year, every year on 21 March at 18:00/, home);
  await ben.taps("Yes, let’s", home);
  await stage.until("2026-03-21T17:00:00Z");
  ana.hasSeen(/Where would you put the two of you today\?/);
  ana.hasSeen(/Which moments of this year/, home);
  ana.neverSaw(/Where would you put the two of you/, home);
});

test("the year · any time with /checkin year; its marks stay one's own, beside those of the pulse", async () => {
  const { ana, ben } = await couple(stage);
  await ana.types("/checkin year");
  await ana.taps("3");
  for (let n = 0; n < 4; n++) await ana.taps("Skip");
  ana.hasSeen(/Kept for you alone/);
  await ana.does("pulse");
  ana.sees(/Talking[\s\S]*You: 3 \(/);
  await ben.does("pulse");
  ben.sees(/No marks yet/);
});

test("the year · begun at night by one, it wakes nobody: what is for both comes in the morning", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals rest heart");
  await stage.until("2026-03-11T22:30:00Z");
  ben.looks();
  await ana.types("/checkin year", home);
  ana.sees(/Where would you put the two of you today\?/);
  ben.seesNothing();
  await stage.until("2026-03-12T06:30:00Z");
  ben.hasSeen(/Where would you put the two of you today\?/);
  ben.sees(/Which moments of this year/, home);
});

test("the year · a year later one's own marks stand beside each other", async () => {
  const { ana } = await couple(stage);
  await ana.types("/rituals rest heart");
  for (const [at, mark] of [
    ["2026-03-11T12:00:00Z", "3"],
    ["2027-03-11T12:00:00Z", "5"],
  ] as const) {
    await stage.until(at);
    await ana.types("/checkin year");
    await ana.does(ana.button(mark).button.action);
    for (let n = 0; n < 4; n++) await ana.taps("Skip");
  }
  ana.hasSeen(/Kept for you alone\.[\s\S]*Talking: 3 \(Mar 11, 2026\) → 5 \(Mar 11\)/);
});

test("/repair · says what it is, whom it is not for, and where to find people", async () => {
  const { ana, home } = await couple(stage);
  const posted = ana.shown(home).length;
  await ana.types("/repair", home);
  ana.sees(
    /It begins only if you both want it[\s\S]*at least two days[\s\S]*stop at any time[\s\S]*afraid of your partner/,
  );
  expect(ana.shown(home)).toHaveLength(posted);
  await ana.taps(/People to talk to/);
  ana.neverSaw(/had its day|Something went wrong/);
});

/** Both want it. */
async function repairBegun() {
  const two = await couple(stage);
  await two.ana.types("/rituals rest heart");
  await two.ana.types("/repair");
  await two.ana.taps("Ask: the repair talk");
  for (const one of [two.ana, two.ben]) {
    await one.taps("Answer", two.home);
    await one.taps(/I'm ready/);
    await one.taps("Done");
  }
  return two;
}

test("/repair · before both have tapped it says the same to both, whoever tapped", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin repair");
  await ana.taps("Answer", home);
  await ana.taps(/I'm ready/);
  await ana.taps("Done");
  await ana.types("/repair");
  await ben.types("/repair");
  expect(ben.last()).toBe(ana.last());
  ben.sees(/first card is open for both of you/);
});

test("/repair · where it stands, and nothing about what the other wrote for themselves", async () => {
  const { ana, ben } = await repairBegun();
  await ben.types("/repair");
  const before = ben.last();
  expect(before).toMatch(/next part for both of you comes tomorrow, 10:00/);
  await ana.says("a slammed door");
  await ana.says("two tired people");
  await ben.types("/repair");
  expect(ben.last()).toBe(before);
  await stage.until("2026-03-12T09:00:00Z");
  await ben.types("/repair");
  ben.sees(/The part for both of you is open/);
});

test("/repair · either stops it, at any time; nothing more comes, and what was begun is nobody's", async () => {
  const { ana, ben, home } = await repairBegun();
  await stage.until("2026-03-12T09:00:00Z");
  await ana.taps("Answer", home);
  for (const words of ["I felt small", "it meant a lot", "a walk"]) await ana.says(words);
  await ben.types("/repair");
  await ben.taps("Stop the repair talk");
  ana.sees(/The repair talk rests here/, home);
  ben.neverSaw(/felt small/, home);
  ana.hasSeen(/closed without being opened/);
  await stage.later(5 * DAY);
  ana.neverSaw(/do differently another time/, home);
  await ben.taps("Stop the repair talk");
  ben.sees(/had its day/);
});

test("/repair · one card about something old: only if both say yes, and another one the next time", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals rest heart");
  const asked: string[] = [];
  for (const day of [0, 1]) {
    await stage.until(`2026-03-${11 + day}T12:00:00Z`);
    await ana.types("/repair");
    await ana.taps("Ask: one card about something old");
    ana.sees(/if you both want one/, home);
    for (const one of [ana, ben]) {
      await one.taps("Answer", home);
      await one.taps("Yes, one such card");
      const before = ana.shown(home).length;
      await one.taps("Done");
      if (one === ana) expect(ana.shown(home)).toHaveLength(before);
    }
    asked.push(ana.last(home));
    for (const one of [ana, ben]) {
      await one.taps("Answer", home);
      await fillIn(one, "something old");
    }
    ana.sees(/You have both answered/, home);
  }
  const question = (card: string) => card.split("\n")[1];
  expect(question(asked[0] ?? "")).not.toBe(question(asked[1] ?? ""));
});

test("something old · not late in the evening: the card waits for the morning", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals rest heart");
  await stage.until("2026-03-11T20:00:00Z");
  await ana.types("/checkin wounds", home);
  for (const one of [ana, ben]) {
    await one.taps("Answer", home);
    await one.taps("Yes, one such card");
    await one.taps("Done");
  }
  ana.sees(/You both chose/, home);
  await stage.until("2026-03-12T07:59:00Z");
  ana.sees(/You both chose/, home);
  await stage.until("2026-03-12T08:01:00Z");
  ana.sees(/Something old[\s\S]*\[Answer\]/, home);
});

/** Marks the first line and skips the others; shows what is named, and wants time for nothing. */
async function marks(one: Actor, mark: string, shows: readonly string[]): Promise<void> {
  await one.taps("Answer", one.shared());
  await one.taps(mark);
  for (let n = 0; n < 4; n++) await one.taps("Skip");
  for (const label of shows) await one.taps(label);
  await one.taps("Done");
  await one.taps("Done");
}

/** The picture in the last message, if there is one. */
function pictureOf(one: Actor) {
  const block = one
    .shown()
    .at(-1)
    ?.message.blocks.find(({ type }) => type === "media");
  return block?.type === "media" ? block : null;
}

test("/pulse · opens it when it is due; after that one's own marks, and of the other's what both showed", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals rest heart");
  await ana.types("/pulse", home);
  ana.sees(/The pulse ·/, home);
  await marks(ana, "3", []);
  await ana.types("/pulse");
  ana.sees(/Talking \(1: we mostly swap news – 7: we say what's underneath\)\nYou: 3 \(Mar 11\)/);
  await marks(ben, "6", ["Talking"]);
  await ana.types("/pulse");
  ana.neverSaw(/Ben: 6/);
  await stage.later(30 * DAY);
  await ana.types("/pulse", home);
  await marks(ana, "4", ["Talking"]);
  await marks(ben, "5", ["Talking"]);
  await ana.types("/pulse");
  ana.sees(/You: 3 \(Mar 11\) → 4 \(Apr 10\)\nBen: 5 \(Apr 10\)/);
  expect(pictureOf(ana)?.mime).toBe("image/png");
  expect(pictureOf(ana)?.data?.length).toBeGreaterThan(5_000);
  ana.neverSaw(/Ben: 6/);
});

test("/pulse · the course is shared only while both want it", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals rest heart");
  await ana.types("/pulse", home);
  await marks(ana, "3", []);
  await marks(ben, "6", []);
  await ana.types("/pulse");
  await ana.taps("Share my course");
  ana.sees(/You share your course/);
  expect(pictureOf(ana)).toBeNull();
  ana.neverSaw(/Ben: 6/);
  await ben.types("/pulse");
  ben.neverSaw(/Ana: 3/);
  await ben.taps("Share my course");
  ben.sees(/You: 6[\s\S]*Ana: 3/);
  await ana.taps("Keep my course to myself");
  await ben.types("/pulse");
  expect(ben.last()).not.toMatch(/Ana: 3/);
});

test("/pulse · one's own marks stay when the other did not come", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals rest heart");
  await ana.types("/pulse", home);
  await marks(ana, "3", ["Talking"]);
  await stage.later(8 * DAY);
  await ana.types("/pulse");
  ana.sees(/You: 3/);
  await ben.types("/pulse");
  ben.sees(/No marks yet/);
});

test("somebody without a couple is led to coming together", async () => {
  const eve = stage.person("Eve");
  for (const command of ["/grow", "/repair", "/pulse"]) {
    await eve.types(command);
    eve.sees(/\[Invite your partner\]/);
  }
});
