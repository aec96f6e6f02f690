/** The policies besides `both`: what both ticked, what is one's own, and what they lead to. */
import { afterEach, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { apart } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

const DAY = 24 * 60 * 60_000;

let stage: Stage;
afterEach(() => stage.end());

async function ticks(person: Actor, labels: readonly (string | RegExp)[]): Promise<void> {
  for (const label of labels) await person.taps(label);
  await person.taps("Done");
}

test("friday · only what both ticked, and a title both named, whatever its case; the rest is gone", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin friday", home);
  for (const [person, labels, title] of [
    [ana, [/same dish/, /film, started/], "The Heron  Hunters!"],
    [ben, [/film, started/, /Old photos/], "the heron hunters"],
  ] as const) {
    await person.taps("Answer", home);
    await ticks(person, labels);
    await person.says(title);
    await person.taps("Skip");
    if (person === ana) ben.neverSaw(/Heron/, home);
  }
  ana.sees(/You both chose:[\s\S]*A film, started at the same second[\s\S]*Heron/i, home);
  ana.neverSaw(/You both chose:[\s\S]*(same dish|Old photos)/, home);
  // Also the author's own export no longer knows what did not match.
  await ana.exports();
  const file = ana
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  expect(file?.type === "file" ? new TextDecoder().decode(file.data) : "").not.toMatch(/same dish/);
});

test("friday · nothing in common is said once, kindly; nothing ticked is like not having come", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin friday", home);
  await ana.taps("Answer", home);
  await ticks(ana, [/same dish/]);
  await ana.taps("Skip");
  await ana.taps("Skip");
  await ben.taps("Answer", home);
  await ticks(ben, []);
  await ben.taps("Skip");
  ben.looks();
  await ben.taps("Skip");
  // The same screen as for one who ticked something.
  ben.sees(/^Sealed\./);
  ana.neverSaw(/You have both answered/, home);
  await ben.taps("Change");
  await ticks(ben, [/Old photos/]);
  await ben.taps("Skip");
  await ben.taps("Skip");
  ana.sees(/Nothing in common this time/, home);
});

test("signal · a lone tap leaves no trace with the other; its sender is asked a day after its seven", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin signal");
  ben.looks();
  await ticks(ana, [/I feel a bit far/]);
  await ben.types("/answer");
  ben.sees(/No card is open/);
  await ben.types("/checkin signal");
  ben.neverSaw(/Open until/);
  await ben.taps("Not today");
  await stage.later(7 * DAY + 60_000);
  ana.neverSaw(/Nobody was told/);
  await stage.later(DAY);
  ana.hasSeen(/Nobody was told, and nothing was shown/);
  ana.neverSaw(/far[\s\S]*both/, home);
  await ana.taps("Send a soft sentence");
  await stage.later(600_000);
  ben.hasSeen(/A letter for you[\s\S]*I've been feeling a little far away/);
});

test("signal · held on to, it waits for another week; then both, and a gentle card for both", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin signal");
  await ticks(ana, [/I feel a bit far/]);
  await stage.later(8 * DAY + 60_000);
  await ana.taps("Hold on to it");
  await stage.later(3 * DAY);
  await ben.types("/checkin signal");
  await ticks(ben, [/I feel a bit far/]);
  ben.hasSeen(/You both chose:[\s\S]*I feel a bit far/);
  ana.hasSeen(/You both chose:[\s\S]*I feel a bit far/);
  ana.hasSeen(/Near and far/, home);
  expect(ana.transcript(home).match(/Near and far/g)).toHaveLength(1);
});

test("signal · a lone tap cannot be read by tapping too and taking that back while a reveal is held", async () => {
  const seen = async (anaTicks: boolean) => {
    if (stage !== undefined) await stage.end().catch(() => {});
    stage = await openStage();
    const { ana, ben } = await couple(stage);
    if (anaTicks) {
      await ana.types("/checkin signal");
      await ticks(ana, [/I feel a bit far/]);
    }
    await ben.types("/pause");
    await ben.types("/resume");
    await ben.types("/settings quiet 12:00-23:00");
    await ana.types("/settings quiet 11:00-22:00");
    await stage.until("2026-03-11T22:30:00Z");
    await stage.later(1000);
    await ben.types("/checkin signal");
    await ana.types("/pause");
    await ticks(ben, [/I feel a bit far/]);
    for (const command of ["/answer", "/checkin signal", "/grow", "/rituals"]) await ben.types(command);
    await ben.taps("Take back");
    for (const command of ["/answer", "/checkin signal"]) await ben.types(command);
    await stage.later(9 * DAY);
    await ben.types("/answer");
    return ben.transcript();
  };
  const lone = await seen(true);
  expect(lone).not.toMatch(/You both chose/);
  expect(await seen(false)).toBe(lone);
});

test("signal · both rows stay their owners', are found at every attempt to reveal, and are revealed as one", async () => {
  stage = await openStage();
  const { ana, ben } = await couple(stage);
  await ana.types("/checkin signal");
  await ticks(ana, [/I feel a bit far/]);
  await ana.types("/pause");
  await ben.types("/pause").catch(() => {});
  await ben.types("/resume");
  await ana.types("/resume");
  await ben.types("/checkin signal");
  await ticks(ben, [/I feel a bit far/]);
  const rounds = await stage.store.transaction(async (tx) => {
    const person = await tx.people.byAccount("stage", ana.account.userId);
    const home = person && (await tx.couples.ofPerson(person.id));
    const all = home ? await tx.rounds.ofCouple(home.id, ["half", "revealed"]) : [];
    return all.filter(({ cards }) => cards[0] === "signal-far");
  });
  expect(rounds.map(({ state }) => state)).toEqual(["revealed", "revealed"]);
  expect(rounds.map(({ asked }) => asked.join()).sort()).toEqual(["a", "b"]);
  const [one, other] = rounds;
  expect([one, other].map((round) => (round?.state === "revealed" ? round.pair : null))).toEqual([other?.id, one?.id]);
  for (const actor of [ana, ben]) {
    expect(actor.transcript().match(/You both chose/g)).toHaveLength(1);
    await actor.exports();
    const file = actor
      .shown()
      .at(-1)
      ?.message.blocks.find((block) => block.type === "file");
    const text = file?.type === "file" ? new TextDecoder().decode(file.data) : "";
    expect(text.match(/I feel a bit far/g)).toHaveLength(1);
    expect(text).toMatch(/"state": "revealed"/);
  }
});

test("signal · something small instead", async () => {
  stage = await openStage();
  const { ana, ben } = await couple(stage);
  await ana.types("/checkin signal");
  await ticks(ana, [/I feel a bit far/]);
  await stage.later(8 * DAY + 60_000);
  ben.looks();
  await ana.taps("Do something small");
  ana.sees(/something small/);
  ben.seesNothing();
});

test("self-check · ten statements in one go, three sentences, no score, and a card for both out of one", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  ben.looks();
  await ana.types("/checkin selfcheck");
  for (const label of [
    "Often",
    "Often",
    "Sometimes",
    "Skip",
    "Rarely",
    "Often",
    "Often",
    "Sometimes",
    "Often",
    "Often",
  ]) {
    await ana.taps(label);
  }
  ana.hasSeen(/Kept for you alone[\s\S]*Often: [\s\S]*Sometimes: [\s\S]*Rarely: I know what they worry about now/);
  ana.neverSaw(/\d+ of|score|total/i, home);
  ben.seesNothing();
  await ana.taps(/As a card for us/);
  ben.hasSeen(/&/, home);
});

test("pulse · one's own marks, and only the lines that both chose to show", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin pulse", home);
  for (const [person, mark, show] of [
    [ana, "3", [/^Talking$/, /^Trust$/]],
    [ben, "6", [/^Talking$/, /^Our future$/]],
  ] as const) {
    await person.taps("Answer", home);
    for (let line = 0; line < 5; line++) await person.taps(mark);
    await ticks(person, show);
    await ticks(person, [/Hard days/]);
  }
  ana.sees(/Marks we may both see: Talking/, home);
  ana.sees(/Talking: Ana 3 of 7 · Ben 6 of 7/, home);
  ana.sees(/spend time on: Hard days/, home);
  ana.neverSaw(/Trust: Ana|Our future: |Hard days: Ana/, home);
});

test("pulse · in two forms where there are forms, the first kept while the second is open", async () => {
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin pulse");
  const first = await ben.taps("Answer");
  if (first.type !== "form") throw new Error("no form was opened");
  expect(first.form.fields).toHaveLength(5);
  await ben.submits(first.form.action, Object.fromEntries(first.form.fields.map(({ id }) => [id, ["5"]])));
  ben.sees(/a few more questions on this card/);
  await stage.restart();
  const second = await ben.taps("Go on");
  if (second.type !== "form") throw new Error("no second form was opened");
  expect(second.form.fields.map(({ id }) => id)).toEqual(["5", "6"]);
  await ben.submits(second.form.action, { "5": ["talk"], "6": [] });
  ben.hasSeen(/^Sealed\./m);
});

test("honesty · nobody learns of it, and what was answered is stored nowhere", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  ben.looks();
  await ana.types("/checkin honesty", home);
  await ana.taps("No, not quite");
  ben.seesNothing();
  await ana.exports();
  const file = ana
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  expect(file?.type === "file" ? new TextDecoder().decode(file.data) : "").not.toMatch(/not quite/);
});

/** Takes one's half of the last reveal back; of a match no button offers it. */
async function takesBack(person: Actor, home = person.shared()): Promise<void> {
  const shown = person.shown(home).findLast(({ message }) => /both answered|both chose/.test(JSON.stringify(message)));
  const tracked = await stage.store.transaction((tx) => tx.messages.byRef(home, shown?.ref ?? ""));
  await person.does(`half_${tracked?.roundId}`);
  await person.taps("Blank my half");
}

test("friday · a half that was taken back takes what matched with it", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin friday", home);
  for (const person of [ana, ben]) {
    await person.taps("Answer", home);
    await ticks(person, [/film, started/]);
    await person.taps("Skip");
    await person.taps("Skip");
  }
  ana.sees(/You both chose:[\s\S]*film, started/, home);
  await takesBack(ana);
  ana.hasSeen(/taken back/, home);
  ana.neverSaw(/film, started/, home);
});

test("pulse · marks that both chose to show are gone when one half is taken back, from the message and the course", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin pulse", home);
  for (const [person, mark] of [
    [ana, "3"],
    [ben, "6"],
  ] as const) {
    await person.taps("Answer", home);
    for (let line = 0; line < 5; line++) await person.taps(mark);
    await ticks(person, [/^Talking$/]);
    await ticks(person, [/Hard days/]);
  }
  await ana.types("/pulse");
  ana.sees(/Ben: 6/);
  for (const one of [ana, ben]) {
    await one.types("/pulse");
    await one.taps("Share my course");
  }
  await takesBack(ana);
  for (const one of [ana, ben]) {
    await one.types("/pulse");
    expect(one.last()).not.toMatch(/(Ben: 6|Ana: 3)/);
  }
  ana.neverSaw(/Talking: Ana/, home);
});
