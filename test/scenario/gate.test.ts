/** The gate: what one sends to the other waits for them, has a limit for each day, and is confirmed in one way. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { actionOf, answers, apart, fillIn, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const PASSED_ON = "I’ll pass it on when it suits.";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

async function writes(actor: Actor, words: string): Promise<void> {
  await actor.types("/letter");
  if (/Letters/.test(actor.last())) await actor.taps("Write a new one");
  await actor.says(words);
}

/** Buttons that send letters written before. */
async function written(actor: Actor, ...words: readonly string[]): Promise<readonly string[]> {
  const actions: string[] = [];
  for (const one of words) {
    await writes(actor, one);
    await stage.later(1000);
    actions.push(actionOf(actor, "Send it now").replace(/now_.*$/, "now"));
    await actor.taps("Keep it for now");
  }
  return actions;
}

/** Sends one of them: its confirmation is shown, and tapped. */
async function sends(actor: Actor, action: string | undefined): Promise<void> {
  await actor.does(action ?? "");
  await actor.taps("Send it now");
}

async function overwhelmed(actor: Actor): Promise<void> {
  await actor.types("/support");
  await actor.taps("I am overwhelmed");
  await actor.taps("Send it");
}

const count = (actor: Actor, what: RegExp) => actor.transcript().match(what)?.length ?? 0;

test("in the other's pause nothing arrives, however often; afterwards no more than a day's", async () => {
  const { ana, ben } = await couple(stage);
  await ana.types("/support come and sit with me");
  await ana.types("/support");
  await ana.taps("Share all lines");
  const letters = await written(ana, ...Array.from({ length: 12 }, (_, n) => `heron ${n}`));
  await ben.types("/pause");
  ben.looks();
  for (let day = 0; day < 3; day++) {
    for (let n = 0; n < 4; n++) {
      await overwhelmed(ana);
      ana.sees(n < 3 ? /^I’ll pass it on when it suits\.$/ : /three of these from you in a day/);
      await sends(ana, letters[day * 4 + n]);
      ana.sees(n < 3 ? /I’ll pass it on when it suits/ : /three letters in a day/);
    }
    await stage.later(DAY + MINUTE);
  }
  ben.seesNothing();
  await ben.types("/resume");
  expect(count(ben, /Things are too much/g)).toBe(1);
  expect(count(ben, /A letter for you/g)).toBe(3);
  await stage.later(DAY);
  expect(count(ben, /A letter for you/g)).toBe(6);
  await stage.later(DAY);
  expect(count(ben, /A letter for you/g)).toBe(9);
});

test("one's own pause holds back nothing that one sends", async () => {
  const { ana, ben } = await couple(stage);
  await ana.types("/pause");
  await overwhelmed(ana);
  ben.sees(/Things are too much/);
});

test("every confirmation reads the same by day, by night and in a pause, and names no hour", async () => {
  const said: string[][] = [];
  for (const way of ["day", "night", "pause"] as const) {
    await stage.end();
    stage = await openStage();
    const { ana, ben } = await apart(stage);
    const [heron] = await written(ana, "heron");
    if (way === "night") await ben.types("/settings quiet 10:00-23:00");
    if (way === "pause") await ben.types("/pause");
    const words: string[] = [];
    await overwhelmed(ana);
    words.push(ana.last());
    await sends(ana, heron);
    words.push(ana.last());
    await stage.later(11 * MINUTE);
    await ana.taps("Withdraw it");
    words.push(ana.last());
    said.push(words);
  }
  expect(said[1]).toEqual(said[0]);
  expect(said[2]).toEqual(said[0]);
  expect(said[0]?.[0]).toBe(PASSED_ON);
});

test("a card asked for at night has the same line, and comes to who asked at once", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin share");
  ana.sees(PASSED_ON);
  await ben.types("/settings quiet 10:00-23:00");
  await ana.types("/checkin friday");
  ana.hasSeen(/& Friday wishes/);
  ana.sees(PASSED_ON);
  ana.neverSaw(/Friday wishes/, home);
});

test("a letter withdrawn within ten minutes was read by nobody; afterwards it is on its way, delivered or not", async () => {
  const { ana, ben } = await couple(stage);
  ben.looks();
  await writes(ana, "heron");
  await ana.taps("Send it now");
  await stage.later(9 * MINUTE);
  await ana.taps("Withdraw it");
  expect(await ana.taps("Yes, delete it")).toMatchObject({ type: "toast", text: expect.stringMatching(/^Withdrawn/) });
  await stage.later(DAY / 12);
  ben.seesNothing();
  const letters = await written(ana, "otter", "reed");
  for (const [index, action] of letters.entries()) {
    if (index === 1) await ben.types("/pause");
    await sends(ana, action);
    await stage.later(10 * MINUTE);
    await ana.taps("Withdraw it");
    ana.sees("It is on its way, so it can’t be changed any more.");
    await ana.exports();
    const file = ana
      .shown()
      .at(-1)
      ?.message.blocks.find((block) => block.type === "file" && /json/.test(block.mime));
    const text = file?.type === "file" && file.data ? new TextDecoder().decode(file.data) : "";
    expect(text).toContain("on its way");
  }
});

test("however many letters are meant for one day, three go out on it", async () => {
  const { ana } = await couple(stage);
  for (let day = 0; day < 2; day++) {
    for (let n = 0; n < 2; n++) {
      await writes(ana, `heron ${day} ${n}`);
      await ana.taps("On a date");
      await ana.says("21 June 2027");
    }
    await stage.later(DAY + MINUTE);
  }
  ana.sees(/Three letters of yours wait for that day already/);
});

test("one button pressed thirty times opens one card; different ones no more than a day's", async () => {
  const { ana, home } = await couple(stage);
  const cards = () => ana.transcript(home).match(/Open until/g)?.length ?? 0;
  const named = stage.content.guide("en").flatMap(({ buttons }) => buttons.map(({ action }) => action));
  const actions = [...new Set(named.filter((action) => action.startsWith("card_")))];
  for (let n = 0; n < 30; n++) await ana.does(actions[0] ?? "");
  expect(cards()).toBe(1);
  for (const action of actions) await ana.does(action);
  const kinds = ["share", "friday", "morning", "pulse", "evening", "tonight", "soften", "vision", "retreat", "book"];
  for (const kind of kinds) await ana.types(`/checkin ${kind}`);
  ana.hasSeen(/as many cards as I open for one person in a day/);
  const opened = await stage.store.transaction(async (tx) => {
    const person = await tx.people.byAccount("stage", ana.account.userId);
    const its = person && (await tx.couples.ofPerson(person.id));
    return its ? (await tx.rounds.history(its.id)).length : 0;
  });
  expect(opened).toBeLessThanOrEqual(8);
});

test("the same card is posted again a few times, and then shown to who asks alone", async () => {
  const { ana, home } = await couple(stage);
  for (let n = 0; n < 20; n++) await ana.types("/checkin", home);
  expect(ana.transcript(home).match(/& Daily card/g)?.length).toBeLessThanOrEqual(4);
});

test("one more card: beside the daily one, once a day for both, and each is shown it as asked for by themselves", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await answers(ben, "otter");
  await ana.types("/checkin");
  const words = ana.last();
  await ben.types("/checkin another", home);
  expect(ana.transcript(home).match(/& One more card/g)?.length).toBeLessThanOrEqual(2);
  await ben.types("/checkin another");
  expect(ben.transcript()).not.toMatch(/open already|Here it is again/);
  expect(words).toBe(PASSED_ON);
  for (const one of [ana, ben]) {
    await one.taps("Answer", home);
    await fillIn(one, "reed");
  }
  for (const one of [ana, ben]) {
    await one.types("/checkin");
    one.sees(/one more card today already/);
  }
  const rounds = await stage.store.transaction(async (tx) => {
    const person = await tx.people.byAccount("stage", ana.account.userId);
    const its = person && (await tx.couples.ofPerson(person.id));
    return its ? tx.rounds.ofCouple(its.id, ["revealed"]) : [];
  });
  expect(rounds.filter(({ kind }) => kind === "another").map(({ ritualId }) => ritualId)).toEqual([null]);
});

test("proposals have a limit, and it says nothing of the other", async () => {
  const { ana, ben, home } = await couple(stage);
  for (let n = 10; n < 40; n++) await ana.types(`/rituals add checkin sun ${String(n % 24).padStart(2, "0")}:00`, home);
  expect(ben.transcript(home).match(/would like a new ritual/g)?.length).toBeLessThanOrEqual(12);
  ana.hasSeen(/as many proposals as I take/);
});

test("words below a card have a limit, and what is beyond it is not lost at once", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await answers(ben, "otter");
  for (let n = 0; n < 12; n++) {
    await stage.later(MINUTE);
    await ana.says(`reed ${n}`);
    await ana.taps("Show it below");
  }
  ana.sees(/I keep it for a day/);
  expect(ben.transcript(home).match(/something to add/g)).toHaveLength(10);
});
