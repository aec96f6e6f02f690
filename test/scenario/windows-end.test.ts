/** *At the window's end*: it is by time, and the same whatever the other has sealed. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { actionOf, answers, apart, firstCard } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

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

/** What Ben is shown while both rest, and he has sealed: with or without an answer of Ana's beside his. */
async function heldBack(withAna: boolean, after: (ben: Actor, ana: Actor) => Promise<void>): Promise<string[]> {
  await stage.end();
  stage = await openStage();
  const { ana, ben, home } = await begun();
  await ana.types("/rituals rest heart");
  await ben.types("/pause");
  await answers(ben, "otter");
  if (withAna) await answers(ana, "heron");
  await stage.until("2026-03-11T19:00:00Z");
  await after(ben, ana);
  return [ben.transcript(), ben.transcript(home)];
}

test("window's end · who has sealed and holds the reveal back cannot tell from anything whether the other has answered", async () => {
  const looks = async (ben: Actor) => {
    for (const command of ["/answer", "/checkin", "/rituals", "/grow", "/start"]) await ben.types(command);
    await ben.types("/checkin", ben.shared());
    await ben.taps("Take back");
    await ben.types("/answer");
    await stage.until("2026-03-14T19:00:00Z");
    await ben.types("/resume");
    await ben.types("/answer");
    await stage.until("2026-04-12T19:00:00Z");
  };
  expect(await heldBack(true, looks)).toEqual(await heldBack(false, looks));
});

test("window's end · a round that nothing let be revealed ends the same with one answer and with two", async () => {
  const waits = (ben: Actor) => stage.until("2026-04-10T18:59:00Z").then(() => ben.neverSaw(/closed without/));
  const alone = await heldBack(false, waits);
  expect(await heldBack(true, waits)).toEqual(alone);
  const ends = async (ben: Actor) => {
    await stage.until("2026-04-10T19:00:00Z");
    ben.hasSeen(/has closed without being opened/);
  };
  expect(await heldBack(true, ends)).toEqual(await heldBack(false, ends));
});

test("window's end · the card is over for who has not sealed: card, buttons, lists, /answer, /checkin", async () => {
  const { ana, ben, home } = await begun();
  await answers(ana, "heron");
  await ana.types("/rituals rest heart");
  const answer = actionOf(ben, "Answer", home);
  await stage.until("2026-03-11T19:00:00Z");
  await ben.does(answer);
  ben.sees(/This card has closed/);
  await ben.types("/answer");
  ben.sees(/No card is open right now/);
  const cards = ben.transcript(home).match(/& Daily card/g)?.length ?? 0;
  await ben.types("/checkin", home);
  expect(ben.transcript(home).match(/& Daily card/g)).toHaveLength(cards + 1);
  ben.sees(/Open until tomorrow, 20:00/, home);
});

test("window's end · a sealed answer can still be changed, and taken back for good; then it is nobody's any more", async () => {
  const { ana, ben, home } = await begun();
  await ana.types("/rituals rest heart");
  await ben.types("/settings quiet 19:00-21:00");
  await answers(ana, "heron");
  await stage.until("2026-03-11T18:30:00Z");
  await ben.types("/settings quiet 19:00-23:00");
  await stage.until("2026-03-11T20:00:00Z");
  await ana.types("/answer");
  await ana.taps("Change");
  await ana.says("stork");
  ana.sees(/^Sealed\./);
  await ana.taps("Take back");
  ana.sees(/Taken back\. It’s gone, and nobody is told\.$/);
  await ana.types("/answer");
  ana.sees(/No card is open right now/);
  await stage.until("2026-03-20T20:00:00Z");
  ana.neverSaw(/closed without being opened/);
  ben.neverSaw(/heron|stork/, home);
});

test("window's end · a pass stays a pass", async () => {
  const { ana } = await begun();
  await ana.taps("Answer", ana.shared());
  await ana.taps("Not today");
  const after = actionOf(ana, "Answer after all");
  await stage.until("2026-03-11T19:00:00Z");
  await ana.does(after);
  ana.sees(/This card has closed/);
});

test("window's end · two answers are revealed at the first moment that nothing holds, also days later", async () => {
  const { ana, ben, home } = await begun();
  await ana.types("/pause");
  await answers(ana, "heron");
  await answers(ben, "otter");
  await stage.until("2026-03-21T12:00:00Z");
  await stage.restart();
  ana.neverSaw(/closed without/);
  await ana.types("/resume");
  ana.hasSeen(/Ana: heron\nBen: otter/, home);
});

test("window's end · after a pause it ends with the 24 hours in which there was a free moment", async () => {
  const { ana, ben } = await begun();
  await ana.types("/rituals rest heart");
  await ben.types("/pause");
  await answers(ana, "heron");
  await stage.until("2026-03-14T23:00:00Z");
  await ben.types("/resume");
  await stage.until("2026-03-15T18:59:00Z");
  ana.neverSaw(/closed without/);
  await stage.until("2026-03-15T19:00:00Z");
  ana.sees(/closed without being opened/);
});

test("window's end · a seal in quiet hours exempts nobody from the reckoning, with one answer or two", async () => {
  const { ana, ben } = await begun();
  await ana.types("/rituals rest heart");
  await ben.types("/settings quiet 19:59-20:05");
  await stage.until("2026-03-11T18:59:30Z");
  await answers(ben, "otter");
  await stage.until("2026-03-11T19:00:00Z");
  await stage.until("2026-03-11T19:05:00Z");
  await stage.until("2026-03-12T18:59:59Z");
  ben.neverSaw(/closed without/);
  await stage.until("2026-03-12T19:05:00Z");
  ben.sees(/closed without being opened/);
  ana.neverSaw(/closed without/);
});

test("window's end · the question comes also during a pause, and seven days count from its delivery", async () => {
  const { ana, ben } = await begun();
  await ana.types("/rituals rest heart");
  await answers(ana, "heron");
  await ana.types("/settings quiet 18:00-09:00");
  await stage.until("2026-03-12T12:00:00Z");
  await ben.types("/pause");
  await stage.until("2026-03-13T07:59:00Z");
  ana.neverSaw(/closed without/);
  await stage.until("2026-03-13T08:00:00Z");
  ana.sees(/closed without being opened/);
  await stage.until("2026-03-20T07:59:00Z");
  await ana.taps("Keep it for myself");
  ana.sees(/Kept in your own journal/);
});

test("window's end · somebody who had not sealed gets nothing, and nothing is asked twice", async () => {
  const { ana, ben, home } = await begun();
  await ana.types("/rituals rest heart");
  await answers(ana, "heron");
  await stage.until("2026-03-11T19:00:00Z");
  ben.looks();
  await stage.until("2026-03-13T19:00:00Z");
  await stage.restart();
  await stage.until("2026-03-16T19:00:00Z");
  ben.seesNothing();
  expect(ana.transcript().match(/closed without being opened/g)).toHaveLength(1);
  ben.neverSaw(/heron/, home);
});

test("window's end · a copy of the card that was not delivered yet is dropped", async () => {
  const two = await apart(stage);
  const { ana, ben } = two;
  ben.on.unreachable.add(`stage:p:${ben.account.userId}`);
  await ana.types("/checkin");
  await stage.until("2026-03-11T19:30:00Z");
  ben.on.unreachable.clear();
  await ben.on.handle?.({ type: "reachable", eventId: "back", platform: "stage", userId: ben.account.userId });
  await stage.settle();
  expect(ben.transcript()).not.toMatch(/What's on your heart today/);
});

test("window's end · a message to the question that stood open is asked about, not refused and not lost", async () => {
  const { ana, ben, home } = await begun();
  await ana.types("/rituals rest heart");
  await ana.taps("Answer", home);
  await answers(ben, "otter");
  await stage.until("2026-03-11T19:10:00Z");
  await ana.says("heron");
  ana.sees(/closed without being opened/);
  ben.neverSaw(/closed without/);
  await ana.taps("Send it as a letter");
  await stage.later(600_000);
  ben.hasSeen(/Ana: heron/);
  await stage.until("2026-03-12T19:00:00Z");
  ben.sees(/closed without being opened/);
  expect(ana.transcript().match(/closed without being opened/g)).toHaveLength(1);
});

test("window's end · with the next card there, such a message is asked about first", async () => {
  const { ana } = await begun();
  await ana.taps("Answer", ana.shared());
  await stage.until("2026-03-11T19:10:00Z");
  await ana.says("heron");
  ana.sees(/Which card is this for\?/);
  await ana.taps(/Daily card · Wednesday, March 11 · What's on your heart today\?$/);
  ana.sees(/closed without being opened|^Sealed/);
});

test("window's end · what is begun when it ends is asked about too", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals add checkin wed 14:00");
  await ben.taps("Yes, let’s", home);
  await stage.until("2026-03-11T13:00:00Z");
  await ana.types("/rituals rest heart");
  await ana.taps("Answer", home);
  await ana.taps("Clear");
  await stage.until("2026-03-14T13:10:00Z");
  await ana.says("the walk");
  ana.sees(/closed without being opened/);
  await ana.taps("Keep it for myself");
  ana.sees(/Kept in your own journal/);
});

test("window's end · a form that was opened before it is asked about", async () => {
  await stage.end();
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin");
  const reply = await ben.taps("Answer");
  const action = reply.type === "form" ? reply.form.action : "";
  await ana.says("heron");
  await stage.until("2026-03-11T19:00:00Z");
  await ben.submits(action, { "0": ["otter"] });
  ben.sees(/closed without being opened/);
  ana.neverSaw(/closed without/);
});

test("window's end · the end of each one's hour is not moved by when the other's copy arrives, nor by their looking at it", async () => {
  await stage.end();
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin");
  const until = /Open until ([^.]+)\./.exec(ben.transcript())?.[1] ?? "nowhere";
  await stage.until("2026-03-11T18:00:00Z");
  await ben.types("/answer");
  await ana.types("/checkin");
  await ben.types("/checkin");
  ben.sees(new RegExp(`Open until ${until}`));
});
