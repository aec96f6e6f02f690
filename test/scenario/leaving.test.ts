import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, apart, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

async function leave(two: { ana: Awaited<ReturnType<typeof couple>>["ana"] }) {
  await two.ana.types("/forget");
  await two.ana.taps("Leave quietly");
}

test("leaving · the partner sees what a pause would say, and every command answers alike", async () => {
  const seen: string[][] = [];
  for (const way of ["pause", "leave"] as const) {
    const other = await openStage();
    const two = await couple(other);
    two.ben.looks();
    if (way === "pause") await two.ana.types("/pause");
    else await leave(two);
    const words = [two.ben.last()];
    for (const command of ["/checkin", "/answer", "/start"]) {
      await two.ben.types(command);
      words.push(two.ben.last());
    }
    await two.ben.says("hello?");
    words.push(two.ben.last(), two.ben.transcript(two.home));
    seen.push(words);
    await other.end();
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[0]?.[0]).toBe("Cards are paused.");
});

test("leaving · during a pause says nothing more than the pause did", async () => {
  const two = await couple(stage);
  await two.ana.types("/pause");
  await leave(two);
  expect(two.ben.transcript().match(/Cards are paused\./g)).toHaveLength(1);
});

test("leaving · waits for the partner's quiet hours like a pause", async () => {
  const two = await apart(stage);
  await stage.until("2026-03-11T22:00:00Z");
  await leave(two);
  two.ben.neverSaw(/paused/);
  await stage.until("2026-03-12T06:30:00Z");
  two.ben.sees(/^Cards are paused\.$/);
});

test("leaving · a reveal that was not delivered is dropped, and nothing comes afterwards", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ben, "otter");
  await ana.types("/forget");
  await ana.taps("Answer", home);
  const busy = { type: "retry", afterMs: 600_000, scope: "chat", heldBack: false } as const;
  ana.on.failNext.push(busy, busy);
  await ana.says("heron");
  await ana.taps("Leave quietly");
  await stage.restart();
  await stage.until("2026-03-25T20:00:00Z");
  for (const one of [ana, ben]) one.neverSaw(/heron|otter/, home);
  ben.neverSaw(/heron/);
  await ben.exports();
  const file = ben
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  expect(file?.type === "file" ? new TextDecoder().decode(file.data) : "").not.toMatch(/heron/);
  await ana.exports();
  ana.sees(/nothing of yours here/);
});

test("leaving · what the leaver sealed is destroyed unread, what the other sealed stays theirs", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await leave(two);
  await ben.taps("Answer", home);
  await ben.says("otter");
  ana.sees(/There is nothing of yours here any more/);
  await ben.exports();
  const file = ben
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  const own = file?.type === "file" ? new TextDecoder().decode(file.data) : "";
  expect(own).toMatch(/otter/);
  expect(own).not.toMatch(/heron/);
  await stage.later(31 * 24 * 3_600_000);
  ben.hasSeen(/Keep it for myself/);
});

test("leaving · an undelivered letter of the leaver never comes; the partner may pair anew", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await stage.until("2026-03-12T19:00:00Z");
  await ben.types("/settings quiet 20:00-23:00");
  await ana.taps("Send it as a letter");
  await leave(two);
  await stage.until("2026-03-12T23:00:00Z");
  ben.neverSaw(/heron|letter for you/);
  const eve = stage.person("Eve");
  await ben.types("/pair");
  ben.sees(/connected already/);
  await ben.types("/pause");
  await ben.taps("Begin anew");
  await ben.taps("Yes, begin anew");
  await ben.types("/pair");
  await eve.types(`/pair ${/is ([A-Z0-9-]+)\./.exec(ben.last())?.[1]}`);
  await eve.taps("I’m in");
  await ben.taps("Yes, that’s my partner");
  ben.hasSeen(/You and Eve are connected/);
});

test("leaving · no, stay keeps everything; a second yes finds nothing", async () => {
  const two = await couple(stage);
  await two.ana.types("/forget");
  await two.ana.taps("No, stay");
  await firstCard(two, two.home);
  two.ana.sees(/Daily card/, two.home);
  await two.ana.types("/forget");
  const { action } = two.ana.button("Leave quietly").button;
  await two.ana.does(action);
  await two.ana.does(action);
  two.ana.sees(/nothing of yours here/);
});
