import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, apart, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

test("rule 3 · lossless: what was sealed is there after a restart, and the reveal comes", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  ana.sees(/^Sealed\./);
  await stage.restart();
  await answers(ben, "otter");
  ana.sees(/Ana: heron\nBen: otter/, home);
});

test("rule 3 · lossless: a reveal decided while the group cannot be written to comes to the private chats", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await ben.taps("Answer", home);
  ana.on.unreachable.add("stage:s:home");
  await ben.says("otter");
  for (const one of [ana, ben]) {
    one.hasSeen(/no longer in your shared chat/);
    one.hasSeen(/Ana: heron\nBen: otter/);
  }
});

test("rule 3 · lossless: somebody who blocked the bot gets the reveal after opening the chat again", async () => {
  const { ana, ben } = await apart(stage);
  await ana.types("/checkin");
  await ana.says("heron");
  const key = `stage:p:${ana.account.userId}`;
  ana.on.unreachable.add(key);
  await ana.on.handle?.({ type: "unreachable", eventId: "u1", platform: "stage", userId: ana.account.userId });
  await ben.says("otter");
  ben.sees(/^Sealed\./);
  ben.neverSaw(/heron/);
  ana.on.unreachable.delete(key);
  await stage.restart();
  await ana.types("/help");
  for (const one of [ana, ben]) one.hasSeen(/Ana: heron\nBen: otter/);
});

test("rule 3 · lossless: a blocked partner found out by the reveal itself still gets it later", async () => {
  const { ana, ben } = await apart(stage);
  await ana.types("/checkin");
  await ana.says("heron");
  ana.on.unreachable.add(`stage:p:${ana.account.userId}`);
  await ben.says("otter");
  ben.sees(/Ana: heron\nBen: otter/);
  ana.on.unreachable.clear();
  await ana.on.handle?.({ type: "reachable", eventId: "r1", platform: "stage", userId: ana.account.userId });
  await stage.settle();
  ana.hasSeen(/Ana: heron\nBen: otter/);
});

test("rule 3 · lossless: late words never replace silently what was sealed", async () => {
  const two = await couple(stage);
  const { ana, home } = two;
  await firstCard(two, home);
  const ref = await answers(ana, "heron");
  await stage.until("2026-03-12T18:59:00Z");
  ana.neverSaw(/closed without being opened/);
  await stage.until("2026-03-12T19:00:00Z");
  ana.sees(/closed without being opened/);
  await ana.says("and a lake", { replyTo: ref });
  ana.sees(/closed without being opened/);
  await ana.taps("Keep it for myself");
  await ana.exports();
  const file = ana
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  expect(file?.type === "file" ? new TextDecoder().decode(file.data) : "").toMatch(/heron\\n\\nand a lake/);
});
