/**
 * The partner as adversary. Two worlds are lived side by side: in both Ana does the same, by ordinary
 * buttons, commands, links, clocks and a second account; what Ben does in secret differs. Until a reveal is
 * decided, which takes both their answers, whatever reaches Ana must be the same and come at the same time.
 */

import { Hand } from "./adversary/hand.ts";
import { type Dice, dice, type History, type Move, type Setting } from "./adversary/moves.ts";
import type { Line } from "./adversary/seen.ts";
import { type Planted, World } from "./adversary/world.ts";

/** What told Ana of something. */
export interface Leak {
  readonly what: string;
  /** The move after which it was seen, counted from 0. */
  readonly after: number;
}

/** Chooses the next move from what Ana sees in a world; what is the same in both is chosen the same. Null: enough. */
export type Chooser = (
  world: World,
  so: { readonly moves: readonly Move[]; readonly revealed: boolean },
) => Move | null;

export interface Lived {
  readonly moves: readonly Move[];
  readonly leak: Leak | null;
  /** Both had answered, and the comparison ended. */
  readonly revealed: boolean;
}

/** An hour, for a moment that does not come. */
const INSTEAD = 3_600_000;

class Pair {
  readonly #worlds: readonly [World, World];
  readonly #hands: readonly [Hand, Hand];
  #compared: Record<string, number> = {};

  constructor(x: World, y: World) {
    this.#worlds = [x, y];
    this.#hands = [new Hand(x, "x"), new Hand(y, "y")];
  }

  /** One move in both worlds; after a reveal in the first alone. */
  async does(move: Move, revealed: boolean): Promise<void> {
    const ms = this.#length(move, revealed ? this.#worlds.slice(0, 1) : this.#worlds);
    await this.#hands[0].does(move, ms);
    if (!revealed) await this.#hands[1].does(move, ms);
  }

  /** One clock for both worlds. */
  #length(move: Move, worlds: readonly World[]): number {
    if (move.do === "wait") return move.ms;
    if (move.do !== "until") return 0;
    const moments = worlds.flatMap((world) => world.momentsTo(move.what, move.off) ?? []);
    return moments.length === 0 ? INSTEAD : Math.min(...moments);
  }

  /** When a reveal of one world ended the comparison; null while none did. One of what only one had answered is a leak. */
  ended(): { readonly at: number; readonly byBoth: boolean } | null {
    const first = this.#worlds.flatMap(({ decided }) => decided[0] ?? []);
    if (first.length === 0) return null;
    return { at: Math.min(...first.map(({ at }) => at)), byBoth: first.every(({ byBoth }) => byBoth) };
  }

  /** The first line that one world shows and the other does not, among those before an instant. */
  difference(before: number): string | null {
    const [x, y] = this.#worlds;
    for (const chat of ["Ana", "shared", "second"]) {
      const [one, other] = [linesOf(x, chat, before), linesOf(y, chat, before)];
      const from = this.#compared[chat] ?? 0;
      for (let index = from; index < Math.max(one.length, other.length); index++) {
        const [a, b] = [shown(one[index]), shown(other[index])];
        if (a !== b) return `in the chat ${chat}:\n  world x: ${a}\n  world y: ${b}`;
      }
      this.#compared = { ...this.#compared, [chat]: one.length };
    }
    return null;
  }
}

function linesOf({ seen }: World, chat: string, before: number): readonly Line[] {
  return seen.lines.filter((line) => line.chat === chat && line.at < before);
}

function shown(line: Line | undefined): string {
  return line ? `${new Date(line.at).toISOString()} ${line.text}` : "(nothing)";
}

/** Lives two worlds until they differ, a reveal ends the comparison and `choose` has enough, or it has. */
export async function live(setting: Setting, choose: Chooser, planted: Planted = {}): Promise<Lived> {
  const x = await World.open(setting, planted);
  const y = await World.open(setting, planted);
  try {
    return await liveIn(x, y, choose);
  } finally {
    await x.end();
    await y.end();
  }
}

async function liveIn(x: World, y: World, choose: Chooser): Promise<Lived> {
  const pair = new Pair(x, y);
  const moves: Move[] = [];
  let revealed = false;
  const found = (what: string | null) => (what === null ? null : { what, after: moves.length - 1 });
  for (;;) {
    const move = choose(x, { moves, revealed });
    if (move === null) return { moves, leak: null, revealed };
    moves.push(move);
    await pair.does(move, revealed);
    const unfair = x.copies.unfair();
    if (unfair !== null) return { moves, leak: found(unfair), revealed };
    if (revealed) continue;
    const end = pair.ended();
    const leak = found(pair.difference(end?.at ?? Number.POSITIVE_INFINITY));
    if (leak) return { moves, leak, revealed };
    if (end && !end.byBoth) return { moves, leak: found("a card was revealed that not both had answered"), revealed };
    revealed = end !== null;
  }
}

/** Lives a history that is written down. */
export function relive({ setting, moves }: History, planted: Planted = {}): Promise<Lived> {
  return live(setting, (_world, so) => moves[so.moves.length] ?? null, planted);
}

/** What kind of leak it is: its beginning, without times, numbers and ids. */
function kindOf({ what }: Leak): string {
  const lines = what.split("\n").filter((line) => /world [xy]/.test(line));
  const begins = lines.map((line) => line.replace(/^.*Z (#\d+ )?/, "").slice(0, 24));
  return begins.length === 0 ? what.replaceAll(/Ana|Ben/g, "") : begins.sort().join("|");
}

/** A shorter history with the same kind of leak, as far as leaving moves out one after the other goes. */
export async function shorter(
  { history, leak }: Pick<Found, "history" | "leak">,
  planted: Planted = {},
  budget = 120,
): Promise<History> {
  let { moves } = history;
  const kind = kindOf(leak);
  let left = budget;
  for (let size = Math.max(1, moves.length >> 1); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let from = 0; from < moves.length && left > 0; ) {
      const without = [...moves.slice(0, from), ...moves.slice(from + size)];
      left -= 1;
      const lived = await relive({ setting: history.setting, moves: without }, planted);
      if (lived.leak && kindOf(lived.leak) === kind) moves = without.slice(0, lived.leak.after + 1);
      else from += size;
    }
  }
  return { setting: history.setting, moves };
}

export type Choosing = (random: Dice) => { readonly setting: Setting; readonly choose: Chooser };

export interface Found {
  readonly seed: number;
  readonly run: number;
  readonly history: History;
  readonly leak: Leak;
}

/** Lives pair after pair, each from a seed of its own; stops at the first leak. */
export async function search(
  runs: number,
  seed: number,
  choosing: Choosing,
  planted: Planted = {},
): Promise<Found | null> {
  for (let run = 0; run < runs; run++) {
    const { setting, choose } = choosing(dice(seed + run));
    const { moves, leak } = await live(setting, choose, planted);
    if (leak) return { seed: seed + run, run: run + 1, history: { setting, moves }, leak };
  }
  return null;
}
