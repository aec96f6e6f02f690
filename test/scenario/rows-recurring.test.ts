/** The rituals that recur, row by row, wherever the two are. */
import { afterEach, describe, expect, test } from "vitest";
import type { Actor } from "./actor.ts";
import {
  adds,
  answers,
  bothAnswer,
  bothSee,
  nobodySaw,
  openPair,
  opens,
  type Pair,
  questionOf,
  roundOf,
  WAYS,
} from "./ways.ts";

let pair: Pair;
afterEach(() => pair.stage.end());

/** The dates on which cards of a ritual came, as its titles say them. */
function datesOf(person: Actor, title: string): readonly string[] {
  const titles = person.transcript(pair.placeOf(person)).matchAll(new RegExp(`& ${title} · ([^.\\n]+)`, "g"));
  return [...new Set([...titles].map(([, date]) => date ?? ""))];
}

function wordsOf(person: Actor, words: string): string {
  return `${words} of ${person.name}`;
}

describe.each(WAYS)("%s", (way) => {
  test("morning · two taps and no wish are a whole answer", async () => {
    pair = await openPair(way);
    await opens(pair, pair.ana, "morning");
    await answers(pair.ana, ["4", "💙 Calm blue", null], pair.placeOf(pair.ana));
    nobodySaw(pair, /Ana: /);
    await answers(pair.ben, ["5", "💚 Fresh green", "An early evening"], pair.placeOf(pair.ben));
    bothSee(
      pair,
      /Ana: [^\n]*4 of 5[\s\S]*Calm blue[\s\S]*Ben: [^\n]*5 of 5 \(Wide awake\)[\s\S]*Fresh green[\s\S]*An early evening/,
    );
  });

  test("morning · on weekdays, at half past seven", async () => {
    pair = await openPair(way);
    await adds(pair, "morning");
    await pair.stage.until("2026-03-12T06:29:00Z");
    expect(datesOf(pair.ben, "Morning card")).toEqual([]);
    for (let day = 12; day <= 18; day++) await pair.stage.until(`2026-03-${day}T06:31:00Z`);
    for (const person of pair.both) {
      const days = datesOf(person, "Morning card").map((date) => date.split(/,? /)[0]);
      expect(days).toEqual(["Thursday", "Friday", "Monday", "Tuesday", "Wednesday"]);
    }
  });

  test("share · the first one is a thank-you, later ones are other angles, and both are shown", async () => {
    pair = await openPair(way);
    await adds(pair, "share");
    await pair.stage.until("2026-03-15T17:01:00Z");
    const thanks = questionOf(pair.ben, pair.placeOf(pair.ben));
    expect(thanks).toMatch(/Thank your partner/);
    await bothAnswer(pair, (person) => [wordsOf(person, "the tea"), wordsOf(person, "warmth")]);
    bothSee(pair, /Thank you for: the tea of Ana[\s\S]*It shows that you: warmth of Ana[\s\S]*the tea of Ben/);
    await pair.stage.until("2026-03-22T17:01:00Z");
    expect(questionOf(pair.ben, pair.placeOf(pair.ben))).not.toBe(thanks);
  });

  test("vision · six squares in words or none; a month later each is kept, changed or let go", async () => {
    pair = await openPair(way);
    await adds(pair, "vision");
    await pair.stage.until("2026-04-01T08:01:00Z");
    await bothAnswer(pair, (person) => [
      wordsOf(person, "a window seat"),
      null,
      wordsOf(person, "chess"),
      null,
      null,
      wordsOf(person, "the lake"),
    ]);
    bothSee(pair, /a window seat of Ana[\s\S]*chess of Ana[\s\S]*the lake of Ana[\s\S]*a window seat of Ben/);
    await pair.stage.until("2026-05-01T08:01:00Z");
    bothSee(pair, /keep, change or let go/);
    await bothAnswer(pair, (person) => ["Keep", null, "Let go", null, null, "Change", wordsOf(person, "the sea")]);
    bothSee(pair, /Ana: [^\n]*Keep[\s\S]*Let go[\s\S]*Change[\s\S]*the sea of Ana[\s\S]*the sea of Ben/);
    await pair.stage.until("2026-06-01T08:01:00Z");
    expect(questionOf(pair.ana, pair.placeOf(pair.ana))).toMatch(/keep, change or let go/);
  });

  test("book · first a title and a pace; then, week by week, two cards about a part in one round", async () => {
    pair = await openPair(way);
    await adds(pair, "book");
    await pair.stage.until("2026-03-15T15:01:00Z");
    await bothAnswer(pair, (person) => [wordsOf(person, "The Heron"), "One chapter"]);
    bothSee(pair, /The Heron of Ana[\s\S]*One chapter[\s\S]*The Heron of Ben/);
    const told = new Set<string>();
    for (const sunday of ["22", "29"]) {
      await pair.stage.until(`2026-03-${sunday}T15:01:00Z`);
      const round = await roundOf(pair, "book");
      const cards = (round?.cards ?? []).map((id) => id.split("-")[0]);
      for (const card of round?.cards ?? []) told.add(card);
      expect(cards).toEqual(["book", "booktwo"]);
      await pair.stage.until(`2026-03-${sunday}T22:00:00Z`);
    }
    expect(told.size).toBe(4);
  });

  test.each([
    [15, 0],
    [20, 1],
    [30, 2],
  ])("checkin · %i minutes are its own card and %i more", async (length, more) => {
    pair = await openPair(way);
    await adds(pair, "checkin");
    await pair.stage.store.transaction(async (tx) => {
      for (const ritual of await tx.rituals.active("", 10)) await tx.rituals.save({ ...ritual, length });
    });
    await pair.stage.until("2026-03-15T18:01:00Z");
    expect((await roundOf(pair, "checkin"))?.cards).toHaveLength(1 + more);
    const further = ["one more thing", "and another"].slice(0, more);
    await bothAnswer(pair, (person) => [
      "Foggy",
      null,
      wordsOf(person, "the walk"),
      "Nothing this week",
      ...further.map((words) => wordsOf(person, words)),
    ]);
    bothSee(pair, /Ana: [^\n]*Foggy[\s\S]*the walk of Ana[\s\S]*Nothing this week[\s\S]*Ben: [^\n]*Foggy/);
    for (const words of further) bothSee(pair, new RegExp(`${words} of Ana[\\s\\S]*${words} of Ben`));
  });
});
