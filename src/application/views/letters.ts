/** Letters, as their author and as their reader see them; and going first. */
import { otherSeat } from "../../domain/couple.ts";
import type { Block, Button } from "../../domain/message.ts";
import { localDate } from "../../domain/recurrence.ts";
import type { Writing } from "../../ports/store.ts";
import { confirming } from "../confirm.ts";
import { PASSED_ON } from "../gate.ts";
import { canGoFirst, firstOnes, roundOfGift } from "../letters/first.ts";
import { isForPartner, isOnItsWay } from "../rounds/giving.ts";
import { about, roundOf, title } from "./asked.ts";
import {
  button,
  dateText,
  heading,
  message,
  note,
  paragraph,
  quote,
  type Seen,
  text,
  type View,
  whenText,
} from "./view.ts";

/** As many as fit under each other. */
const LISTED = 8;

/** A letter of the reader's own that was not sent. */
async function ownLetter(seen: Seen): Promise<Writing | null> {
  const writing = await seen.tx.writings.byId(text(seen, "writingId"));
  return writing?.kind === "letter" && writing.author === seen.reader?.id ? writing : null;
}

/** Where it stands: kept, on a date, or on its way, which says nothing about whether it was delivered. */
async function stateOf(seen: Seen, writing: Writing): Promise<string> {
  const soon = (await seen.tx.timers.at("letter-soon", writing.id)) !== null;
  if (soon || (await isOnItsWay(seen, writing))) return seen.t("letter.sent");
  const at = await seen.tx.timers.at("letter", writing.id);
  return at === null ? seen.t("letter.kept") : seen.t("letter.arrives", { when: whenText(seen, at) });
}

type Deed = (deed: string, effect?: Button["effect"], style?: Button["style"]) => Button;

/** Buttons about one letter; what `confirms` is good once. */
async function deeds(seen: Seen, { id }: Writing, ...confirms: readonly string[]): Promise<Deed> {
  const actionOf = (deed: string) => `letter_${id}_${deed}` as const;
  const once = await confirming(seen, ...confirms.map(actionOf));
  return (deed, effect = "replace", style) => {
    const action = confirms.includes(deed) ? once(actionOf(deed)) : actionOf(deed);
    return button(seen.t(`button.letter-${deed}`), action, effect, style);
  };
}

const letterWhen: View = async (seen) => {
  const writing = await ownLetter(seen);
  if (!writing || (await isOnItsWay(seen, writing))) return null;
  const act = await deeds(seen, writing, "now", "tomorrow", "week");
  const rows = [[act("now", "replace", "main")], [act("tomorrow"), act("week")], [act("date", "form"), act("keep")]];
  return message(
    [heading(seen.t("letter.safe")), paragraph(seen.t("letter.when")), note(seen.t("letter.typed"))],
    rows,
  );
};

/** What was decided, and that it can be decided otherwise until it is sent. */
const letterSet: View = async (seen) => {
  const writing = await ownLetter(seen);
  if (!writing) return null;
  const state = await stateOf(seen, writing);
  if (await isOnItsWay(seen, writing)) return message([paragraph(state)]);
  const [soon, dated] = [
    (await seen.tx.timers.at("letter-soon", writing.id)) !== null,
    (await seen.tx.timers.at("letter", writing.id)) !== null,
  ];
  const passed = soon || dated ? [paragraph(seen.t(PASSED_ON))] : [];
  const act = await deeds(seen, writing);
  return message(
    [...passed, ...(soon ? [] : [paragraph(state)]), note(seen.t(soon ? "letter.minutes" : "letter.until"))],
    [[act("when", "reply"), act("del")]],
  );
};

/** One's own letter to read again. `held`: its date came after a restore. */
const letterMine: View = async (seen) => {
  const writing = await ownLetter(seen);
  if (!writing || !seen.reader || (await isOnItsWay(seen, writing))) return null;
  const held = seen.params.held === true ? [paragraph(seen.t("letter.held"))] : [];
  const words = quote(seen.mine?.me.name ?? seen.reader.name, writing);
  const sends = seen.home !== null && isForPartner(seen.home, writing);
  const act = await deeds(seen, writing, ...(sends ? ["now"] : []));
  const rows = sends ? [[act("now"), act("when", "reply")]] : [];
  return message(
    [
      ...held,
      paragraph(seen.t("letter.yours", { when: whenText(seen, writing.at) })),
      words,
      note(await stateOf(seen, writing)),
    ],
    [...rows, [act("del", "replace", "danger")]],
  );
};

const letterWithdraw: View = async (seen) => {
  const writing = await ownLetter(seen);
  if (!writing || (await isOnItsWay(seen, writing))) return null;
  const act = await deeds(seen, writing, "delyes");
  return message([paragraph(seen.t("letter.withdraw"))], [[act("delyes", "replace", "danger"), act("read")]]);
};

/** Every letter of one's own that waits, one button each. */
const letters: View = async (seen) => {
  if (!seen.mine) return null;
  const waiting = await seen.tx.writings.waiting([seen.mine.me.id], "letter");
  const rows: Button[][] = [];
  for (const writing of waiting.slice(-LISTED)) {
    const label = seen.t("letter.label", { written: whenText(seen, writing.at), state: await stateOf(seen, writing) });
    rows.push([button(label, `letter_${writing.id}_read`)]);
  }
  const line = seen.t("letter.waiting", { count: waiting.length });
  const more = [
    button(seen.t("button.letter-new"), "checkin_letter", "reply", "main"),
    button(seen.t("button.first"), "gofirst"),
  ];
  return message([heading(seen.t("letter.title")), paragraph(line), note(seen.t("letter.alone"))], [...rows, more]);
};

const letterDay: View = (seen) =>
  message([paragraph(seen.t("letter.day"))], [[button(seen.t("button.not-now"), "notnow", "replace")]]);

/** The card it answers, and of a question out of the jar its words; of a letter that answers none nothing. */
async function question(seen: Seen, writing: Writing): Promise<Block[]> {
  const asked = writing.card === null ? undefined : seen.deps.content.card(writing.card, seen.language);
  if (!asked || asked.disclosure === "gift") return [];
  const roundId = roundOfGift(writing.id);
  const round = roundId === null ? null : await seen.tx.rounds.byId(roundId);
  const own = round && round.coupleId === seen.home?.couple.id ? await about(seen, round) : [];
  return [note(seen.t("letter.question", { question: asked.text })), ...own, note(seen.t("letter.gift"))];
}

/** What the partner reads. */
const letter: View = async (seen) => {
  const writing = await seen.tx.writings.byId(text(seen, "writingId"));
  const home = seen.mine;
  if (!writing || !home || writing.author !== home.couple.people[otherSeat(home.seat)]) return null;
  const written = localDate(writing.at, home.me.zone);
  const earlier =
    written === localDate(seen.now, home.me.zone)
      ? []
      : [note(seen.t("letter.written", { date: dateText(seen, written) }))];
  return message([
    paragraph(seen.t("letter.line")),
    ...earlier,
    ...(await question(seen, writing)),
    quote(home.partner.name, writing),
  ]);
};

/** Going first, from the guide: what it is, what could be sent, and what could be answered for it. */
const first: View = async (seen) => {
  if (!seen.mine) return null;
  const { sealed, open } = await firstOnes(seen, seen.mine);
  const rows = sealed.slice(-LISTED).map((round) => [button(title(seen, round), `gofirst_${round.id}`, "replace")]);
  const [newest] = open.slice(-1);
  const write = newest
    ? button(seen.t("button.first-answer"), `answer_${newest.id}`, "form")
    : button(seen.t("button.checkin"), "checkin_heart");
  const line = seen.t(sealed.length > 0 ? "first.choose" : "first.none");
  return message(
    [heading(seen.t("first.title")), paragraph(seen.t("first.what")), paragraph(line)],
    [...rows, [write]],
  );
};

const firstConfirm: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.mine || !(await canGoFirst(seen, seen.mine, round))) return null;
  const once = await confirming(seen, `firstyes_${round.id}`);
  const yes = button(seen.t("button.first-yes"), once(`firstyes_${round.id}`), "replace", "main");
  return message(
    [
      paragraph(seen.t("first.confirm", { title: title(seen, round), name: seen.mine.partner.name })),
      note(seen.t("first.stays")),
    ],
    [[yes, button(seen.t("button.not-now"), "notnow", "replace")]],
  );
};

export const letterViews: Readonly<Record<string, View>> = {
  "letter-when": letterWhen,
  "letter-set": letterSet,
  "letter-mine": letterMine,
  "letter-withdraw": letterWithdraw,
  "letter-day": letterDay,
  letters,
  letter,
  first,
  "first-confirm": firstConfirm,
};
