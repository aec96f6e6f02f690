/** Guided paths: the parts follow one another, at their pace, and hold nobody up. */
import { afterEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { openStage, type Stage } from "./stage.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let stage: Stage;
afterEach(() => stage.end());

/** Ticks the one option of a card and says so. */
async function agrees(person: Awaited<ReturnType<typeof couple>>["ana"], label: RegExp) {
  await person.taps("Answer", person.shared());
  await person.taps(label);
  await person.taps("Done");
}

test("soften · a pause that both want: nothing is posted until it is over, then one soft card", async () => {
  stage = await openStage({ at: "2026-03-11T18:50:00Z" });
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin soften", home);
  await agrees(ana, /Yes, a pause/);
  ben.neverSaw(/Sealed|Yes, a pause/);
  await agrees(ben, /Yes, a pause/);
  ana.sees(/You both chose:[\s\S]*Yes, a pause[\s\S]*silent until/, home);
  // 20:00 in Berlin: the daily card is due in the middle of the silence.
  await stage.later(15 * MINUTE);
  ana.neverSaw(/What's on your heart/, home);
  await stage.later(6 * MINUTE);
  ana.hasSeen(/Underneath I think I feel/, home);
  ana.hasSeen(/What's on your heart/, home);
});

test("soften · either ends the pause sooner", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin soften", home);
  await agrees(ana, /Yes, a pause/);
  await agrees(ben, /Yes, a pause/);
  await ben.taps("Go on now", home);
  ben.sees(/Underneath I think I feel/, home);
  await ben.does(ana.button(/Go on now/, home).button.action, home);
  ben.sees(/had its day/);
});

test("an opt-in that only one wants goes without a trace: no card, no word, nothing kept", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin repair", home);
  await agrees(ana, /I'm ready/);
  ben.looks();
  await stage.later(8 * DAY);
  ana.neverSaw(/as a camera would have seen/);
  ben.neverSaw(/as a camera would have seen/);
  ana.neverSaw(/has closed without being opened/);
  ben.neverSaw(/ready[\s\S]*Ana/, home);
});

test("repair · each goes through their own parts; the three lines come the next day; then listening", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin repair", home);
  await agrees(ana, /I'm ready/);
  await agrees(ben, /I'm ready/);
  ana.sees(/as a camera would have seen it/);
  await ana.says("Two people and a slammed door.");
  ana.hasSeen(/Kept for you alone/);
  ana.sees(/somebody who wishes you both well/);
  ben.sees(/as a camera would have seen it/);
  await ana.says("They would see two tired people.");
  ben.neverSaw(/slammed door|tired people/);
  ben.neverSaw(/slammed door|tired people/, home);
  // Ben leaves his own parts: that holds nobody up, and nobody learns of it.
  await stage.until("2026-03-12T08:59:00Z");
  ana.neverSaw(/Today I need/, home);
  await stage.until("2026-03-12T09:01:00Z");
  ana.hasSeen(/Today I need/, home);
  for (const person of [ana, ben]) {
    await person.taps("Answer", home);
    await person.says(`${person.name} felt small`);
    await person.says(`${person.name} meant`);
    await person.taps("Only to be heard");
  }
  ana.sees(/Ana felt small[\s\S]*Ben felt small/, home);
  expect(
    ana
      .shown(home)
      .at(-1)
      ?.message.buttons.flat()
      .map(({ label }) => label),
  ).toEqual(["I hear you", "Thank you for telling me", "Hug 🤗", "Take back my half"]);
  await stage.later(DAY - HOUR);
  ana.neverSaw(/do differently another time/, home);
  await stage.later(2 * HOUR);
  ana.hasSeen(/do differently another time/, home);
});

test("talk night · one question, a length, silence, and a closing line each; either is back sooner", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin talknight", home);
  await ana.taps("60 minutes", home);
  ben.hasSeen(/I’m silent until/, home);
  await stage.later(59 * MINUTE);
  ana.neverSaw(/one sentence|sentence you/i, home);
  await stage.later(2 * MINUTE);
  const closing = ana.last(home);
  expect(closing).toMatch(/sentence/i);
  for (const person of [ana, ben]) {
    await person.taps("Answer", home);
    await person.says(`${person.name} takes the heron along`);
  }
  ana.sees(/Ana takes the heron[\s\S]*Ben takes the heron/, home);
});

test("evening · the bot shows whose turn it is, and two taps at once count once", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin evening", home);
  const first = /(Ana|Ben) begins/.exec(ana.last(home))?.[1];
  const { action } = ana.button("Done, next please", home).button;
  await ana.does(action, home);
  await ben.does(action, home);
  ben.sees(/had its day/);
  ana.hasSeen(new RegExp(`And now ${first === "Ana" ? "Ben" : "Ana"}`), home);
  await ben.taps("Done", home);
  for (let part = 2; part <= 3; part++) {
    await ana.taps("Done, next please", home);
    await ana.taps("Done", home);
  }
  ana.hasSeen(/That’s this part/, home);
});

test("tonight · three cards, each after the reveal of the one before", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin tonight", home);
  const seen: string[] = [];
  for (let part = 1; part <= 3; part++) {
    seen.push(ana.last(home));
    for (const person of [ana, ben]) {
      await person.taps("Answer", home);
      await answersAll(person, `${person.name} ${part}`);
    }
  }
  expect(new Set(seen).size).toBe(3);
  ana.hasSeen(/Ana 1[\s\S]*Ben 1[\s\S]*Ana 3[\s\S]*Ben 3|Ana/, home);
});

/** Answers whatever is asked until it is sealed. */
async function answersAll(person: Awaited<ReturnType<typeof couple>>["ana"], words: string) {
  for (let step = 0; step < 8 && !/^Sealed/.test(person.last()); step++) {
    const pick = person
      .shown()
      .at(-1)
      ?.message.buttons.flat()
      .find(({ action }) => action.startsWith("f_"));
    if (pick) await person.does(pick.action, person.home, `o-${step}`);
    else await person.says(words);
  }
}

test("course · a part a day; a missed day moves and is never lost; rest days pass by themselves", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals add course daily 13:00", home);
  await ben.taps("Yes, let’s", home);
  await stage.until("2026-03-11T12:01:00Z");
  const question = () => ana.last(home).split("\n")[1] ?? "";
  const day1 = question();
  await stage.until("2026-03-12T12:01:00Z");
  expect(question()).toBe(day1);
  for (const person of [ana, ben]) {
    await person.taps("Answer", home);
    await answersAll(person, "five minutes");
  }
  await stage.until("2026-03-13T12:01:00Z");
  expect(question()).not.toBe(day1);
});
