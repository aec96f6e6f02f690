/** “Leave and empty my messages”: what the bot posted of the leaver's is blanked, whatever comes between. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { answers, apart, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const OURS = /heron|kingfisher|grebes/;

/** A revealed card with something below it, and a letter that has arrived. */
async function shown(): Promise<Awaited<ReturnType<typeof couple>>> {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await answers(ben, "otter");
  await ana.says("and a kingfisher");
  await ana.taps("Show it below");
  await ana.types("/letter");
  await ana.says("a letter about grebes");
  await ana.taps("Send it now");
  await stage.later(20 * 60_000);
  ben.hasSeen(/grebes/);
  return two;
}

async function leave(ana: Actor, label: string): Promise<void> {
  await ana.types("/forget");
  await ana.taps(label);
}

test("in the shared chat, below, and of letters in the other's own chat; the other's half stays", async () => {
  const { ana, ben, home } = await shown();
  await leave(ana, "Leave and empty my messages");
  expect(ben.transcript(home)).not.toMatch(OURS);
  expect(ben.transcript()).not.toMatch(OURS);
  ben.hasSeen(/Ana has taken this half back/, home);
  ben.hasSeen(/Ben: otter/, home);
  ana.sees(/emptying the messages/);
});

test("quietly, the messages stay as they are", async () => {
  const { ana, ben, home } = await shown();
  const before = ben.transcript(home);
  await leave(ana, "Leave quietly");
  expect(ben.transcript(home)).toBe(before);
  ben.hasSeen(/grebes/);
});

test("in both private chats, for two without a shared one", async () => {
  const { ana, ben } = await apart(stage);
  await ana.types("/checkin");
  await ana.says("heron");
  await ben.says("otter");
  ben.hasSeen(/heron/);
  await leave(ana, "Leave and empty my messages");
  expect(ben.transcript()).not.toMatch(OURS);
  ben.hasSeen(/Ben: otter/);
});

test("while the chat takes nothing, through a restart, and after the other one has left as well", async () => {
  const { ana, ben, home } = await shown();
  const busy = { type: "retry", afterMs: 600_000, scope: "chat", heldBack: false } as const;
  await ana.types("/forget");
  ana.on.failNext.push(busy);
  await ana.taps("Leave and empty my messages");
  ben.hasSeen(OURS, home);
  await leave(ben, "Leave quietly");
  await stage.restart();
  await stage.later(30 * 60_000);
  expect(ben.transcript(home)).not.toMatch(OURS);
  expect(ben.transcript()).not.toMatch(OURS);
});

test("what cannot be changed any more is deleted; what cannot be deleted either is left, and nobody is told", async () => {
  const { ana, ben, home } = await shown();
  const stays = { type: "rejected", reason: "message can't be edited", because: "stays" } as const;
  await ana.types("/forget");
  ana.on.failNext.push(stays);
  await ana.taps("Leave and empty my messages");
  expect(ben.transcript(home)).not.toMatch(OURS);
  ben.neverSaw(/refus|could not/i);
  expect(stage.lines.join("\n")).not.toMatch(OURS);
});

test("a reveal that is being sent at that moment arrives, and is emptied then", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await ana.types("/forget");
  ana.on.failNext.push({ type: "retry", afterMs: 600_000, scope: "chat", heldBack: false });
  await answers(ben, "otter");
  await ana.taps("Leave and empty my messages");
  await stage.later(30 * 60_000);
  expect(ben.transcript(home)).not.toMatch(OURS);
});
