/** A pause belongs to whoever made it: cards rest while either has one, and nothing tells whose it is or its end. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { answers, apart, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

const DAY = 86_400_000;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

async function revealed(): Promise<Awaited<ReturnType<typeof couple>>> {
  const two = await couple(stage);
  await firstCard(two, two.home);
  await answers(two.ana, "heron");
  await answers(two.ben, "otter");
  two.ana.sees(/Ana: heron\nBen: otter/, two.home);
  return two;
}

test("nobody's command shortens or ends the other's pause", async () => {
  const { ana, ben } = await couple(stage);
  await ben.types("/pause");
  for (const command of ["/pause 1", "/resume", "/pause 2"]) await ana.types(command);
  await stage.later(9 * DAY);
  await ana.types("/checkin");
  ana.sees("Cards are paused.");
  await ana.types("/pause");
  await ben.types("/resume");
  await ben.types("/checkin");
  ben.sees("Cards are paused.");
  await ana.types("/resume");
  await ana.types("/checkin", ana.shared());
  ana.sees(/& (Daily|One more) card/, ana.shared());
});

test("a pause with an end ends by itself, also after a restart; the other's goes on", async () => {
  const { ana, ben } = await couple(stage);
  await ana.types("/pause 1");
  await ben.types("/pause 3");
  await stage.restart();
  await stage.later(2 * DAY);
  await ana.types("/checkin");
  ana.sees("Cards are paused.");
  await stage.later(DAY);
  await ana.types("/checkin");
  expect(ana.last()).not.toMatch(/paused/);
});

test("the words are the same for one's own pause, the other's, both and none, wherever one looks", async () => {
  const asked = ["/settings", "/help", "/rituals", "/checkin", "/checkin another", "/answer", "/start", "/jar"];
  const looks = async (one: Actor) => {
    const words: string[] = [];
    for (const command of asked) {
      await one.types(command);
      words.push(one.last());
    }
    return words;
  };
  const { ana, ben } = await couple(stage);
  await ana.types("/resume");
  const resumed = ana.last();
  await ana.types("/pause 3");
  const [pausedWords, own] = [ana.last(), await looks(ana)];
  expect(own.filter((words) => /Cards are paused\./.test(words))).toHaveLength(7);
  expect(own.join()).not.toMatch(/until .*(day|tomorrow)|Ana has|Ben has/);
  await ben.types("/pause");
  expect(
    [await looks(ana), await looks(ben)].map((all) => all.filter((words) => /paused\./.test(words)).length),
  ).toEqual([7, 7]);
  expect(await looks(ana)).toEqual(own);
  await ana.types("/pause 3");
  expect(ana.last()).toBe(pausedWords);
  await ana.types("/resume");
  expect(ana.last()).toBe(resumed);
  expect(await looks(ana)).toEqual(own);
  await ana.types("/resume");
  expect(ana.last()).toBe(resumed);
});

test("the other is told once that cards are paused, and not while they have a pause themselves", async () => {
  const { ana, ben } = await couple(stage);
  for (let n = 0; n < 30; n++) {
    await ana.types("/pause");
    await ana.types("/resume");
  }
  expect(ben.transcript().match(/Cards are (no longer )?paused\./g)?.length).toBeLessThanOrEqual(4);
  await stage.later(2 * DAY);
  await ben.types("/pause");
  ben.looks();
  await ana.types("/pause");
  await ana.types("/resume");
  ben.seesNothing();
});

test("during a pause responses rest, and a revealed message is redrawn by taking back alone", async () => {
  const { ana, ben, home } = await revealed();
  await ben.types("/pause");
  const before = ana.last(home);
  await ana.taps("Thank you for telling me", home);
  ana.sees("Cards are paused.");
  expect(ana.last(home)).toBe(before);
  await ana.taps("Take back my half", home);
  await ana.taps("Blank my half");
  ana.sees(/has taken this half back/, home);
});

test("no new card comes through a path either, and nothing is asked or mentioned", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin tonight", home);
  await ben.types("/pause");
  ana.looks();
  for (const one of [ana, ben]) await answers(one, "softly").catch(() => {});
  await stage.later(10 * DAY);
  expect(ana.transcript(home).match(/Ten minutes tonight/g)).toHaveLength(1);
  ana.neverSaw(/& A card is still open|something else, if you like|How often would you like/);
});

test("what is posted below a card waits for the end of the pause", async () => {
  const { ana, ben, home } = await revealed();
  await ben.types("/pause");
  await ana.says("and the reed");
  await ana.taps("Show it below");
  ana.sees("I’ll pass it on when it suits.");
  ana.neverSaw(/reed/, home);
  await ben.types("/resume");
  ana.sees(/reed/, home);
});

test("a reveal of which one has a copy already comes to the other too, also in a pause", async () => {
  const { ana, ben } = await apart(stage);
  await ana.types("/settings quiet 00:00-12:30");
  await ben.types("/settings quiet 12:30-00:00");
  await ben.types("/checkin");
  await ben.says("otter");
  await stage.later(2 * 3_600_000);
  await ana.types("/answer");
  await ana.says("heron");
  ana.hasSeen(/otter/);
  await ana.types("/pause");
  await stage.until("2026-03-11T23:00:00Z");
  ben.hasSeen(/heron/);
});
