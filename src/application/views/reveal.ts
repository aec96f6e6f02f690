/** The reveal and what comes after it. The only views that open both answers. */
import { otherSeat, type Seat } from "../../domain/couple.ts";
import type { Block } from "../../domain/message.ts";
import { answered } from "../../domain/round/decide.ts";
import { RESPONSES, type Round } from "../../domain/round/state.ts";
import { isOpenToBoth, mayRead, type Reader } from "../../domain/round/visibility.ts";
import { describeAnswer } from "../rounds/describe.ts";
import { fieldsOf, textOf } from "../rounds/fields.ts";
import { questions, roundOf, title } from "./card.ts";
import { button, message, note, paragraph, type Seen, text, type View } from "./view.ts";

function readerOf(seen: Seen): Reader {
  return seen.mine?.seat ?? "shared";
}

/** One half: the words, or that they were taken back. */
async function half(seen: Seen, round: Extract<Round, { state: "revealed" }>, seat: Seat): Promise<Block[]> {
  const person = seen.home?.people[seat];
  if (!person) return [];
  const flag = round.seals[seat].flag;
  const over = flag === null ? [] : [note(seen.t(`flag.shown.${flag}`, { name: person.name }))];
  const readable = !round.blanked.includes(seat) && mayRead(round, readerOf(seen), seat);
  const answer = readable ? await seen.tx.answers.get(round.id, person.id) : null;
  if (!answer) return [note(seen.t("reveal.taken-back", { name: person.name }))];
  const words = describeAnswer(fieldsOf(seen.deps.content, round, seen.language), answer, seen.t);
  return [...over, { type: "quote", by: person.name, text: words, covered: true }];
}

function responses(seen: Seen, round: Extract<Round, { state: "revealed" }>): Block[] {
  return (["a", "b"] as const).flatMap((seat) => {
    const response = round.responses[seat];
    const name = seen.home?.people[seat].name ?? "";
    return response ? [note(seen.t("reveal.response", { name, response: seen.t(`response.${response}`) }))] : [];
  });
}

const reveal: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.home || round.state !== "revealed" || !isOpenToBoth(round)) return null;
  const halves = [...(await half(seen, round, "a")), ...(await half(seen, round, "b"))];
  const blocks = [paragraph(seen.t("reveal.line", { title: title(seen, round) })), ...questions(seen, round)];
  const taps = RESPONSES.map((r) => button(seen.t(`response.${r}`), `resp_${round.id}_${r}`, "replace"));
  const back = button(seen.t("button.half"), `half_${round.id}`);
  const both = round.blanked.length === 2;
  return message(
    [...blocks, ...halves, ...responses(seen, round)],
    both ? [] : [taps.slice(0, 3), taps.slice(3), [back]],
  );
};

const below: View = async (seen) => {
  const round = await roundOf(seen);
  const seat: Seat = text(seen, "seat") === "b" ? "b" : "a";
  const author = seen.home?.people[seat];
  if (!round || !author || !mayRead(round, seen.mine?.seat ?? "shared", seat)) return null;
  const answer = await seen.tx.answers.get(round.id, author.id);
  const words = textOf(answer?.[text(seen, "part")]);
  if (words === "") return null;
  const quote: Block = { type: "quote", by: author.name, text: words, covered: true };
  return message([paragraph(seen.t("below.line", { title: title(seen, round) })), quote]);
};

const belowGone: View = (seen) => message([note(seen.t("below.gone"))]);

const halfConfirm: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round) return null;
  const yes = button(seen.t("button.half-yes"), `halfyes_${round.id}`, "reply", "danger");
  return message([paragraph(seen.t("half.confirm"))], [[yes]]);
};

/** Rule 8: the same words whoever it was. */
const oneAnswered: View = async (seen) => {
  const round = await roundOf(seen);
  return round?.state === "half" && answered(round)
    ? message([paragraph(seen.t("one-answered.line", { title: title(seen, round) }))])
    : null;
};

const leftover: View = async (seen) => {
  const round = await roundOf(seen);
  if (round?.state !== "closed" || !seen.mine) return null;
  if (!(await seen.tx.answers.get(round.id, seen.mine.me.id))) return null;
  const choice = (name: "keep" | "letter" | "delete") =>
    button(seen.t(`button.left-${name}`), `left_${round.id}_${name}`, "replace");
  const blocks = [paragraph(seen.t("leftover.line", { title: title(seen, round) })), note(seen.t("leftover.days"))];
  return message([...blocks, ...questions(seen, round)], [[choice("keep")], [choice("letter")], [choice("delete")]]);
};

const letter: View = async (seen) => {
  const writing = await seen.tx.writings.byId(text(seen, "writingId"));
  const home = seen.mine;
  if (!writing || !home || writing.author !== home.couple.people[otherSeat(home.seat)]) return null;
  const asked = writing.card === null ? undefined : seen.deps.content.card(writing.card, seen.language);
  const question = asked ? [note(seen.t("letter.question", { question: asked.text }))] : [];
  const quote: Block = { type: "quote", by: home.partner.name, text: writing.text, covered: true };
  return message([paragraph(seen.t("letter.line")), ...question, quote]);
};

export const revealViews: Readonly<Record<string, View>> = {
  reveal,
  below,
  "below-gone": belowGone,
  "half-confirm": halfConfirm,
  "one-answered": oneAnswered,
  leftover,
  letter,
};
