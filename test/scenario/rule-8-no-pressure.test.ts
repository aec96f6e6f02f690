import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, firstCard } from "./couples.ts";
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

test("rule 8 · no pressure: one reminder, privately, a quarter of the window before its end, to who has not sealed", async () => {
  const { ana, ben, home } = await begun();
  await answers(ana, "heron");
  ana.looks();
  await stage.until("2026-03-11T16:59:00Z");
  ben.neverSaw(/still open for you/);
  await stage.until("2026-03-11T17:00:00Z");
  ben.sees(/A card is still open for you, if you feel like it/);
  ana.seesNothing();
  await stage.restart();
  await stage.until("2026-03-11T18:59:00Z");
  expect(ben.transcript().match(/still open for you/g)).toHaveLength(1);
  ana.neverSaw(/still open/, home);
});

test("rule 8 · no pressure: off by one tap, and none after a pass", async () => {
  const { ana, ben, home } = await begun();
  await ana.taps("Answer", home);
  await ana.taps("Not today");
  ana.looks();
  await stage.until("2026-03-11T17:30:00Z");
  ana.seesNothing();
  await ben.taps("No more reminders");
  ben.sees(/Reminders: none/);
  await stage.until("2026-03-12T18:30:00Z");
  expect(ben.transcript().match(/still open for you/g)).toHaveLength(1);
});

test("rule 8 · no pressure: a reminder that waited for quiet hours is dropped when cards rest", async () => {
  const { ana, ben } = await begun();
  await ben.types("/settings quiet 17:00-19:00");
  await stage.until("2026-03-11T17:00:00Z");
  await ana.types("/pause");
  await stage.until("2026-03-11T18:30:00Z");
  ben.neverSaw(/still open for you/);
});

test("rule 8 · no pressure: nothing counts, compares or names who is missing", async () => {
  const { ana, ben, home } = await begun();
  await answers(ana, "heron");
  await stage.until("2026-03-14T12:00:00Z");
  for (const text of [ana.transcript(), ben.transcript(), ana.transcript(home)]) {
    expect(text).not.toMatch(/hasn.t answered|streak|missed|waiting for (Ana|Ben)/i);
  }
});

test("rule 8 · “one of us has answered” only while both want it, without a name, and once", async () => {
  const { ana, ben, home } = await begun();
  await ana.types("/settings tell on");
  await answers(ana, "heron");
  ana.neverSaw(/one of you has answered/, home);
  await ana.taps("Take back");
  await ben.types("/settings tell on");
  await ana.taps("Answer after all");
  await ana.says("stork");
  ana.sees(/: one of you has answered\.$/, home);
  await ana.taps("Take back");
  await ana.taps("Answer after all");
  await ana.says("heron");
  expect(ana.transcript(home).match(/one of you has answered/g)).toHaveLength(1);
});

test("rule 8 · “one of us has answered” is not said of an answer taken back meanwhile", async () => {
  const { ana, ben, home } = await begun();
  for (const one of [ana, ben]) await one.types("/settings tell on");
  await ben.types("/settings quiet 12:00-13:00");
  await answers(ana, "heron");
  await ana.taps("Not today");
  await ana.taps("Delete it and pass");
  await stage.until("2026-03-11T12:30:00Z");
  ana.neverSaw(/one of you has answered/, home);
});

test("rule 8 · “one of us has answered” is checked again when it is sent: not after either has switched it off", async () => {
  const { ana, ben, home } = await begun();
  for (const one of [ana, ben]) await one.types("/settings tell on");
  await ben.types("/settings quiet 12:00-13:00");
  await answers(ana, "heron");
  await ana.types("/settings tell off");
  await ana.types("/settings tell on");
  await stage.until("2026-03-11T12:30:00Z");
  ana.neverSaw(/one of you has answered/, home);
});

test("rule 8 · “one of us has answered” is said of one answer and of two, in the same words", async () => {
  const { ana, ben, home } = await begun();
  for (const one of [ana, ben]) await one.types("/settings tell on");
  await ben.types("/settings quiet 12:00-13:00");
  await ana.types("/pause");
  await answers(ana, "heron");
  await answers(ben, "otter");
  await stage.until("2026-03-11T12:30:00Z");
  ana.sees(/: one of you has answered\.$/, home);
});

test("rule 8 · an answer from before both wanted to know does not silence the line for the next one", async () => {
  const { ana, ben, home } = await begun();
  await answers(ben, "otter");
  for (const one of [ana, ben]) await one.types("/settings tell on");
  await ben.types("/pause");
  await answers(ana, "heron");
  ana.sees(/: one of you has answered\.$/, home);
});

test("rule 8 · “one of us has answered” is not said after the window's end", async () => {
  const { ana, ben, home } = await begun();
  for (const one of [ana, ben]) await one.types("/settings tell on");
  await ana.types("/rituals rest heart");
  await ben.types("/settings quiet 19:50-21:00");
  await stage.until("2026-03-11T18:55:00Z");
  await answers(ana, "heron");
  await stage.until("2026-03-11T20:30:00Z");
  ana.neverSaw(/one of you has answered/, home);
});

test("rule 8 · “one of us has answered” is never said of what one was asked alone", async () => {
  const { ana, ben, home } = await couple(stage);
  for (const one of [ana, ben]) await one.types("/settings tell on");
  await ana.types("/checkin signal");
  await ana.taps(/I feel a bit far/);
  await ana.taps("Done");
  ana.sees(/^Sealed\./);
  for (const chat of [home, ben.home]) ben.neverSaw(/one of you has answered/, chat);
});
