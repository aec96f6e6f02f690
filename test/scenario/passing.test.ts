/** What stands on a phone tells nothing on its owner: it goes by itself, and at once when its owner wants it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { answers, firstCard } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WORDS = "I am afraid of you when you drink";

let stage: Stage;
afterEach(() => stage.end());

function texts(who: Actor): readonly string[] {
  return who.shown().map(({ message }) => JSON.stringify(message.blocks));
}

describe("by itself", () => {
  beforeEach(async () => {
    stage = await openStage();
  });

  test("people to talk to go after an hour, over a restart, and nothing stands in their place", async () => {
    const { ana } = await couple(stage);
    const before = texts(ana);
    await ana.does("resources");
    await ana.taps("Europe");
    await ana.taps("Germany");
    ana.hasSeen("TelefonSeelsorge");
    await stage.restart();
    await stage.later(HOUR - MINUTE);
    ana.hasSeen("TelefonSeelsorge");
    await stage.later(MINUTE);
    expect(texts(ana)).toEqual(before);
  });

  test("what could not be removed while the chat was closed is removed when it is open again", async () => {
    const { ana } = await couple(stage);
    const before = texts(ana);
    await ana.does("resources");
    ana.on.unreachable.add(`stage:p:${ana.account.userId}`);
    await stage.later(5 * HOUR);
    ana.on.unreachable.clear();
    await ana.on.handle?.({
      type: "reachable",
      eventId: ana.on.nextEvent(),
      platform: "stage",
      userId: ana.account.userId,
    });
    await stage.settle();
    expect(texts(ana)).toEqual(before);
  });

  test("a held answer's question goes with its words after a day, over a restart", async () => {
    const two = await couple(stage);
    await firstCard(two, two.home);
    await answers(two.ana, WORDS);
    two.ana.hasSeen(/people who listen/);
    await stage.restart();
    await stage.later(24 * HOUR + MINUTE);
    two.ana.neverSaw(/people who listen|Seal as it is|Nothing is sealed yet/);
  });

  test("what is sealed in the question's place stays", async () => {
    const two = await couple(stage);
    await firstCard(two, two.home);
    await answers(two.ana, WORDS);
    await two.ana.taps("Seal as it is");
    await stage.later(25 * HOUR);
    two.ana.hasSeen(/^Sealed\./m);
  });

  test("what was said about a note goes too", async () => {
    const two = await couple(stage);
    await firstCard(two, two.home);
    await answers(two.ana, WORDS);
    await two.ana.taps("Keep it private");
    await stage.later(HOUR);
    two.ana.neverSaw(/Kept for you alone/);
  });
});

describe("an export", () => {
  beforeEach(async () => {
    stage = await openStage();
  });
  const files = (who: Actor) => who.shown().flatMap(({ message }) => message.blocks.filter((b) => b.type === "file"));

  test("comes after a second yes, which is good once, and one tap takes it away", async () => {
    const { ana } = await couple(stage);
    await ana.types("/export");
    expect(files(ana)).toEqual([]);
    const { action } = ana.button("Send me the files").button;
    await ana.taps("Send me the files");
    expect(files(ana)).toHaveLength(2);
    await ana.taps("Take this away");
    expect(files(ana)).toEqual([]);
    await ana.does(action);
    expect(files(ana)).toEqual([]);
  });

  test("goes by itself after an hour", async () => {
    const { ana } = await couple(stage);
    await ana.exports();
    expect(files(ana)).toHaveLength(2);
    await stage.restart();
    await stage.later(HOUR);
    expect(files(ana)).toEqual([]);
  });

  test("that is not wanted leaves nothing", async () => {
    const { ana } = await couple(stage);
    const before = texts(ana);
    await ana.types("/export");
    await ana.taps("Not now");
    expect(texts(ana)).toEqual(before);
  });

  test("leaving takes all of that away", async () => {
    const { ana } = await couple(stage);
    await ana.exports();
    await ana.does("resources");
    await ana.types("/forget");
    await ana.taps("Leave quietly");
    expect(files(ana)).toEqual([]);
    ana.neverSaw("People to talk to\nI don’t");
  });
});

test("where an answer can be removed for a quarter of an hour only, it goes before; what is held can be asked for again", async () => {
  stage = await openStageOfTwo();
  const one = stage.person("Ana", "forms");
  const before = texts(one);
  await one.does("resources", one.home, "o-1");
  one.hasSeen("People to talk to");
  await stage.later(14 * MINUTE);
  expect(texts(one)).toEqual(before);
});

describe("the same ending for every answer", () => {
  const shape = (who: Actor, from: number) =>
    who
      .shown()
      .slice(from)
      .map(({ message }) => ({
        blocks: message.blocks.map(({ type }) => type),
        buttons: message.buttons.map((row) => row.map(({ label, effect }) => [label, effect])),
        silent: message.silent === true,
      }));

  test.each([
    ["honesty", [["Yes"], ["No, not quite"], ["Skip"]]],
    ["selfcheck", ["Often", "Sometimes", "Rarely", "Skip"].map((mark) => Array.from({ length: 10 }, () => mark))],
    ["signal", [["I feel a bit far", "Done"], ["Done"]]],
    ["repair", [["Yes, I'm ready to talk about it", "Done"], ["Done"]]],
    ["wounds", [["Yes, one such card", "Done"], ["Done"]]],
  ] as const)("%s", async (kind, ways) => {
    const endings = [];
    for (const taps of ways) {
      stage = await openStage();
      const { ana, home } = await couple(stage);
      await ana.types(`/checkin ${kind}`);
      if (kind === "repair" || kind === "wounds") await ana.taps("Answer", home);
      for (const label of taps.slice(0, -1)) await ana.taps(label);
      const from = ana.shown().length;
      await ana.taps(taps.at(-1) ?? "");
      endings.push(shape(ana, from));
      if (taps !== ways.at(-1)) await stage.end();
    }
    for (const ending of endings) expect(ending).toEqual(endings[0]);
    expect(endings[0]?.length).toBeGreaterThan(0);
  });
});
