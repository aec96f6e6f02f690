/** The row that is one person's alone and yet changes something for both. */
import { afterEach, describe, expect, test } from "vitest";
import { answers, answersAll, bothAnswer, openPair, opens, type Pair, roundOf, WAYS } from "./ways.ts";

const DAY = 24 * 60 * 60_000;

let pair: Pair;
afterEach(() => pair.stage.end());

/** The depth of the card of each of so many days. Answered or not, the next one comes. */
async function depths(days: number, answered: boolean): Promise<readonly number[]> {
  const found: number[] = [];
  for (let day = 0; day < days; day++) {
    await pair.stage.later(DAY);
    const [card = ""] = (await roundOf(pair, "heart"))?.cards ?? [];
    found.push(pair.stage.content.card(card, "en")?.depth ?? 0);
    if (answered) for (const person of pair.both) await answersAll(person, "as it is", pair.placeOf(person));
  }
  return found;
}

describe.each(WAYS)("%s", (way) => {
  test("honesty · a yes is kept nowhere and changes nothing", async () => {
    pair = await openPair(way);
    await opens(pair, pair.ana, "honesty");
    pair.ben.looks();
    await answers(pair.ana, ["Yes"]);
    pair.ben.seesNothing();
    const round = await roundOf(pair, "honesty");
    const kept = await pair.stage.store.transaction(async (tx) => {
      const person = await tx.people.byAccount(pair.ana.account.platform, pair.ana.account.userId);
      return round && person ? tx.answers.get(round.id, person.id) : "no round";
    });
    expect(kept).toBeNull();
  });
});

test("honesty · a no keeps the cards light for both for sixty days, whoever said it, and no longer", async () => {
  pair = await openPair("messages");
  await pair.stage.until("2026-03-11T19:01:00Z");
  await bothAnswer(pair, () => ["as it is"]);
  expect(await depths(20, true)).toContain(2);
  await pair.ben.types("/checkin honesty");
  pair.ana.looks();
  await answers(pair.ben, ["No, not quite"]);
  pair.ana.seesNothing();
  expect(new Set(await depths(59, false))).toEqual(new Set([1]));
  expect(await depths(21, false)).toContain(2);
}, 60_000);
