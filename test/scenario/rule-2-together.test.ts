import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, apart, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

test("rule 2 · together: both answers stand in one message, and it comes once", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await answers(ben, "otter");
  await stage.restart();
  await stage.later(3_600_000);
  const reveals = ana.shown(home).filter(({ message }) => /heron|otter/.test(JSON.stringify(message)));
  expect(reveals).toHaveLength(1);
  ana.sees(/Ana: heron\nBen: otter/, home);
});

test("rule 2 · together: a platform that fails between is tried again, with both answers in the one message", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await ben.taps("Answer", home);
  const busy = { type: "retry", afterMs: 60_000, scope: "chat", heldBack: false } as const;
  ben.on.failNext.push(busy, busy);
  await ben.says("otter");
  ana.neverSaw(/heron|otter/, home);
  await stage.restart();
  await stage.later(61_000);
  ana.sees(/Ana: heron\nBen: otter/, home);
  ben.sees(/^Sealed\./);
});

test("rule 2 · together: without a shared chat both get the same whole message", async () => {
  const { ana, ben } = await apart(stage);
  await ana.types("/checkin");
  await ana.says("heron");
  await ben.says("otter");
  for (const one of [ana, ben]) one.sees(/Ana: heron\nBen: otter/);
});

test("rule 2 · together: two events at the same moment give one reveal", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await ana.taps("Answer", home);
  await ben.taps("Answer", home);
  await Promise.all([ana.says("heron"), ben.says("otter")]);
  await stage.settle();
  expect(ana.shown(home).filter(({ message }) => JSON.stringify(message).includes("heron"))).toHaveLength(1);
});

test("rule 2 · together: a card of which a part has come is finished before anything else comes, also in quiet hours", async () => {
  const { ana, ben, home } = await couple(stage);
  await ben.types("/settings quiet 20:01-21:30");
  const before = ana.shown(home).length;
  ben.on.breakNext.push({ type: "retry", afterMs: 60_000, scope: "chat", heldBack: false });
  await stage.until("2026-03-11T19:00:00Z");
  await ana.types("/help", home);
  await stage.restart();
  const come = () =>
    ana
      .shown(home)
      .slice(before)
      .map(({ message }) => JSON.stringify(message));
  expect(come()).toHaveLength(1);
  await stage.until("2026-03-11T19:02:00Z");
  expect(come()).toHaveLength(3);
  expect(come()[1]).toBe(come()[0]);
  expect(come()[0]).toContain("Daily card");
});
