/** A spoken card: what to talk about, whose turn it is, and a tap that goes on. */
import type { Card } from "../../domain/card.ts";
import type { Block, Button, Message } from "../../domain/message.ts";
import { isRunning } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import { cardsOf } from "../rounds/fields.ts";
import { questions, title } from "./asked.ts";
import { button, message, note, paragraph, type Seen, whenText } from "./view.ts";

/** Whose turn it is: who begins changes from card to card. */
function speaker(seen: Seen, round: Round): string {
  const first = (round.openedAt / 1000 + round.cards.join().length) % 2 < 1 ? "a" : "b";
  const seat = round.turn % 2 === 0 ? first : first === "a" ? "b" : "a";
  return seen.home?.people[seat].name ?? "";
}

function lengths(seen: Seen, round: Round, card: Card): Button[] {
  return card.step.lasts.map((minutes) => {
    const label =
      minutes < 120 ? seen.t("spoken.minutes", { minutes }) : seen.t("spoken.hours", { hours: minutes / 60 });
    return button(label, `len_${round.id}_${minutes}`);
  });
}

/** The line under a spoken card, and its buttons. */
async function stateOf(seen: Seen, round: Round, card: Card): Promise<{ blocks: Block[]; rows: Button[][] }> {
  if (!isRunning(round, seen.now)) return { blocks: [note(seen.t("spoken.done"))], rows: [] };
  const go = (label: string) => [[button(seen.t(label), `turn_${round.id}_${round.turn}`, "reply", "main")]];
  if (card.step.turns) {
    const key = round.turn === 0 ? "spoken.begins" : "spoken.now";
    const label = round.turn === 0 ? "button.turn-next" : "button.turn-last";
    return { blocks: [note(seen.t(key, { name: speaker(seen, round) }))], rows: go(label) };
  }
  if (card.step.lasts.length === 0) return { blocks: [], rows: go("button.go-on") };
  if (round.lasts === null) return { blocks: [note(seen.t("spoken.how-long"))], rows: [lengths(seen, round, card)] };
  const until = await seen.tx.timers.at("silence", round.id);
  const line = until === null ? [] : [note(seen.t("spoken.silent", { when: whenText(seen, until) }))];
  return { blocks: line, rows: go("button.back-early") };
}

export async function spoken(seen: Seen, round: Round): Promise<Message | null> {
  const [card] = cardsOf(seen.deps.content, round, seen.language);
  if (!card) return null;
  const { blocks, rows } = await stateOf(seen, round, card);
  return message([paragraph(title(seen, round)), ...questions(seen, round), ...blocks], rows);
}
