/** The two answers of a round, for those who decide or show what of them may be seen. */
import type { Answers } from "../../domain/round/disclose.ts";
import { remaining } from "../../domain/round/disclose.ts";
import { storedUnder } from "../../domain/round/pair.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Home, Work } from "../context.ts";
import { cardsOf } from "./fields.ts";

/** Of who has none (or has taken theirs back) an empty one. Never shown as it is: `disclosed` says what may be. */
export async function answersOf(work: Pick<Work, "tx">, home: Home, round: Round): Promise<Answers> {
  const of = async (seat: "a" | "b") =>
    (await work.tx.answers.get(storedUnder(round, seat), home.couple.people[seat])) ?? {};
  return { a: await of("a"), b: await of("b") };
}

/** After the reveal of a `match` card, what did not match is gone from storage: a lone tick leaves no trace. */
export async function keepMatches(work: Work, home: Home, round: Round): Promise<void> {
  const cards = cardsOf(work.deps.content, round, "en");
  if (!cards.some(({ disclosure }) => disclosure === "match")) return;
  const left = remaining(cards, await answersOf(work, home, round));
  for (const seat of ["a", "b"] as const) {
    await work.tx.answers.put(storedUnder(round, seat), home.couple.people[seat], left[seat]);
  }
}
