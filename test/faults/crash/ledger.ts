/**
 * What people did and what every chat showed, written down by the test and by nothing of ours. The
 * checks in `verdict.ts` read only this.
 */

export type Platform = "telegram" | "discord";
export type Seat = "a" | "b";

/** What somebody did to their own answer. Texts are ids of `texts.ts`. */
export type Deed =
  | { readonly type: "seal"; readonly texts: readonly number[] }
  | { readonly type: "add"; readonly text: number }
  | { readonly type: "edit"; readonly from: number; readonly to: number }
  /** Taken back, or passed: no answer. */
  | { readonly type: "clear" };

export interface Act {
  readonly couple: string;
  readonly round: string;
  readonly seat: Seat;
  readonly deed: Deed;
  /** Order of everything that happened. */
  readonly order: number;
  /**
   * `acked`: its author was told so. `refused`: told that it did not count. `unknown`: told nothing,
   * or what may be an echo of an earlier line.
   */
  outcome: "acked" | "refused" | "unknown";
}

/** One message of the bot, as it stood from the first moment to the last. */
export interface Post {
  readonly platform: Platform;
  readonly chat: string;
  readonly order: number;
  /** What it showed at each time, oldest first. */
  readonly texts: readonly string[];
  /** The round whose card this is; null for every other message. */
  readonly card: string | null;
  readonly nonce: string | null;
  /** The program may not have learnt that it was sent: the connection broke, or it was killed right after. */
  readonly cut: boolean;
  readonly deleted: boolean;
}

export interface CoupleChats {
  readonly id: string;
  /** Where both halves are to be shown. */
  readonly shown: readonly string[];
  readonly private: Readonly<Record<Seat, string>>;
  readonly shared: string | null;
}

/** An author's look at an answer that still waits, by `/answer`. */
export interface Look {
  readonly couple: string;
  readonly round: string;
  readonly seat: Seat;
  readonly sealed: boolean;
  /** Where the platform shows the words: a form that is filled in. */
  readonly texts: readonly number[] | null;
  readonly order: number;
}

/** Somebody asked for a card: one is put on, or the open one shown again. */
export interface Ask {
  readonly couple: string;
  readonly order: number;
}

export interface Ledger {
  readonly couples: readonly CoupleChats[];
  readonly acts: readonly Act[];
  readonly posts: readonly Post[];
  readonly looks: readonly Look[];
  readonly asks: readonly Ask[];
  readonly written: ReadonlyMap<number, { readonly couple: string; readonly round: string; readonly seat: Seat }>;
  /** Rounds of which the test knows, by couple. */
  readonly rounds: ReadonlyMap<string, string>;
}

/** What an answer may be: null for none. */
export type Value = readonly number[] | null;

function after(value: Value, deed: Deed): Value {
  switch (deed.type) {
    case "seal":
      return deed.texts;
    case "add":
      // Added to a pass, it is the answer.
      return [...(value ?? []), deed.text];
    case "edit":
      return value === null ? null : value.map((text) => (text === deed.from ? deed.to : text));
    case "clear":
      return null;
  }
}

function distinct(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/**
 * Every answer that may stand after these deeds of one author in one round, in order. What was
 * acknowledged is certain, what was refused did nothing, and of the rest nobody can know.
 */
export function possible(acts: readonly Act[]): readonly Value[] {
  return acts.reduce<readonly Value[]>(
    (before, { deed, outcome }) => {
      if (outcome === "refused") return before;
      const done = before.map((value) => after(value, deed));
      return distinct(outcome === "acked" ? done : before.concat(done));
    },
    [null],
  );
}
