/** Beginning anew, the year after which a paused home ends, and coming together again. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { seededRandom } from "../model/seeded.ts";
import { type Actor, couple } from "./actor.ts";
import { answers, apart, codeOf, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";
import { whole } from "./whole.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ random: seededRandom("anew") });
});
afterEach(() => stage.end());

const DAY = 24 * 3_600_000;

async function exported(actor: Actor): Promise<string> {
  await actor.exports();
  const file = actor
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  return file?.type === "file" ? new TextDecoder().decode(file.data) : "";
}

async function anew(actor: Actor): Promise<void> {
  await actor.types("/pause");
  await actor.taps("Begin anew");
  await actor.taps("Yes, begin anew");
}

async function leave(actor: Actor): Promise<void> {
  await actor.types("/forget");
  await actor.taps("Leave quietly");
}

/** A card of both that was revealed, a note and a line of Ben's Support Card. */
async function lived(): Promise<Awaited<ReturnType<typeof couple>>> {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await answers(ben, "otter");
  await ben.types("/support a cup of tea");
  await stage.until("2026-03-12T20:00:00Z");
  await answers(ben, "a quiet walk");
  await ana.types("/pause");
  await stage.later(33 * DAY);
  await ben.taps("Keep it for myself");
  return two;
}

test("one's notes, settings and Support Card stay; everything else goes, and the other sees a pause", async () => {
  const { ana, ben } = await lived();
  await ben.types("/settings timezone Asia/Tokyo");
  ana.looks();
  await anew(ben);
  ana.seesNothing();
  ben.sees(/begin anew whenever you like/);
  const own = await exported(ben);
  expect(own).toMatch(/a cup of tea[\s\S]*a quiet walk/);
  expect(own).not.toMatch(/otter|heron/);
  expect(own).toMatch(/Asia\/Tokyo/);
  await ana.types("/resume");
  await ana.types("/checkin");
  ana.sees(/^Cards are paused\.$/);
});

test("after the other has left, it ends the home, and nothing of either is left in it", async () => {
  const { ana, ben } = await lived();
  await leave(ana);
  await anew(ben);
  const tables = whole(stage, ["erasures"]);
  expect(tables).not.toMatch(/left:/);
  await ben.types("/pair");
  const eve = stage.person("Eve");
  await eve.types(`/pair ${codeOf(ben)}`);
  await eve.taps("I’m in");
  await ben.taps("Yes, that’s my partner");
  ben.hasSeen(/You and Eve are connected/);
});

test("the two may connect again, in the same group, once the other has begun anew", async () => {
  const { ana, ben, home } = await lived();
  await leave(ana);
  await ana.types("/pair", home);
  ana.sees(/isn’t something I can open/i);
  await anew(ben);
  await ana.types("/pair", home);
  for (const one of [ana, ben]) {
    await one.taps("Join in private", home);
    await one.taps("I’m in");
  }
  ben.hasSeen(/You and Ana are connected/);
});

test("without a pause it is not offered, and an old button says so", async () => {
  const { ana, ben } = await couple(stage);
  await ben.types("/pause");
  const { action } = ben.button("Begin anew").button;
  await ben.types("/resume");
  await ben.types("/settings");
  expect(ben.last()).not.toMatch(/Begin anew/);
  await ben.does(action);
  ben.sees(/for when cards are paused/);
  ana.neverSaw(/anew/);
});

test("a year of rest ends a home in the same words, whoever made the pause; a break in it begins the year anew", async () => {
  const { ana, ben } = await apart(stage);
  await ana.types("/pause");
  await stage.later(300 * DAY);
  await ana.types("/resume");
  await ana.types("/pause");
  await stage.later(100 * DAY);
  for (const one of [ana, ben]) one.neverSaw(/for a year/);
  await ben.types("/pause 300");
  await ana.types("/resume");
  await stage.later(264 * DAY);
  for (const one of [ana, ben]) one.neverSaw(/for a year/);
  await stage.later(2 * DAY);
  for (const one of [ana, ben]) one.sees(/paused for a year, so this home has ended/);
  await ben.types("/checkin");
  ben.sees(/something for two/);
});
