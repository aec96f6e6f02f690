/** What becomes of an answer that was never revealed: its author says, once, privately. */
import type { Seat } from "../../domain/couple.ts";
import { DAY, type Instant } from "../../domain/ids.ts";
import { sealsOf } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Home, MyHome, Work } from "../context.ts";
import { tell } from "../speak.ts";
import { describeAnswer } from "./describe.ts";
import { fieldsOf } from "./fields.ts";

/** Unanswered for this long, it is deleted. */
const LEFTOVER_KEPT = 7 * DAY;

/** Asks every author who had sealed words. Somebody who had not sealed, or had passed, gets nothing. */
export async function askAboutLeftovers(work: Work, home: Home, round: Round): Promise<void> {
  for (const seat of ["a", "b"] as const) {
    const seal = sealsOf(round)[seat];
    if (seal && !seal.passed) await askAboutLeftover(work, home, round, seat);
  }
}

async function askAboutLeftover(work: Work, home: Home, round: Round, seat: Seat): Promise<void> {
  await setLeftoverTimer(work, home, round, seat);
  const options = { coupleId: home.couple.id, dedupe: `leftover:${round.id}:${seat}` };
  await tell(work, home.people[seat], "leftover", { roundId: round.id }, options);
}

/** Unless its author chooses before, the answer is deleted then. */
export async function setLeftoverTimer(work: Work, home: Home, round: Round, seat: Seat): Promise<void> {
  const at: Instant = work.now + LEFTOVER_KEPT;
  await work.tx.timers.set({ kind: "leftover", ref: `${round.id}:${seat}`, at }, home.couple.id);
}

/**
 * Carries out the author's choice. Returns false when there is nothing left to choose about
 * (chosen before, or deleted after seven days).
 */
export async function settleLeftover(
  work: Work,
  home: MyHome,
  round: Round,
  choice: "keep" | "letter" | "delete",
): Promise<boolean> {
  const { me, partner } = home;
  const answer = await work.tx.answers.get(round.id, me.id);
  if (!answer || round.state !== "closed") return false;
  if (choice !== "delete") {
    const asked = fieldsOf(work.deps.content, round, me.language);
    const text = describeAnswer(asked, answer, (key, params) => work.deps.translate(me.language, key, params));
    const sent = choice === "letter";
    const id = work.deps.random.id();
    const kind = sent ? "letter" : "note";
    await work.tx.writings.save({
      id,
      author: me.id,
      kind,
      text,
      card: round.cards[0] ?? null,
      at: work.now,
      sentAt: sent ? work.now : null,
    });
    if (sent)
      await tell(work, partner, "letter", { writingId: id }, { coupleId: home.couple.id, dedupe: `letter:${id}` });
  }
  await work.tx.answers.remove(round.id, me.id);
  await work.tx.timers.clear("leftover", `${round.id}:${home.seat}`);
  return true;
}
