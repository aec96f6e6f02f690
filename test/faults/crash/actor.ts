/** One of a couple, with a client in hand, who does things and sees what comes of them. */
import type { Act, Seat } from "./ledger.ts";
import type { Scene } from "./scene.ts";

/** What somebody can do to the answer they have given. */
export type Change = "edit" | "add" | "change" | "take back" | "pass";

export interface Actor {
  readonly couple: string;
  readonly seat: Seat;
  readonly scene: Scene;
  /** What this person can do beside answering. */
  readonly can: readonly Change[];
  /** Makes the bot speak at any hour, and no card come by itself. */
  settlesIn(): Promise<void>;
  /** Asks for a card until there is one that nobody has seen before; its round, or null when none comes. */
  asksForCard(): Promise<string | null>;
  /** The round of the newest card that this person sees; null for none. */
  newestCard(): string | null;
  /** The first words of what stands where both see it and in private, for a failure's message. */
  reads(): readonly string[];
  /** Answers a round, whether for the first time or anew, with texts of this many words. */
  answers(round: string, words: number): Promise<Act>;
  /** Does one of the other things; null when it cannot be done just now. */
  does(change: Exclude<Change, "change">, round: string): Promise<Act | null>;
  /** Whether the reveal of a round can be seen. */
  seesReveal(round: string): boolean;
  /** One tap below a reveal. */
  responds(round: string): Promise<void>;
  /** Asks what is open, as `/answer` does. */
  looks(round: string): Promise<void>;
}

/** How long somebody waits before they take it that nothing will come. */
export const PATIENCE = 25_000;
/** How often they ask for a card. */
export const ASKS = 5;
/** What is asked for: of the daily card there is only one a day. */
export const KIND = "share";

/** Numbers that repeat with their seed: mulberry32. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function among<T>(random: () => number, all: readonly T[]): T {
  return all[Math.floor(random() * all.length)] as T;
}
