/**
 * Blindness, by comparison: two worlds that differ only in what one partner answered, or whether, look
 * the same to the other partner, in the shared chat, and in the logs, until the reveal.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/ids.ts";
import { textOf } from "../scenario/platform.ts";
import { openStage, type StageOptions } from "../scenario/stage.ts";
import { Play } from "./play.ts";
import { seededRandom } from "./seeded.ts";
import type { Who } from "./steps.ts";

const kinds = loadContent("data").rituals.map((kind) => kind.id);
const { MODEL_RUNS, MODEL_SEED } = process.env;
const RUNS = Math.ceil(Number(MODEL_RUNS ?? 300) / 3);
const SEED = Number(MODEL_SEED ?? 20_260_311);

/** What the answering partner (always Ben) does, by name; a world decides how, or whether. */
type Deed =
  | { readonly by: "ben"; readonly what: "answer" | "pass" | "back" | "change" | "edit" | "more" }
  | { readonly by: "ana"; readonly what: "command"; readonly text: string; readonly shared: boolean }
  | { readonly by: "ana"; readonly what: "answer" }
  | { readonly by: "time"; readonly ms: number }
  | { readonly by: "restart" };

/** How Ben answers in a world: the text of his n-th message and which option he picks; null: he does not come. */
interface World {
  readonly words: ((n: number) => string) | null;
  readonly option: number;
}

const SHORT: World = { words: (n) => `ok ${n}`, option: 0 };
const LONG: World = { words: (n) => `☕ ${n} ${"a long day, ".repeat(60)}`, option: 3 };
const ABSENT: World = { words: null, option: 0 };

class Ben {
  readonly #play: Play;
  readonly #world: World;
  #n = 0;

  constructor(play: Play, world: World) {
    this.#play = play;
    this.#world = world;
  }

  async does(what: Extract<Deed, { by: "ben" }>["what"]): Promise<void> {
    if (!this.#world.words) return;
    const ben = this.#play.people.ben;
    if (what === "answer") return this.#answers();
    if (what === "more") return void (await this.#says());
    const labels = { pass: /Not today/, back: /Take back$/, change: /^Change$/, edit: /^$/ } as const;
    const button = [...ben.shown()]
      .reverse()
      .flatMap((one) => one.message.buttons.flat())
      .find((b) => labels[what].test(b.label));
    if (button) await ben.does(button.action);
    if (what === "change") await this.#answers();
  }

  async #says(): Promise<void> {
    this.#n += 1;
    await this.#play.people.ben.says(this.#world.words?.(this.#n) ?? "");
  }

  /** Goes through every field until the answer is sealed, by taps where there are options and words where not. */
  async #answers(): Promise<void> {
    const ben = this.#play.people.ben;
    await ben.types("/answer");
    for (let field = 0; field < 8 && !/^Sealed/.test(ben.last()); field++) {
      const options = (ben.shown().at(-1)?.message.buttons.flat() ?? []).filter((b) => /^(f|done)_/.test(b.action));
      const done = options.find((b) => b.action.startsWith("done_"));
      const pick = options[Math.min(this.#world.option, options.length - 1)];
      if (pick && !(done && field % 2 === 1)) await ben.does(pick.action);
      else if (done) await ben.does(done.action);
      else await this.#says();
    }
  }
}

interface Seen {
  readonly ana: readonly string[];
  readonly shared: readonly string[];
  readonly logs: readonly string[];
}

/** Ids differ between worlds as soon as one makes more of them: named by their first appearance instead. */
function renamed(lines: readonly string[]): readonly string[] {
  const names = new Map<string, string>();
  return lines.map((line) =>
    line.replaceAll(/(?<![A-Za-z0-9])[A-Za-z0-9]{16}(?![A-Za-z0-9])/g, (id) => {
      const name = names.get(id) ?? `id${names.size}`;
      names.set(id, name);
      return name;
    }),
  );
}

async function live(kind: string, deeds: readonly Deed[], world: World, options: StageOptions = {}): Promise<Seen> {
  const stage = await openStage({ ...options, random: seededRandom("two worlds") });
  try {
    const play = await Play.begin(stage);
    const ben = new Ben(play, world);
    await play.step({ do: "checkin", who: "ana", kind, shared: true });
    const begun = stage.lines.length;
    for (const deed of deeds) {
      if (deed.by === "ben") await ben.does(deed.what);
      else if (deed.by === "time") await stage.later(deed.ms);
      else if (deed.by === "restart") await stage.restart();
      else if (deed.what === "answer")
        await new Ben({ ...play, people: { ana: play.people.ana, ben: play.people.ana } } as Play, SHORT).does(
          "answer",
        );
      else await play.step({ do: "command", who: "ana", text: deed.text, shared: deed.shared });
    }
    const full = (chat: Parameters<typeof play.people.ana.shown>[0]) =>
      play.people.ana.shown(chat).map((one) => `${textOf(one.message)} ${JSON.stringify(one.message.buttons)}`);
    return {
      ana: renamed(full(play.people.ana.home)),
      shared: renamed(full(play.people.ana.shared())),
      logs: renamed(stage.lines.slice(begun)),
    };
  } finally {
    await stage.end();
  }
}

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
    fc.asyncProperty(kind, together, async (which, deeds) => {
      const [short, long] = [await live(which, deeds, SHORT), await live(which, deeds, LONG)];
      expect(withoutBensWords(short).ana).toEqual(withoutBensWords(long).ana);
      expect(withoutBensWords(short).shared).toEqual(withoutBensWords(long).shared);
      expect(short.logs).toEqual(long.logs);
    }),
    SETTINGS,
  ),
);

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
