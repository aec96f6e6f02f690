/**
 * Blindness, by comparison: two worlds that differ only in what one partner answered, or whether, look
 * the same to the other partner, in the shared chat, and in the logs, until the reveal.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/domain/ids.ts";
import { textOf } from "../scenario/platform.ts";
import { openStage, type StageOptions } from "../scenario/stage.ts";
import { Play } from "./play.ts";
import { seededRandom } from "./seeded.ts";
import type { Who } from "./steps.ts";
import {
  ABSENT,
  Ben,
  type Deed,
  kinds,
  LONG,
  live,
  matches,
  putToBoth,
  renamed,
  type Seen,
  SHORT,
  type World,
  wishes,
  wishing,
} from "./worlds.ts";

const { MODEL_RUNS, MODEL_SEED } = process.env;
const RUNS = Math.ceil(Number(MODEL_RUNS ?? 300) / 3);
const SEED = Number(MODEL_SEED ?? 20_260_311);

const benDeed = fc.record({
  by: fc.constant("ben" as const),
  what: fc.constantFrom("answer", "answer", "pass", "back", "change", "more"),
}) as fc.Arbitrary<Deed>;
const time = fc.record({
  by: fc.constant("time" as const),
  ms: fc.constantFrom(4000, 20 * MINUTE, 5 * HOUR, 11 * HOUR, DAY, 8 * DAY),
});
const anaLooks = fc.record({
  by: fc.constant("ana" as const),
  what: fc.constant("command" as const),
  text: fc.constantFrom(
    "/checkin",
    "/rituals",
    "/settings",
    "/export",
    "/privacy",
    "/pause 1",
    "/resume",
    "/start",
    "/help",
  ),
  shared: fc.boolean(),
});
const restart = fc.constant({ by: "restart" as const });
const anaAnswers = fc.constant({ by: "ana" as const, what: "answer" as const });
const kind = fc.constantFrom(...kinds);

const alone = fc.array(fc.oneof(benDeed, benDeed, time, anaLooks, restart) as fc.Arbitrary<Deed>, {
  minLength: 2,
  maxLength: 12,
});
const together = fc.array(fc.oneof(benDeed, time, anaLooks, anaAnswers, restart) as fc.Arbitrary<Deed>, {
  minLength: 2,
  maxLength: 12,
});

/** What a reveal shows of Ben is what was meant to be shown: it is covered before comparing. */
function withoutBensWords(seen: Seen): Seen {
  const cover = (lines: readonly string[]) =>
    lines.map((line) => line.replaceAll(/Ben: [\s\S]*?(?=\n(?:Ana|Ben|\[)|$)/g, "Ben: …"));
  return { ...seen, ana: cover(seen.ana), shared: cover(seen.shared) };
}

const SETTINGS = { numRuns: RUNS, seed: SEED };

test("whether Ben answered cannot be told from anything Ana or the shared chat sees", { timeout: 3_600_000 }, () =>
  fc.assert(
    fc.asyncProperty(kind, alone, async (which, deeds) => {
      const [came, absent] = [await live(which, deeds, SHORT), await live(which, deeds, ABSENT)];
      expect(came.ana).toEqual(absent.ana);
      expect(came.shared).toEqual(absent.shared);
    }),
    SETTINGS,
  ),
);

test("what Ben answered cannot be told before the reveal, nor ever from the logs", { timeout: 3_600_000 }, () =>
  fc.assert(
    fc.asyncProperty(kind, together, async (which, all) => {
      // Of a `match` the two worlds may differ once both have answered; that is compared below.
      const deeds = matches(which) ? all.filter((deed) => !(deed.by === "ana" && deed.what === "answer")) : all;
      const [short, long] = [await live(which, deeds, SHORT), await live(which, deeds, LONG)];
      expect(withoutBensWords(short).ana).toEqual(withoutBensWords(long).ana);
      expect(withoutBensWords(short).shared).toEqual(withoutBensWords(long).shared);
      expect(short.logs).toEqual(long.logs);
    }),
    SETTINGS,
  ),
);

test("of what both chose, a wish that only one had cannot be told from another", { timeout: 600_000 }, async () => {
  expect(wishes.length).toBeGreaterThan(1);
  for (const which of wishes) {
    for (const restarts of [false, true]) {
      expect(await wishing(which, 1, restarts)).toEqual(await wishing(which, 2, restarts));
    }
  }
});

test("the comparison itself sees a difference: what Ben opened alone is one, as soon as it is put to both", async () => {
  const deeds: readonly Deed[] = [
    { by: "ana", what: "answer" },
    { by: "ben", what: "answer" },
    { by: "ana", what: "command", text: "/answer", shared: false },
  ];
  const ana = async (world: World, options: StageOptions) => (await live("selfcheck", deeds, world, options)).ana;
  const late: readonly Deed[] = [
    { by: "ben", what: "answer" },
    { by: "ana", what: "command", text: "/answer", shared: false },
  ];
  const opened = async (world: World, options: StageOptions) => (await live("selfcheck", late, world, options)).ana;
  expect(await ana(SHORT, {})).toEqual(await ana(ABSENT, {}));
  expect(await opened(SHORT, {})).toEqual(await opened(ABSENT, {}));
  expect(await opened(SHORT, { spoil: putToBoth })).not.toEqual(await opened(ABSENT, { spoil: putToBoth }));
});

test("the comparison itself sees a difference: “one of us has answered” is one, where both want it", async () => {
  const deeds: readonly Deed[] = [
    { by: "ana", what: "command", text: "/settings tell on", shared: false },
    { by: "ben", what: "answer" },
  ];
  const tell = async (world: World) => {
    const stage = await openStage({ random: seededRandom("tell") });
    try {
      const play = await Play.begin(stage);
      for (const who of ["ana", "ben"] as const satisfies readonly Who[])
        await play.step({ do: "command", who, text: "/settings tell on", shared: false });
      await play.step({ do: "checkin", who: "ana", kind: "heart", shared: true });
      for (const deed of deeds) if (deed.by === "ben") await new Ben(play, world).does(deed.what);
      return renamed(play.people.ana.shown(play.people.ana.shared()).map((one) => textOf(one.message)));
    } finally {
      await stage.end();
    }
  };
  expect(await tell(SHORT)).not.toEqual(await tell(ABSENT));
});
