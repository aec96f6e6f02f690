/** What comes between the parts of a path: a pause, a night, a restart, others, somebody who leaves. */
import { afterEach, describe, expect, test } from "vitest";
import { chatKey } from "../../src/ports/outbox.ts";
import {
  answers,
  answersAll,
  bothAnswer,
  bothSee,
  nobodySaw,
  openPair,
  opens,
  type Pair,
  restsDaily,
  roundOf,
  saysNothingTo,
  WAYS,
} from "./ways.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let pair: Pair;
afterEach(() => pair.stage.end());

const READY = [["Yes, I'm ready to talk about it"]] as const;
const PAUSE = [["Yes, a pause"]] as const;
const THREE_LINES = /When that happened, I felt/;
const UNDERNEATH = /Underneath I think I feel/;

/** Both are ready to talk; each has their own parts. */
async function beginsRepair(): Promise<void> {
  await restsDaily(pair);
  await opens(pair, pair.ana, "repair");
  await bothAnswer(pair, () => READY);
}

async function beginsPause(): Promise<void> {
  await opens(pair, pair.ana, "soften");
  await bothAnswer(pair, () => PAUSE);
}

describe.each(WAYS)("%s", (way) => {
  test("a pause in the middle of a path · the next part waits for its end", async () => {
    pair = await openPair(way);
    await beginsRepair();
    await pair.ben.types("/pause 3");
    await pair.stage.until("2026-03-14T10:59:00Z");
    nobodySaw(pair, THREE_LINES);
    await pair.stage.until("2026-03-14T11:01:00Z");
    bothSee(pair, THREE_LINES);
  });

  test("a pause in the middle of a path · woken sooner, it goes on then, but at no hour of the night", async () => {
    pair = await openPair(way);
    await beginsRepair();
    await pair.ben.types("/pause");
    await pair.stage.until("2026-03-13T20:00:00Z");
    await pair.ben.types("/resume");
    await pair.stage.later(MINUTE);
    nobodySaw(pair, THREE_LINES);
    await pair.stage.until("2026-03-14T07:59:00Z");
    nobodySaw(pair, THREE_LINES);
    await pair.stage.until("2026-03-14T08:01:00Z");
    bothSee(pair, THREE_LINES);
  });

  test("a part that is due at night waits for the morning", async () => {
    pair = await openPair(way, { at: "2026-03-11T21:15:00Z" });
    await beginsPause();
    await pair.stage.later(21 * MINUTE);
    nobodySaw(pair, UNDERNEATH);
    await pair.stage.until("2026-03-12T06:29:00Z");
    nobodySaw(pair, UNDERNEATH);
    await pair.stage.until("2026-03-12T06:31:00Z");
    bothSee(pair, UNDERNEATH);
  });

  test("two who are in the middle of it go on into their quiet hours", async () => {
    pair = await openPair(way, { at: "2026-03-11T21:20:00Z" });
    await restsDaily(pair);
    await opens(pair, pair.ana, "tonight");
    for (const part of ["one", "two", "three"]) {
      await pair.stage.later(6 * MINUTE);
      for (const person of pair.both) await answersAll(person, `${part} ${person.name}`, pair.placeOf(person));
    }
    expect((await roundOf(pair, "tonight"))?.cards[0]).toMatch(/^tonight-/);
    const revealed = pair.ana.transcript(pair.placeOf(pair.ana)).match(/You have both answered/g);
    expect(revealed).toHaveLength(3);
  });

  test("a restart before everything that happens changes nothing", async () => {
    pair = await openPair(way);
    const { stage } = pair;
    await beginsRepair();
    for (const person of pair.both) {
      await stage.restart();
      await answers(person, [`the camera of ${person.name}`]);
      await stage.restart();
      await answers(person, [`the well-wisher of ${person.name}`]);
    }
    await stage.restart();
    await stage.until("2026-03-12T09:01:00Z");
    for (const person of pair.both) {
      await stage.restart();
      const lines = [`a slammed door, ${person.name}`, "alone", "A little time"];
      await answers(person, lines, pair.placeOf(person));
    }
    bothSee(pair, /a slammed door, Ana[\s\S]*a slammed door, Ben/);
    await stage.restart();
    await stage.later(25 * HOUR);
    bothSee(pair, /do differently another time/);
    saysNothingTo(pair, pair.ben, /(the camera|the well-wisher) of Ana/);
    saysNothingTo(pair, pair.ana, /(the camera|the well-wisher) of Ben/);
  });

  test("somebody leaves in the middle of a path · nothing of it comes any more, and nothing waits", async () => {
    pair = await openPair(way);
    await beginsRepair();
    await answers(pair.ana, ["two tired people"]);
    await pair.ben.types("/forget");
    await pair.ben.taps("Leave quietly");
    await pair.stage.later(2 * DAY);
    nobodySaw(pair, THREE_LINES);
    pair.ana.sees(/Cards are paused/);
    // Like a paused home it ends after a year, and then nothing waits any more.
    await pair.stage.later(366 * DAY);
    const left = await pair.stage.store.transaction((tx) => tx.timers.due(Number.MAX_SAFE_INTEGER, 100));
    expect(left).toEqual([]);
    nobodySaw(pair, THREE_LINES);
  });

  test("somebody who has blocked the bot holds up nobody, and finds the part when they are back", async () => {
    pair = await openPair(way);
    const { ana, ben, stage } = pair;
    await beginsRepair();
    ben.on.unreachable.add(chatKey(ben.home));
    await answers(ana, ["two people and a slammed door"]);
    ana.hasSeen(/Kept for you alone/);
    await stage.until("2026-03-12T09:01:00Z");
    ana.hasSeen(THREE_LINES, pair.placeOf(ana));
    ana.neverSaw(/Ben[\s\S]*(blocked|reach)/);
    ben.on.unreachable.delete(chatKey(ben.home));
    await ben.types("/answer");
    await stage.later(MINUTE);
    ben.hasSeen(THREE_LINES, pair.placeOf(ben));
  });

  test("each at their own hour · what is everybody's own comes to each alone, the rest to both in private", async () => {
    pair = await openPair(way);
    const { ana, ben, stage } = pair;
    await ana.types("/settings cards each");
    await opens(pair, ana, "year");
    const place = pair.placeOf(ben);
    if (place.kind === "shared") ben.neverSaw(/Your year · /, place);
    for (const person of [ana, ben]) {
      person.hasSeen(/Where would you put the two of you today/);
      person.hasSeen(/Which moments of this year/);
    }
    await stage.later(MINUTE);
    saysNothingTo(pair, ben, /Ana: /);
  });
});

test("others in the shared chat · what both chose goes to each in private, and the path goes on", async () => {
  pair = await openPair("messages");
  const { ana, ben, stage } = pair;
  await opens(pair, ana, "soften");
  await answers(ana, PAUSE, ana.shared());
  stage.setAudience("others");
  await answers(ben, PAUSE, ben.shared());
  for (const person of [ana, ben])
    person.hasSeen(
      /There are more than the two of you and me in your shared chat[\s\S]*You both chose:[\s\S]*Yes, a pause/,
    );
  ana.neverSaw(/You both chose/, ana.shared());
  await stage.later(21 * MINUTE);
  ana.hasSeen(UNDERNEATH, ana.shared());
  await bothAnswer(pair, (person) => [`fear of ${person.name}`, "A little more time"]);
  ana.neverSaw(/fear of/, ana.shared());
  for (const person of [ana, ben]) person.hasSeen(/fear of Ana[\s\S]*fear of Ben/);
});
