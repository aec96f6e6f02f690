/** The marks of the pulse over time: one's own, and of the other's what may be seen. */
import type { Card, ScaleField } from "../../domain/card.ts";
import { disclosed } from "../../domain/round/disclose.ts";
import type { Round } from "../../domain/round/state.ts";
import { mayRead } from "../../domain/round/visibility.ts";
import type { MyHome, Work } from "../context.ts";
import { answersOf } from "./answers.ts";
import { cardsOf } from "./fields.ts";

/** Kinds whose own cards ask for these marks; their fields have the same ids. */
const MARKED = ["pulse", "year"];
/** The newest of them; more do not fit a phone. */
const SHOWN = 12;

export interface Mark {
  readonly date: string;
  readonly mine: number | null;
  /** Null too where it may not be seen. */
  readonly theirs: number | null;
}

/** One line of the pulse, oldest mark first. */
export interface Course {
  readonly field: ScaleField;
  readonly marks: readonly Mark[];
}

/** Of the other one: everything where both share their course, else only what a reveal has opened to both. */
async function theirAnswer(work: Work, home: MyHome, round: Round, cards: readonly Card[]) {
  const them = home.seat === "a" ? "b" : "a";
  if (round.state !== "revealed" || round.blanked.length > 0 || !mayRead(round, home.seat, them)) return {};
  const answers = await answersOf(work, home, round);
  return home.me.sharesTrend && home.partner.sharesTrend ? answers[them] : disclosed(cards, answers)[them];
}

/** Every line that has a mark at all. */
export async function trendOf(work: Work, home: MyHome): Promise<readonly Course[]> {
  const history = await work.tx.rounds.history(home.couple.id);
  const past = history.filter(({ kind, asked }) => MARKED.includes(kind) && asked.includes(home.seat)).slice(0, SHOWN);
  const courses = new Map<string, { field: ScaleField; marks: Mark[] }>();
  for (const { roundId } of past.reverse()) {
    const round = await work.tx.rounds.byId(roundId);
    if (!round) continue;
    const cards = cardsOf(work.deps.content, round, home.me.language);
    const mine = (await work.tx.answers.get(round.id, home.me.id)) ?? {};
    const theirs = await theirAnswer(work, home, round, cards);
    for (const card of cards.filter(({ disclosure }) => disclosure === "own")) {
      for (const field of card.fields) {
        const [one, other] = [mine[`${card.id}/${field.id}`], theirs[`${card.id}/${field.id}`]];
        if (field.kind !== "scale" || (one?.kind !== "scale" && other?.kind !== "scale")) continue;
        const course = courses.get(field.id) ?? { field, marks: [] };
        const value = (mark: typeof one) => (mark?.kind === "scale" ? mark.value : null);
        course.marks.push({ date: round.date, mine: value(one), theirs: value(other) });
        courses.set(field.id, course);
      }
    }
  }
  return [...courses.values()];
}
