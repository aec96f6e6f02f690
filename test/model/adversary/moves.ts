/**
 * What may happen between an adversary (Ana) and her partner (Ben), as plain data: a list of moves can be
 * repeated, shortened and written into a test.
 */

/** How the two came together, and on which kind of platform each of them is. */
export const SETTINGS = ["together", "forms", "apart", "across", "across-forms"] as const;

export interface Setting {
  /** `together`, `forms`: a shared chat; else the two private chats, Ana on the platform with forms in `across-forms`. */
  readonly where: (typeof SETTINGS)[number];
  /** Both want to be told when one of them has answered. */
  readonly tell: boolean;
  /** The daily card is on. */
  readonly daily: boolean;
}

/** What Ben does without anybody else seeing it; `none`: he does not come. */
export const DEEDS = ["none", "answer", "pass", "begin", "back", "change", "more", "edit", "tick"] as const;
/** Of his own settings and pauses, which Ana must not see. */
export const OWN_TIME = ["pause", "pause-days", "resume", "asleep", "awake"] as const;
export type Deed = (typeof DEEDS)[number] | (typeof OWN_TIME)[number];

export type Move =
  /** Ben's secret: another deed in each of the two worlds. */
  | { readonly do: "ben"; readonly x: Deed; readonly y: Deed }
  /** Something that Ben does in both worlds, and that Ana may see. */
  | { readonly do: "ben-types"; readonly text: string }
  /** The newest of his buttons with this in its label. */
  | { readonly do: "ben-taps"; readonly label: string }
  | { readonly do: "command"; readonly text: string; readonly shared: boolean }
  /** Presses a button that Ana was ever shown: the `back`-th with this label, counted from the newest. */
  | { readonly do: "tap"; readonly label: string; readonly back: number; readonly shared: boolean }
  /** Opens a link of her own making: a verb and the `back`-th newest id that she knows. */
  | { readonly do: "link"; readonly verb: string; readonly back: number; readonly rest: string }
  | { readonly do: "say"; readonly words: string }
  | { readonly do: "reply"; readonly back: number; readonly words: string }
  | { readonly do: "edit"; readonly back: number; readonly words: string }
  /** Answers the newest card that she was shown, field by field. */
  | { readonly do: "seal"; readonly option: number }
  | { readonly do: "wait"; readonly ms: number }
  /** Waits for a moment that she can know of, and `off` milliseconds more or less. */
  | { readonly do: "until"; readonly what: "window" | "quiet" | "pause"; readonly off: number }
  /** Quiet hours that begin in `from` minutes and last so many. */
  | { readonly do: "quiet"; readonly from: number; readonly minutes: number }
  /** Her second account joins the shared chat, or leaves it. */
  | { readonly do: "third"; readonly joins: boolean }
  /** Her second account, on its own. */
  | { readonly do: "second"; readonly text: string }
  | { readonly do: "second-link"; readonly verb: string; readonly back: number }
  /** Blocks the bot. */
  | { readonly do: "block"; readonly on: boolean }
  /** Takes the bot out of the shared chat, or puts it back. */
  | { readonly do: "bot"; readonly there: boolean }
  | { readonly do: "restart" };

/** A whole history, as it is kept in a test. */
export interface History {
  readonly setting: Setting;
  readonly moves: readonly Move[];
}

/** One line a move. */
export function written({ setting, moves }: History): string {
  return [JSON.stringify(setting), ...moves.map((move) => JSON.stringify(move))].join("\n");
}

/** Numbers from a seed. */
export interface Dice {
  /** An integer of 0 … n − 1. */
  below(n: number): number;
  of<T>(all: readonly T[]): T;
  /** One of the keys, each as likely as its number says. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K;
  chance(p: number): boolean;
}

/** The same numbers in the same order for the same seed (mulberry32). */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(unit() * n);
  return {
    below,
    of: (all) => {
      const one = all[below(all.length)];
      if (one === undefined) throw new Error("nothing to choose from");
      return one;
    },
    weighted: (weights) => {
      const all = Object.entries(weights) as [keyof typeof weights & string, number][];
      let left = unit() * all.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of all) {
        left -= weight;
        if (left < 0) return key as never;
      }
      return all[0]?.[0] as never;
    },
    chance: (p) => unit() < p,
  };
}
