/** How long shown words are kept: each one's own by their own wish, for both, and only here. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { answers, apart, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
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

/** A card that both have answered, with something below it; no others come. */
async function shown(): Promise<Awaited<ReturnType<typeof couple>>> {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await ana.types("/rituals rest heart");
  await firstCard(two, home);
  await answers(ana, "heron");
  await answers(ben, "otter");
  await ana.says("and a kingfisher");
  await ana.taps("Show it below");
  return two;
}

describe("keeping", () => {
  test("for good unless one of the two wishes otherwise", async () => {
    const { ana, ben } = await shown();
    await stage.later(500 * DAY);
    expect(await exported(ana)).toMatch(/heron[\s\S]*kingfisher/);
    expect(await exported(ben)).toMatch(/otter/);
  });

  test("30 days by the wish of one: their own words are gone for both, with what stood below; the chat keeps its messages", async () => {
    const { ana, ben, home } = await shown();
    await ana.types("/settings");
    await ana.taps("How long things are kept");
    ana.sees(/messages that stand in your chats are not deleted/);
    ben.looks();
    await ana.taps("30 days");
    ana.sees(/Answers of yours older than 30 days are deleted here, for both of you/);
    ben.sees(/^Some older answers leave your journal on Wednesday, March 18\.$/);
    const before = ben.transcript(home);
    await stage.later(29 * DAY);
    expect(await exported(ana)).toMatch(/heron/);
    expect(await exported(ben)).toMatch(/otter/);
    await stage.later(2 * DAY);
    expect(await exported(ana)).not.toMatch(/heron|kingfisher/);
    expect(ben.transcript(home)).toBe(before);
    await stage.later(500 * DAY);
    expect(await exported(ben)).toMatch(/otter/);
  });

  test("each one's wish is about their own words", async () => {
    const { ana, ben } = await shown();
    await ana.types("/settings keep year");
    await ben.types("/settings keep month");
    await stage.later(32 * DAY);
    expect(await exported(ana)).toMatch(/heron/);
    expect(await exported(ben)).not.toMatch(/otter/);
    await ana.types("/settings");
    ana.sees(/Shown answers: kept for a year/);
    ana.neverSaw(/kept for 30 days/);
  });

  test("the other is told once, a week before, after their quiet hours", async () => {
    const { ana, ben } = await shown();
    await stage.later(100 * DAY);
    await stage.later(11 * 3_600_000);
    ben.looks();
    await ana.types("/settings keep month");
    ben.seesNothing();
    await stage.later(12 * 3_600_000);
    ben.hasSeen(/^Some older answers leave your journal on Saturday, June 27\.$/m);
    await stage.later(6 * DAY);
    expect(await exported(ana)).toMatch(/heron/);
    await stage.later(2 * DAY);
    expect(await exported(ana)).not.toMatch(/heron/);
    await ana.types("/settings keep month");
    await stage.later(40 * DAY);
    expect(ben.transcript().match(/leave your journal/g)).toHaveLength(1);
  });

  test("the other's pause holds the line back, and the wish 30 days at most", async () => {
    const { ana, ben } = await shown();
    await stage.later(100 * DAY);
    await ben.types("/pause");
    await ana.types("/settings keep month");
    await stage.later(30 * DAY - 1000);
    expect(await exported(ana)).toMatch(/heron/);
    await stage.later(2 * DAY);
    expect(await exported(ana)).not.toMatch(/heron/);
    ben.neverSaw(/leave your journal/);
  });

  test("the author's own pause holds nothing back; told late, the date is the one that was", async () => {
    const { ana, ben } = await shown();
    await ana.types("/pause");
    await ana.types("/settings keep month");
    ben.hasSeen(/Some older answers leave your journal on/);
  });

  test("changed back before the date it loses nothing, and back and forth is told once a day", async () => {
    const { ana, ben } = await shown();
    await stage.later(100 * DAY);
    for (let n = 0; n < 5; n++) {
      await ana.types("/settings keep month");
      await ana.types("/settings keep forever");
    }
    await stage.later(60 * DAY);
    expect(await exported(ana)).toMatch(/heron/);
    expect(ben.transcript().match(/leave your journal/g)).toHaveLength(1);
  });

  test("a longer wish, where words are deleted already, is told to nobody", async () => {
    const { ana, ben } = await shown();
    await ana.types("/settings keep month");
    await stage.later(40 * DAY);
    await ana.types("/settings keep year");
    await stage.later(20 * DAY);
    expect(ben.transcript().match(/leave your journal/g)).toHaveLength(1);
  });

  test("a year is a year", async () => {
    const { ana } = await shown();
    await ana.types("/settings keep year");
    await stage.later(364 * DAY);
    expect(await exported(ana)).toMatch(/heron/);
    await stage.later(3 * DAY);
    expect(await exported(ana)).not.toMatch(/heron/);
  });

  test("nothing is deleted within a week of the wish, and it can be taken back until then", async () => {
    const { ana } = await shown();
    await stage.later(100 * DAY);
    await ana.types("/settings keep month");
    await stage.later(7 * DAY - 1000);
    expect(await exported(ana)).toMatch(/heron/);
    await ana.types("/settings keep forever");
    await stage.later(3 * DAY);
    expect(await exported(ana)).toMatch(/heron/);
  });

  test("words that are gone here can still be blanked in the chat; other taps leave the message alone", async () => {
    const { ana, ben, home } = await shown();
    for (const one of [ana, ben]) await one.types("/settings keep month");
    await stage.later(32 * DAY);
    const before = ana.transcript(home);
    await ben.taps("Hug 🤗", home);
    expect(ana.transcript(home)).toBe(before);
    await ana.taps("Take back my half", home);
    await ana.taps("Blank my half");
    expect(ana.transcript(home)).not.toMatch(/heron/);
    ana.hasSeen(/Ana has taken this half back/, home);
    ana.hasSeen(/These words are no longer kept/, home);
    ana.neverSaw(/Ben has taken/, home);
  });

  test("one's own wish holds on after the other has left; notes and what is not shown stay", async () => {
    const { ana, ben } = await apart(stage);
    await ana.types("/rituals rest heart");
    await ana.types("/checkin");
    await ana.says("heron");
    await ben.says("otter");
    await ana.types("/support a cup of tea");
    await ana.types("/settings keep month");
    await ben.types("/forget");
    await ben.taps("Leave quietly");
    expect(await exported(ana)).toMatch(/heron/);
    await stage.restart();
    await stage.later(32 * DAY);
    expect(await exported(ana)).not.toMatch(/heron/);
    expect(await exported(ana)).toMatch(/a cup of tea/);
  });

  test("many are deleted in one go after another", async () => {
    const { ana, ben } = await apart(stage);
    await ana.types("/rituals rest heart");
    for (let n = 0; n < 3; n++) {
      await ana.types("/checkin");
      await ana.says("heron");
      await ben.says("otter");
    }
    await manyMore(ana);
    await ana.types("/settings keep month");
    await stage.later(40 * DAY);
    await stage.later(120_000);
    expect(await exported(ana)).not.toMatch(/heron/);
    expect(await exported(ben)).toMatch(/otter/);
  });
});

/** More shown rounds of the same couple than are deleted at once, put there without being lived through. */
async function manyMore(ana: Actor): Promise<void> {
  await stage.store.transaction(async (tx) => {
    const me = await tx.people.byAccount("stage", ana.account.userId);
    const couple = me && (await tx.couples.ofPerson(me.id));
    const [first] = couple ? await tx.rounds.ofCouple(couple.id, ["revealed"]) : [];
    const answer = first && me && (await tx.answers.get(first.id, me.id));
    if (!first || !answer || !couple) throw new Error("nothing was shown");
    for (let n = 0; n < 130; n++) {
      await tx.rounds.save({ ...first, id: `copy${n}` });
      for (const person of [couple.people.a, couple.people.b]) await tx.answers.put(`copy${n}`, person, answer);
    }
  });
}
