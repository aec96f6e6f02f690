/**
 * Two worlds that differ only in what one partner answered, or whether: a history is lived in each, and
 * what the other partner, the shared chat and the logs saw is brought home to be compared.
 */
import { expect } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import type { Round } from "../../src/domain/round/state.ts";
import type { Store, Tx } from "../../src/ports/store.ts";
import { textOf } from "../scenario/platform.ts";
import { openStage, type StageOptions } from "../scenario/stage.ts";
import { Play } from "./play.ts";
import { seededRandom } from "./seeded.ts";

const content = loadContent("data");
export const kinds = content.rituals.map((kind) => kind.id);
const cardsOf = (kind: string) =>
  Object.values(content.ritualKind(kind)?.plan ?? {})
    .flat()
    .flatMap((deck) => content.deck(deck, "en")?.cards ?? []);
/** What both chose is meant to show, and a path goes on from it. */
export const matches = (kind: string) => cardsOf(kind).some((card) => card.disclosure === "match");

/** What the answering partner (always Ben) does, by name; a world decides how, or whether. */
export type Deed =
  | { readonly by: "ben"; readonly what: "answer" | "pass" | "back" | "change" | "edit" | "more" }
  | { readonly by: "ana"; readonly what: "command"; readonly text: string; readonly shared: boolean }
  | { readonly by: "ana"; readonly what: "answer" }
  | { readonly by: "time"; readonly ms: number }
  | { readonly by: "restart" };

/** How Ben answers in a world: the text of his n-th message and which option he picks; null: he does not come. */
export interface World {
  readonly words: ((n: number) => string) | null;
  readonly option: number;
}

export const SHORT: World = { words: (n) => `ok ${n}`, option: 0 };
export const LONG: World = { words: (n) => `☕ ${n} ${"a long day, ".repeat(40)}`, option: 3 };
export const ABSENT: World = { words: null, option: 0 };

export class Ben {
  readonly #play: Play;
  readonly #world: World;
  /** How he comes to the card; what is opened alone he has to ask for himself. */
  readonly #comes: string;
  #n = 0;

  constructor(play: Play, world: World, kind = "heart") {
    this.#play = play;
    this.#world = world;
    this.#comes = content.ritualKind(kind)?.opens === "alone" ? `/checkin ${kind}` : "/answer";
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

  /** People to talk to may have been named after it. */
  #isDone(): boolean {
    const own = this.#play.people.ben.shown().map(({ message }) => textOf(message));
    return /^Sealed\.|Kept for you alone/m.test(own.filter((text) => !/helpline/i.test(text)).at(-1) ?? "");
  }

  async #says(): Promise<void> {
    this.#n += 1;
    await this.#play.people.ben.says(this.#world.words?.(this.#n) ?? "");
  }

  /** Goes through every field until the answer is sealed, by taps where there are options and words where not. */
  async #answers(): Promise<void> {
    const ben = this.#play.people.ben;
    await ben.types(this.#comes);
    for (let field = 0; field < 14 && !this.#isDone(); field++) {
      const options = (ben.shown().at(-1)?.message.buttons.flat() ?? []).filter((b) => /^(f|done)_/.test(b.action));
      const done = options.find((b) => b.action.startsWith("done_"));
      const pick = options[Math.min(this.#world.option, options.length - 1)];
      if (pick && !(done && field % 2 === 1)) await ben.does(pick.action);
      else if (done) await ben.does(done.action);
      else await this.#says();
    }
  }
}

export interface Seen {
  readonly ana: readonly string[];
  readonly shared: readonly string[];
  readonly logs: readonly string[];
}

/** Ids differ between worlds as soon as one makes more of them: named by their first appearance instead. */
export function renamed(lines: readonly string[]): readonly string[] {
  const names = new Map<string, string>();
  return lines.map((line) =>
    line.replaceAll(/(?<![A-Za-z0-9])[A-Za-z0-9]{16}(?![A-Za-z0-9])/g, (id) => {
      const name = names.get(id) ?? `id${names.size}`;
      names.set(id, name);
      return name;
    }),
  );
}

export async function live(
  which: string,
  deeds: readonly Deed[],
  world: World,
  options: StageOptions = {},
): Promise<Seen> {
  const stage = await openStage({ ...options, random: seededRandom("two worlds") });
  try {
    const play = await Play.begin(stage);
    const ben = new Ben(play, world, which);
    await play.step({ do: "checkin", who: "ana", kind: which, shared: true });
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

export const wishes = kinds.filter((which) =>
  cardsOf(which).some(
    ({ disclosure, fields: [field] }) =>
      disclosure === "match" && field?.kind === "choices" && field.options.length > 3,
  ),
);

/** A world in which Ana ticks the first wish, and Ben the first and another one. */
export async function wishing(kind: string, other: number, restarts: boolean): Promise<Seen> {
  const stage = await openStage({ random: seededRandom("two worlds") });
  try {
    const play = await Play.begin(stage);
    await play.step({ do: "checkin", who: "ana", kind, shared: true });
    for (const [who, picks] of [
      ["ana", [0]],
      ["ben", [0, other]],
    ] as const) {
      const actor = play.people[who];
      await actor.types("/answer");
      for (let field = 0; field < 12 && !/^Sealed/.test(actor.last()); field++) {
        const buttons = actor.shown().at(-1)?.message.buttons.flat() ?? [];
        const done = buttons.find(({ action }) => action.startsWith("done_"));
        const options = buttons.filter(({ action }) => action.startsWith("f_"));
        for (const pick of done ? picks : [0]) {
          const option = options[pick];
          if (option) await actor.does(option.action, actor.home, `o-${field}-${pick}`);
        }
        const onward = done ?? buttons.find(({ action }) => action.startsWith("skip_"));
        if (onward && (done || options.length === 0)) await actor.does(onward.action, actor.home, `o-${field}-on`);
        if (restarts) await stage.restart();
      }
    }
    const seen = (chat: Parameters<typeof play.people.ana.shown>[0]) =>
      play.people.ana.shown(chat).map((one) => `${textOf(one.message)} ${JSON.stringify(one.message.buttons)}`);
    expect(play.people.ana.last(play.people.ana.shared())).toMatch(/You both chose/);
    return {
      ana: renamed(seen(play.people.ana.home)),
      shared: renamed(seen(play.people.ana.shared())),
      logs: renamed(stage.lines),
    };
  } finally {
    await stage.end();
  }
}

/** Plants a defect: every round is taken as put to both. */
export function putToBoth(store: Store): Store {
  const seen = (round: Round): Round => ({ ...round, asked: ["a", "b"] });
  return {
    ...store,
    close: () => store.close(),
    transaction: (work) =>
      store.transaction((tx) => {
        const ofCouple: Tx["rounds"]["ofCouple"] = async (...args) => (await tx.rounds.ofCouple(...args)).map(seen);
        const byId: Tx["rounds"]["byId"] = async (id) => {
          const round = await tx.rounds.byId(id);
          return round && seen(round);
        };
        return work({ ...tx, rounds: { ...tx.rounds, ofCouple, byId } });
      }),
  };
}
