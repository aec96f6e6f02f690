/** The rows that are paths, to their ends and from run to run, wherever the two are. */
import { afterEach, describe, expect, test } from "vitest";
import {
  adds,
  answers,
  answersAll,
  bothAnswer,
  bothSee,
  nobodySaw,
  openPair,
  opens,
  type Pair,
  questionOf,
  restsDaily,
  roundOf,
  saysNothingTo,
  WAYS,
} from "./ways.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let pair: Pair;
afterEach(() => pair.stage.end());

async function taps(label: string): Promise<void> {
  await pair.ana.taps(label, pair.placeOf(pair.ana));
}

const question = () => questionOf(pair.ben, pair.placeOf(pair.ben));
const cardOf = async (kind: string) => (await roundOf(pair, kind))?.cards[0] ?? "";

describe.each(WAYS)("%s", (way) => {
  test("year · marks for oneself, the best moments for both, and a letter for each at the end", async () => {
    pair = await openPair(way);
    await opens(pair, pair.ana, "year");
    await answers(pair.ana, ["3", "4", null, "5", null]);
    pair.ana.hasSeen(/Kept for you alone/);
    saysNothingTo(pair, pair.ben, /Kept for you alone|\d of 7/);
    nobodySaw(pair, /A letter for your partner, to be opened in a year/);
    await bothAnswer(pair, (person) => [`the ferry with ${person.name}`, "breakfast", null, null, null]);
    bothSee(pair, /the ferry with Ana[\s\S]*the ferry with Ben/);
    for (const person of pair.both) person.hasSeen(/A letter for your partner, to be opened in a year/);
    if (pair.placeOf(pair.ben).kind === "shared") {
      pair.ben.neverSaw(/A letter for your partner/, pair.placeOf(pair.ben));
    }
  });

  test("retreat · four cards spread over the chosen length, answered or not, and nothing else in between", async () => {
    pair = await openPair(way, { at: "2026-03-11T18:30:00Z" });
    await opens(pair, pair.ana, "retreat");
    await taps("2 hours");
    const seen = [question()];
    for (let part = 0; part < 4; part++) {
      await pair.stage.later(28 * MINUTE);
      expect(question()).toBe(seen.at(-1));
      await pair.stage.later(2 * MINUTE);
      // The daily card was due after the first half hour.
      if (part < 3) nobodySaw(pair, /Daily card/);
      expect(seen).not.toContain(question());
      seen.push(question());
    }
    await pair.stage.later(MINUTE);
    bothSee(pair, /Daily card/);
  });

  test("retreat · whoever is done earlier is not hurried: an early reveal does not bring the next card", async () => {
    pair = await openPair(way);
    await opens(pair, pair.ana, "retreat");
    await taps("2 hours");
    for (let part = 2; part <= 3; part++) await pair.stage.later(30 * MINUTE);
    const looking = await cardOf("retreat");
    for (const person of pair.both) await answersAll(person, `the heron of ${person.name}`, pair.placeOf(person));
    expect(await cardOf("retreat")).toBe(looking);
    await pair.stage.later(28 * MINUTE);
    expect(await cardOf("retreat")).toBe(looking);
    bothSee(pair, /the heron of Ana[\s\S]*the heron of Ben/);
    await pair.stage.later(2 * MINUTE);
    expect(await cardOf("retreat")).not.toBe(looking);
  });

  test("course · twenty-one parts; then it rests with a line, and begins anew when it is woken", async () => {
    pair = await openPair(way, { at: "2026-03-21T11:00:00Z" });
    await adds(pair, "course daily 13:00");
    await pair.stage.until("2026-03-21T12:01:00Z");
    const parts: string[] = [];
    for (let day = 1; day <= 21; day++) {
      parts.push(await cardOf("course"));
      const answered = (await roundOf(pair, "course"))?.state === "open" && !/rest-/.test(parts.at(-1) ?? "");
      if (answered) for (const person of pair.both) await answersAll(person, "five minutes", pair.placeOf(person));
      await pair.stage.later(DAY);
    }
    expect(new Set(parts).size).toBe(21);
    bothSee(pair, /Three weeks: that was the last part/);
    await pair.stage.later(2 * DAY);
    expect(await cardOf("course")).toBe(parts[20]);
    await pair.ana.types("/rituals wake course", pair.placeOf(pair.ana));
    await pair.ben.taps("Yes, let’s", pair.placeOf(pair.ben));
    await pair.stage.later(DAY);
    expect(await cardOf("course")).toBe(parts[0]);
  });

  test("tonight · another card for each part from evening to evening", async () => {
    pair = await openPair(way);
    await restsDaily(pair);
    const evenings: string[][] = [];
    for (let evening = 0; evening < 3; evening++) {
      await opens(pair, pair.ana, "tonight");
      const cards: string[] = [];
      for (let part = 0; part < 3; part++) {
        await pair.stage.later(MINUTE);
        cards.push(await cardOf("tonight"));
        for (const person of pair.both) await answersAll(person, `${evening} ${part}`, pair.placeOf(person));
      }
      evenings.push(cards);
      await pair.stage.later(DAY);
    }
    expect(new Set(evenings.flat()).size).toBe(9);
  });

  test("evening · another question for each round from evening to evening", async () => {
    pair = await openPair(way);
    const asked: string[] = [];
    for (let evening = 0; evening < 2; evening++) {
      await opens(pair, pair.ana, "evening");
      for (let part = 0; part < 3; part++) {
        await pair.stage.later(MINUTE);
        asked.push(await cardOf("evening"));
        await taps("Done, next please");
        await taps("Done");
      }
      await pair.stage.later(DAY);
    }
    expect(new Set(asked).size).toBe(6);
  });

  test("talk night · nobody chooses a length: it closes without a word", async () => {
    pair = await openPair(way);
    await restsDaily(pair);
    await opens(pair, pair.ana, "talknight");
    pair.ana.looks();
    pair.ben.looks();
    await pair.stage.later(8 * DAY);
    expect((await roundOf(pair, "talknight"))?.state).toBe("closed");
    pair.ana.seesNothing();
    pair.ben.seesNothing();
  });
});
