import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, apart, fillIn, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

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

/** The daily card and the weekly check-in, both open. */
async function twoOpen() {
  const two = await begun();
  await two.ana.types("/rituals add checkin wed 13:00");
  await two.ben.taps("Yes, let’s", two.home);
  await stage.until("2026-03-11T12:00:00Z");
  return two;
}

test("decided · which round: the one a message replies to, also when another was opened last", async () => {
  const { ana, ben, home } = await twoOpen();
  await ana.types("/answer");
  await ana.taps(/^Daily card/);
  const typed = await ana.says("heron");
  ana.sees(/^Sealed\./);
  await ana.types("/answer");
  await ana.taps(/^Weekly/);
  await ana.says("and a stork", { replyTo: typed });
  ana.sees(/You’ve sealed an answer to “& Daily card/);
  await ana.taps("Add it");
  await ben.types("/answer");
  await ben.taps(/^Daily card/);
  await ben.says("otter");
  ana.hasSeen(/Ana: heron\n\nand a stork\nBen: otter/, home);
});

test("decided · which round: else the one last opened privately", async () => {
  const { ana, home } = await twoOpen();
  await ana.types("/answer");
  await ana.taps(/^Daily card/);
  await ana.says("heron");
  ana.sees(/^Sealed\./);
  ana.neverSaw(/heron/, home);
});

test("decided · which round: else the only one open, without having opened it", async () => {
  const { ana } = await begun();
  await ana.says("heron");
  ana.sees(/^Sealed\./);
});

test("decided · which round: else the bot asks with buttons, and the words go where they were meant", async () => {
  const { ana, ben, home } = await twoOpen();
  const ref = await ana.says("heron");
  ana.sees(/Which card is this for\?[\s\S]*\[Weekly check-in/);
  await ana.edits(ref, "heron, edited");
  await stage.restart();
  await ana.taps(/^Daily card/);
  ana.sees(/^Sealed\./);
  await ben.types("/answer");
  await ben.taps(/^Daily card/);
  await ben.says("otter");
  ana.hasSeen(/Ana: heron, edited\nBen: otter/, home);
});

test("decided · which round: a choice made after the card closed asks what should become of the words", async () => {
  const { ana } = await twoOpen();
  await ana.says("heron");
  await stage.until("2026-03-11T19:00:00Z");
  await ana.taps(/^Daily card · Wednesday/);
  ana.sees(/Daily card · Wednesday, March 11 has closed without being opened/);
});

/** Two without a shared chat, with the weekly check-in opened by Ana before the daily card comes. */
async function weeklyThenDaily() {
  const two = await apart(stage);
  await two.ana.types("/rituals add checkin wed 13:00");
  await two.ben.taps("Yes, let’s");
  await stage.until("2026-03-11T12:00:00Z");
  await two.ana.types("/answer");
  return two;
}

test("decided · which round: a card that comes privately while another waits is not guessed between", async () => {
  const { ana } = await weeklyThenDaily();
  ana.sees(/Weekly check-in/);
  await stage.until("2026-03-11T19:00:00Z");
  ana.sees(/Daily card/);
  await ana.says("for which of them?");
  ana.sees(/Which card is this for/);
});

test("decided · which round: a card that comes privately counts as opened, once the one before is sealed", async () => {
  const { ana } = await weeklyThenDaily();
  await fillIn(ana, "heron");
  await stage.until("2026-03-11T19:00:00Z");
  ana.sees(/Daily card/);
  await ana.says("stork");
  ana.sees(/^Sealed\./);
});

test("decided · which round: with nothing open it says, kindly, that nothing was kept", async () => {
  const { ana } = await couple(stage);
  await ana.says("hello?");
  ana.sees(/No card is open right now, so nothing was kept/);
});

test("decided · bursts: the pieces of a split text are one answer, and no question comes between", async () => {
  const { ana, ben, home } = await begun();
  await answers(ben, "otter");
  await ana.says("a".repeat(3500), { sentAt: stage.now });
  ana.neverSaw(/otter/, home);
  await ana.says("b".repeat(400), { sentAt: stage.now + 500 });
  await stage.later(4000);
  ana.hasSeen(/Ana: a{3500}\n\nb{400}\nBen: otter/, home);
  ana.neverSaw(/You’ve sealed an answer/);
});

test("decided · bursts: more than 4,000 is refused with the count, also in pieces, and not kept in part", async () => {
  const { ana, ben, home } = await begun();
  await answers(ben, "otter");
  await ana.says("a".repeat(4096), { sentAt: stage.now });
  ana.sees(/That’s 4,096 characters, and an answer can have 4,000\. Nothing of it was kept/);
  await ana.says("b".repeat(300), { sentAt: stage.now + 400 });
  await ana.says("a".repeat(3500), { sentAt: stage.now + 60_000 });
  ana.sees(/^Sealed\./);
  await ana.says("b".repeat(600), { sentAt: stage.now + 61_000 });
  ana.sees(/That’s 4,100 characters/);
  await stage.later(10_000);
  ana.neverSaw(/aaa|bbb|otter/, home);
  await ana.says("short", { sentAt: stage.now });
  ana.sees(/Ana: short\nBen: otter/, home);
});

test("decided · a further message: add, replace, or not an answer", async () => {
  const { ana, ben, home } = await begun();
  await answers(ana, "heron");
  await ana.says("stork");
  await ana.taps("Add it");
  await ana.says("crane");
  await ana.taps("Not an answer");
  ana.sees(/It’s not kept/);
  await answers(ben, "otter");
  ana.sees(/Ana: heron\n\nstork\nBen: otter/, home);
});

test("decided · a further message: a choice made after the reveal is offered as add below, not dropped", async () => {
  const { ana, ben, home } = await begun();
  await answers(ana, "heron");
  await ana.says("stork");
  await answers(ben, "otter");
  await ana.taps("Use it instead");
  ana.sees(/open already, for both of you\. Shall I show this below it\?/);
  await ana.taps("Show it below");
  ana.sees(/something to add\.\nAna: stork/, home);
});

test("decided · several fields: a draft is kept 24 hours and survives a restart", async () => {
  const { ana, ben, home } = await twoOpen();
  await ana.types("/answer");
  await ana.taps(/^Weekly/);
  await ana.taps("Foggy");
  await stage.restart();
  await ana.says("a line");
  ana.sees(/3 of 5/);
  await stage.later(25 * 3_600_000);
  await ana.types("/answer");
  await ana.taps(/^Weekly/);
  ana.sees(/1 of 5/);
  ben.neverSaw(/a line/, home);
});

test("decided · “Sealed” reads the same for the first and the second seal and for a held one", async () => {
  const { ana, ben, home } = await begun();
  for (const one of [ana, ben]) await one.types("/settings language en");
  await answers(ana, "heron");
  await answers(ben, "otter");
  const sealed = (text: string) => /^Sealed\.[\s\S]*/m.exec(text)?.[0];
  expect(sealed(ben.last())).toBe(sealed(ana.last()));
  await stage.until("2026-03-11T19:00:00Z");
  await ana.types("/pause");
  for (const one of [ana, ben]) {
    await one.taps("Answer", home);
    await fillIn(one, "held");
  }
  const last = (one: typeof ana) => one.shown().findLast(({ message }) => JSON.stringify(message).includes("Sealed."));
  const blocks = (one: typeof ana) => last(one)?.message.blocks;
  expect(blocks(ben)).toEqual(blocks(ana));
});
