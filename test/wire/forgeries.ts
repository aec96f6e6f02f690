/** What wrong hands hand in: true actions, true ids under other verbs, and all that can be made of them. */
import { unit } from "../../src/domain/prng.ts";

const VERBS = [
  ..."answer chg addto back pass passyes f rdy skip done flag resp half halfyes left seal".split(" "),
  ..."w wr racc rdec rrest rwake rset rwhen join agree inv agreei agreep pairok pairno".split(" "),
  ..."zone zset set qset lset pace checkin first zonemove export forgetyes anewyes".split(" "),
];
/** Names that every object has, and some that only look like a verb. */
const NAMES = [
  ..."__proto__ constructor prototype toString hasOwnProperty valueOf then __defineGetter__".split(" "),
  ..."anѕwer ａnswer answer\u0000 \u202Eanswer answer\uD800".split(" "),
];
const TAILS = ["", "_", "_0", "_0_0", "_below", "_add", "_replace", "_no", "_listen", "_hug", "_keep", "_letter", "_x"];
const SEPARATORS = ["-", ":", " ", ".", "/", "__", "\n", "%5F", "＿", ""];

export type Dice = () => number;

/** The same throws for the same seed. */
export function dice(seed: string): Dice {
  let count = 0;
  return () => unit(`${seed}:${count++}`);
}

export function among<T>(random: Dice, all: readonly T[]): T {
  const found = all[Math.floor(random() * all.length)];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
}

function mangled(random: Dice, action: string): string {
  const at = Math.floor(random() * (action.length + 1));
  return among<() => string>(random, [
    () => action.slice(0, at),
    () => action.slice(at),
    () => action + among(random, TAILS),
    () => `${action}_${action}`,
    () => action.replaceAll("_", among(random, SEPARATORS)),
    () => action.replace(/^[^_]*/, among(random, NAMES)),
    () => `${action}_${among(random, NAMES)}`,
    () => action.replace(/[A-Za-z0-9]{16}/, among(random, NAMES)),
    () => action.replace(/[A-Za-z0-9]{16}/, "A".repeat(16)),
    () => action.toUpperCase(),
    () =>
      action.slice(0, at) +
      among(random, ["é", "🙂", "\u0000", "'", "%", "{", "<", "\u202E", "\uDC00"]) +
      action.slice(at),
    () => action.padEnd(64, "x"),
    () => action.padEnd(100, "_"),
    () => action.padEnd(6000, "y"),
  ])();
}

/** One forged action or text. `actions` and `ids` are the couple's own. */
export function forged(random: Dice, actions: readonly string[], ids: readonly string[]): string {
  const kind = random();
  if (kind < 0.25) return among(random, actions);
  if (kind < 0.5) return `${among(random, VERBS)}_${among(random, ids)}${among(random, TAILS)}`;
  if (kind < 0.55) return among(random, NAMES);
  return mangled(random, among(random, actions));
}

/** Something of a type that has no business where it is put. */
export function odd(random: Dice): unknown {
  const deep = (levels: number): unknown => (levels === 0 ? "deep" : { a: [deep(levels - 1)] });
  return among<unknown>(random, [null, 0, -1, 1e308, true, "", [], {}, [[]], [null], deep(40), "z".repeat(6000)]);
}
