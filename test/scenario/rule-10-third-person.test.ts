import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, fillIn, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

async function half() {
  const two = await couple(stage);
  await firstCard(two, two.home);
  await answers(two.ana, "heron");
  return two;
}

test("rule 10 · third person: with others in the chat the reveal goes to the private chats, and both hear why", async () => {
  const { ana, ben, home } = await half();
  stage.setAudience("others");
  await answers(ben, "otter");
  for (const one of [ana, ben]) {
    one.hasSeen(/There are more than the two of you and me in your shared chat/);
    one.hasSeen(/Ana: heron\nBen: otter/);
    one.hasSeen(/shown there before may be readable/);
  }
  ana.neverSaw(/heron|otter/, home);
});

test("rule 10 · third person: a doubt counts as others, and is said as a doubt", async () => {
  const { ana, ben, home } = await half();
  stage.setAudience("unknown");
  await answers(ben, "otter");
  for (const one of [ana, ben]) one.hasSeen(/I can’t be sure[\s\S]*Ana: heron\nBen: otter/);
  ana.neverSaw(/heron|otter/, home);
});

test("rule 10 · third person: when somebody joins, both are told privately, once", async () => {
  const { ana, ben, home } = await couple(stage);
  stage.setAudience("others");
  const join = (eventId: string) =>
    ana.on.handle?.({ type: "joined", eventId, platform: "stage", chatId: "home", userIds: ["u-eve"] });
  await join("j1");
  await join("j2");
  await stage.settle();
  for (const one of [ana, ben]) expect(one.transcript().match(/may be readable/g)).toHaveLength(1);
  ana.neverSaw(/may be readable/, home);
  stage.setAudience("only-two");
  await ana.on.handle?.({ type: "left", eventId: "l1", platform: "stage", chatId: "home", userId: "u-eve" });
  stage.setAudience("others");
  await join("j3");
  await stage.settle();
  for (const one of [ana, ben]) expect(one.transcript().match(/may be readable/g)).toHaveLength(2);
});

test("rule 10 · third person: what is added below, and that one has answered, stays out of their sight too", async () => {
  const two = await half();
  const { ana, ben, home } = two;
  for (const one of [ana, ben]) await one.types("/settings tell on");
  await answers(ben, "otter");
  stage.setAudience("others");
  await ana.says("one more thing");
  await ana.taps("Show it below");
  ana.neverSaw(/one more thing/, home);
  ben.hasSeen(/Ana: one more thing/);
  await stage.until("2026-03-11T19:00:00Z");
  await ana.taps("Answer", home);
  await fillIn(ana, "stork");
  ana.neverSaw(/one of you has answered/, home);
  ben.hasSeen(/one of you has answered/);
});

test("rule 10 · third person: a reveal decided before the group was lost comes privately, after quiet hours", async () => {
  const { ana, ben } = await half();
  const busy = { type: "retry", afterMs: 3_600_000 * 12, scope: "chat", heldBack: false } as const;
  await ben.taps("Answer", ben.shared());
  ben.on.failNext.push(busy, busy);
  await ben.says("otter");
  await stage.until("2026-03-11T22:00:00Z");
  await ana.on.handle?.({ type: "bot-removed", eventId: "x1", platform: "stage", chatId: "home" });
  await stage.settle();
  for (const one of [ana, ben]) one.neverSaw(/no longer in your shared chat|heron\nBen/);
  await stage.until("2026-03-12T06:30:00Z");
  for (const one of [ana, ben]) one.hasSeen(/no longer in your shared chat[\s\S]*Ana: heron\nBen: otter/);
});
