/** What the bot mentions by itself: seldom, in an order, and not to those who do not want it. */
import { describe, expect, test } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import type { Offers } from "../../src/domain/couple.ts";
import { DAY } from "../../src/domain/ids.ts";
import { nextOffer, type Thing, thingsOf } from "../../src/domain/offer.ts";
import { DATA } from "../content/sample.ts";

const THINGS: readonly Thing[] = [
  { id: "guide", after: 3, alone: true },
  { id: "morning", after: 4, alone: false },
  { id: "checkin", after: 5, alone: false },
  { id: "letter", after: 11, alone: true },
  { id: "talknight", after: 12, alone: false },
];
const NONE: Offers = { at: 0, ignored: 0, kinds: [] };
const NOW = 100 * DAY;

/** Goes on week after week; `theirs` as it is in each week. */
function weeks(reveals: number, theirs: readonly (readonly string[])[], offers: Offers = NONE): (string | null)[] {
  let current = offers;
  return theirs.map((kinds, week) => {
    const next = nextOffer(THINGS, { reveals, theirs: new Set(kinds) }, current, NOW + week * 7 * DAY);
    if (next) current = next.offers;
    return next?.thing.id ?? null;
  });
}

describe("what is mentioned", () => {
  test("fits how far the two have come, and comes once", () => {
    expect(weeks(2, [[]])).toEqual([null]);
    expect(weeks(4, [[], [], ["morning"]])).toEqual(["guide", "morning", null]);
  });

  test("is not what they have already", () => {
    expect(weeks(5, [["morning"], ["morning"], ["morning", "checkin"]])).toEqual(["guide", "checkin", null]);
  });

  test("comes at most once a week", () => {
    const first = nextOffer(THINGS, { reveals: 9, theirs: new Set() }, NONE, NOW);
    expect(first?.offers.at).toBe(NOW);
    const again = (at: number) => nextOffer(THINGS, { reveals: 9, theirs: new Set() }, first?.offers ?? NONE, at);
    expect(again(NOW + 7 * DAY - 1)).toBeNull();
    expect(again(NOW + 7 * DAY)?.thing.id).toBe("morning");
  });

  test("is nothing more after two in a row that nobody took up", () => {
    expect(weeks(20, [[], [], [], [], []])).toEqual(["guide", "morning", "checkin", null, null]);
  });

  test("goes on once one of them is taken up, however late", () => {
    expect(weeks(20, [[], [], [], [], ["checkin"]])).toEqual(["guide", "morning", "checkin", null, "letter"]);
    expect(weeks(20, [[], [], ["morning"], ["morning"], ["morning"], ["morning"]])).toEqual([
      "guide",
      "morning",
      "checkin",
      "letter",
      "talknight",
      null,
    ]);
  });

  test("does not depend on what one of them did alone", () => {
    const used = weeks(20, [["letter"], ["letter"], ["letter", "morning"], ["letter", "morning"]]);
    expect(used).toEqual(weeks(20, [[], [], ["morning"], ["morning"]]));
  });

  test("is nothing for those who want no more of it", () => {
    expect(weeks(20, [[]], { ...NONE, off: true })).toEqual([null]);
  });
});

test("everything that can be mentioned comes in the order in which it fits", () => {
  const things = thingsOf(loadContent(DATA).rituals);
  expect(things[0]).toMatchObject({ id: "guide" });
  expect(things.map(({ after }) => after)).toEqual(things.map(({ after }) => after).sort((a, b) => a - b));
  expect(things.map(({ id }) => id)).toEqual(expect.arrayContaining(["jar", "letter", "support", "checkin"]));
  expect(things.map(({ id }) => id)).not.toContain("repair");
});
