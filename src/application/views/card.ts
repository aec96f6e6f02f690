/** The card in its states: asked, being answered, sealed. */
import type { Block, Button } from "../../domain/message.ts";
import { isPaused } from "../../domain/pause.ts";
import { isOpenTo, isRunning, sealOf } from "../../domain/round/decide.ts";
import { RECEPTION_FLAGS, type Round } from "../../domain/round/state.ts";
import { confirming } from "../confirm.ts";
import { whatFits } from "../media/words.ts";
import { type Asked, fieldsOf, isSpoken, nextField } from "../rounds/fields.ts";
import { TICKED } from "../rounds/steps.ts";
import { offersLine } from "../support/fill.ts";
import { about, asks, questions, roundOf, title } from "./asked.ts";
import { swapRow } from "./jar.ts";
import { spoken } from "./spoken.ts";
import { button, heading, message, note, paragraph, privateButton, type Seen, type View, whenText } from "./view.ts";

/** Until when, but not of what was opened alone: its hour would tell when the other one came to it. */
function openUntil(seen: Seen, round: Round): Block[] {
  const alone = seen.deps.content.ritualKind(round.kind)?.opens === "alone";
  return alone ? [] : [note(seen.t("card.open-until", { when: whenText(seen, round.windowEndsAt) }))];
}

const card: View = async (seen) => {
  const round = await roundOf(seen);
  if (round && isSpoken(seen.deps.content, round)) return spoken(seen, round);
  if (!round || !isRunning(round, seen.now)) return null;
  if (!seen.shared && !seen.can.forms) return prompt(seen);
  const opened = button(seen.t("button.answer"), `answer_${round.id}`, "form", "main");
  const answer = seen.shared ? privateButton(seen.t("button.answer"), `answer_${round.id}`, "form") : opened;
  const pass = button(seen.t("button.pass"), `pass_${round.id}`);
  const blocks = [paragraph(title(seen, round)), ...(await about(seen, round)), ...questions(seen, round)];
  return message(
    [...blocks, ...openUntil(seen, round)],
    [seen.shared ? [answer] : [answer, pass], ...swapRow(seen, round)],
  );
};

/** The buttons that answer a field; none for words. */
function fieldButtons(
  seen: Seen,
  round: Round,
  { field }: Asked,
  index: number,
  ticked: readonly string[],
): Button[][] {
  const pick = (label: string, value: number) => button(label, `f_${round.id}_${index}_${value}`, "replace");
  const rows: Button[][] = [];
  if (field.kind === "scale") {
    const steps = Array.from({ length: field.to - field.from + 1 }, (_, i) => field.from + i);
    for (let i = 0; i < steps.length; i += 5) rows.push(steps.slice(i, i + 5).map((n) => pick(String(n), n)));
  }
  if (field.kind === "choice") rows.push(...field.options.map((option, i) => [pick(option.label, i)]));
  if (field.kind === "choices") {
    rows.push(...field.options.map((o, i) => [pick(ticked.includes(o.id) ? `✓ ${o.label}` : o.label, i)]));
    rows.push([button(seen.t("button.done"), `done_${round.id}_${index}`, "replace", "main")]);
  }
  if (field.kind === "text" && field.ready !== undefined) {
    rows.push([button(field.ready, `rdy_${round.id}_${index}`, "replace")]);
  }
  if (field.optional) rows.push([button(seen.t("button.skip"), `skip_${round.id}_${index}`, "replace")]);
  return rows;
}

function fieldBlocks(seen: Seen, asked: readonly Asked[], current: Asked, index: number): Block[] {
  const { field, card } = current;
  const first = asked.findIndex((one) => one.card.id === card.id) === index;
  const blocks: Block[] = first ? [heading(asks(seen, card))] : [];
  if (first && card.hint !== undefined) blocks.push(note(card.hint));
  const alone = asked.length === 1;
  if (!alone) blocks.push(paragraph(seen.t("prompt.step", { step: index + 1, of: asked.length, label: field.label })));
  if (field.kind === "scale" && (field.low ?? field.high) !== undefined) {
    blocks.push(
      note(seen.t("prompt.scale", { from: field.from, low: field.low ?? "", to: field.to, high: field.high ?? "" })),
    );
  }
  if (field.kind === "text") {
    if (first && card.starters.length > 0)
      blocks.push(note(seen.t("prompt.starters")), { type: "list", items: card.starters });
    blocks.push(paragraph(seen.t(alone ? "prompt.write" : "prompt.write-this")));
  }
  if (field.kind === "media") {
    const what = whatFits(field, seen.language, seen.t);
    blocks.push(paragraph(seen.t(field.words ? "prompt.media-words" : "prompt.media", { what })));
  }
  return blocks;
}

/** The question that is being asked privately, one field at a time. */
const prompt: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.mine || !isOpenTo(round, seen.mine.seat, seen.now)) return null;
  const asked = fieldsOf(seen.deps.content, round, seen.language);
  const drafts = await seen.tx.drafts.ofPerson(seen.mine.me.id);
  const draft = drafts.find((d) => d.roundId === round.id && d.purpose === "fields");
  // The message was long on its way, and is answered.
  if (!draft && sealOf(round, seen.mine.seat)?.passed === false) return null;
  const index = nextField(asked, draft?.answer ?? {}) ?? 0;
  const current = asked[index];
  if (!current) return message([paragraph(title(seen, round)), ...questions(seen, round)]);
  const ticks = draft?.answer[TICKED];
  const rows = fieldButtons(seen, round, current, index, ticks?.kind === "choices" ? ticks.ids : []);
  const lines = [
    paragraph(title(seen, round)),
    ...(await about(seen, round)),
    ...fieldBlocks(seen, asked, current, index),
    note(seen.t(`prompt.private.${round.disclosure}`)),
  ];
  const pass = button(seen.t("button.pass"), `pass_${round.id}`, "replace");
  return message(lines, [...rows, [pass], ...swapRow(seen, round)]);
};

/** The same words for the first and the second seal, and for one that is held back (*Decided*). */
const sealed: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.mine) return null;
  const seal = sealOf(round, seen.mine.seat);
  const flagged = round.disclosure === "both";
  const flags = (flagged ? RECEPTION_FLAGS : []).map((flag) => {
    const label = seen.t(`flag.${flag}`);
    return button(seal?.flag === flag ? `✓ ${label}` : label, `flag_${round.id}_${flag}`, "replace");
  });
  const blocks = [
    ...(seen.params.titled === true ? [paragraph(title(seen, round))] : []),
    heading(seen.t("sealed.done")),
    paragraph(seen.t(round.disclosure === "match" ? "sealed.match" : "sealed.what-now")),
    ...(seen.params.explain === true
      ? [note(seen.t(seen.can.answersByMessage ? "sealed.edit" : "sealed.edit-form"))]
      : []),
    ...(flagged ? [note(seen.t("sealed.flag"))] : []),
  ];
  const again = button(seen.t("button.change"), `chg_${round.id}`, "form");
  const more = seen.can.answersByMessage ? [button(seen.t("button.add"), `addto_${round.id}`)] : [];
  const back = button(seen.t("button.take-back"), `back_${round.id}`, "replace", "danger");
  const line = offersLine(seen, round) ? [button(seen.t("button.support-keep"), `supkeep_${round.id}`)] : [];
  return message(blocks, [flags.slice(0, 2), flags.slice(2), [...more, again, back], line]);
};

function afterwards(key: string): View {
  return async (seen) => {
    const round = await roundOf(seen);
    if (!round) return null;
    // After the window's end it is for good.
    if (!isRunning(round, seen.now)) return message([paragraph(seen.t(key))]);
    const answer = button(seen.t("button.answer-after-all"), `answer_${round.id}`, "form");
    return message([paragraph(seen.t(key)), ...openUntil(seen, round)], [[answer]]);
  };
}

const passConfirm: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round) return null;
  const once = await confirming(seen, `passyes_${round.id}`);
  const yes = button(seen.t("button.pass-yes"), once(`passyes_${round.id}`), "replace", "danger");
  const keep = button(seen.t("button.pass-no"), `answer_${round.id}`, "form");
  return message([paragraph(seen.t("passed.confirm"))], [[yes, keep]]);
};

const reminder: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.mine || !isRunning(round, seen.now) || sealOf(round, seen.mine.seat)) return null;
  const { me, couple } = seen.mine;
  if (!me.reminders || isPaused(couple, seen.now)) return null;
  const open = seen.t("card.open-until", { when: whenText(seen, round.windowEndsAt) });
  const answer = button(seen.t("button.answer"), `answer_${round.id}`, "form", "main");
  const pass = button(seen.t("button.pass"), `pass_${round.id}`, "replace");
  const off = button(seen.t("button.no-reminders"), "set_reminders_off", "replace");
  return message([paragraph(seen.t("reminder.line")), ...questions(seen, round), note(open)], [[answer, pass], [off]]);
};

/** Files come with the form where there is one. */
const mediaForm: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.mine || !isOpenTo(round, seen.mine.seat, seen.now)) return null;
  const answer = button(seen.t("button.answer"), `answer_${round.id}`, "form", "main");
  return message([paragraph(seen.t("media.form"))], [[answer]]);
};

/** The rest of a card that has more fields than a form. */
const formMore: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.mine || !isOpenTo(round, seen.mine.seat, seen.now)) return null;
  const go = button(seen.t("button.form-more"), `answer_${round.id}`, "form", "main");
  return message([paragraph(seen.t("form.more"))], [[go]]);
};

/** The form that was handed in had been opened before the answer was changed elsewhere. */
const formAnew: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.mine || !isOpenTo(round, seen.mine.seat, seen.now)) return null;
  const go = button(seen.t("button.form-anew"), `answer_${round.id}`, "form", "main");
  return message([paragraph(seen.t("form.anew"))], [[go]]);
};

export const cardViews: Readonly<Record<string, View>> = {
  card,
  prompt,
  sealed,
  passed: afterwards("passed.line"),
  "pass-confirm": passConfirm,
  "taken-back": afterwards("taken-back.line"),
  reminder,
  "form-more": formMore,
  "form-anew": formAnew,
  "media-form": mediaForm,
};
