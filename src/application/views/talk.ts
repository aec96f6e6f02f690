/** Lines, and the questions about a message whose meaning is not clear. */
import type { Message } from "../../domain/message.ts";
import { isOpenTo } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import { seenBy } from "../context.ts";
import { openOnes, talkedAbout } from "../rounds/belongs.ts";
import { isHeld } from "../rounds/concern.ts";
import { cardsOf, fieldsOf } from "../rounds/fields.ts";
import { asks, roundOf, title } from "./asked.ts";
import { resourceBlocks } from "./outside.ts";
import { button, dateText, message, note, paragraph, type Seen, text, type View } from "./view.ts";

/** A message of the locale files by its key; the other params fill it. */
const line: View = (seen) => {
  const { key: _key, ...rest } = seen.params;
  const params = Object.fromEntries(
    Object.entries(rest).filter(
      (entry): entry is [string, string | number] => typeof entry[1] !== "boolean" && entry[1] !== null,
    ),
  );
  return message([paragraph(seen.t(text(seen, "key"), params))]);
};

const nothingKept: View = (seen) => {
  const checkin = button(seen.t("button.checkin"), "checkin_heart", "reply");
  return message([paragraph(seen.t("nothing-kept.line"))], seen.mine ? [[checkin]] : []);
};

const nothingOpen: View = (seen) =>
  message([paragraph(seen.t("nothing-open.line"))], [[button(seen.t("button.checkin"), "checkin_heart", "reply")]]);

/**
 * An answer that is held back before sealing: people to talk to, and what its author may do with it. Under
 * the name of another question, so that what waits to be sent does not tell that it was asked.
 */
function heldQuestion(seen: Seen): Message {
  const choice = (name: "seal" | "keep" | "delete", style?: "danger") =>
    button(seen.t(`button.held-${name}`), `w_${text(seen, "draftId")}_${name}`, "replace", style);
  const blocks = [
    paragraph(seen.t("held.title")),
    // Long enough to fill what a notification and the list of chats show.
    paragraph(seen.t("held.first")),
    paragraph(seen.t("held.line")),
    ...resourceBlocks(seen, seen.reader?.country ?? null),
    note(seen.t("held.not-watched")),
  ];
  const people = button(seen.t("button.resources"), "resources");
  const rows = [[choice("seal"), choice("keep")], [choice("delete", "danger")], [people]];
  return { ...message(blocks, rows), silent: true };
}

/** Another message after sealing: add, replace, or not an answer. */
const further: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round) return null;
  const draft = await seen.tx.drafts.byId(text(seen, "draftId"));
  if (draft && isHeld(draft)) return heldQuestion(seen);
  const choice = (name: "add" | "replace" | "no") =>
    button(seen.t(`button.words-${name}`), `w_${text(seen, "draftId")}_${name}`, "replace");
  return message(
    [paragraph(seen.t("further.line", { title: title(seen, round) }))],
    [[choice("add"), choice("replace")], [choice("no")]],
  );
};

const belowOffer: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round) return null;
  const yes = button(seen.t("button.words-below"), `w_${text(seen, "draftId")}_below`, "replace", "main");
  const no = button(seen.t("button.words-no"), `w_${text(seen, "draftId")}_no`, "replace");
  return message([paragraph(seen.t("below.offer", { title: title(seen, round) }))], [[yes, no]]);
};

/** Where answers come by form, words in the private chat may still be meant as one. */
const sealOffer: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.mine || !isOpenTo(round, seen.mine.seat, seen.now)) return null;
  const answer = button(seen.t("button.answer"), `answer_${round.id}`, "form", "main");
  const no = button(seen.t("button.words-no"), `w_${text(seen, "draftId")}_no`, "replace");
  const single = fieldsOf(seen.deps.content, round, seen.language).length === 1;
  const seal = single ? [button(seen.t("button.words-seal"), `w_${text(seen, "draftId")}_replace`, "reply")] : [];
  return message([paragraph(seen.t("seal-offer.line", { title: title(seen, round) }))], [[...seal, answer], [no]]);
};

async function openToMe(seen: Seen) {
  return seen.mine ? openOnes(seen, seen.mine) : [];
}

/** Each card by its ritual and date; those that share both by their question as well. */
function labelsOf(seen: Seen, rounds: readonly Round[]): readonly string[] {
  const short = rounds.map(({ kind, date }) => `${seen.t(`ritual.${kind}.title`)} · ${dateText(seen, date)}`);
  return rounds.map((round, at) => {
    const label = short[at] ?? "";
    if (short.filter((each) => each === label).length === 1) return label;
    const [card] = cardsOf(seen.deps.content, round, seen.language);
    return card ? `${label} · ${asks(seen, card)}` : label;
  });
}

/** A link that opens nothing: what waits for this person, and what there is. */
const linkNothing: View = async (seen) => {
  const waits = (await openToMe(seen)).slice(-1);
  const answer = waits.map((round) => button(seen.t("button.answer"), `answer_${round.id}`, "form", "main"));
  return message([paragraph(seen.t("link.nothing"))], [answer, [button(seen.t("button.hello"), "hello")]]);
};

/** What a link to a card shows: the card opens with this tap. */
const checkinOffer: View = (seen) => {
  const kind = text(seen, "kind");
  const name = seen.t(`ritual.${kind}.title`);
  const open = button(seen.t("button.open-now", { name }), `checkin_${kind}`, "reply", "main");
  return message([paragraph(seen.t("link.checkin", { name })), note(seen.t(`ritual.${kind}.about`))], [[open]]);
};

/** Several cards could be meant. */
const which: View = async (seen) => {
  const draftId = text(seen, "draftId");
  const talking = seen.mine ? await talkedAbout(seen, seen.mine) : null;
  const rounds = [...(talking ? [talking] : []), ...(await openToMe(seen))].slice(-8);
  const labels = labelsOf(seen, rounds);
  const rows = rounds.map((round, at) => [button(labels[at] ?? "", `wr_${draftId}_${round.id}`, "replace")]);
  return message(
    [paragraph(seen.t("which.line"))],
    [...rows, [button(seen.t("button.words-no"), `w_${draftId}_no`, "replace")]],
  );
};

/** What waits for this person, one button each. */
const openCards: View = async (seen) => {
  const mine = seen.home && seen.reader && seenBy(seen.home, seen.reader.id);
  const rounds = mine ? (await openOnes(seen, mine)).slice(-8) : [];
  const labels = labelsOf(seen, rounds);
  const rows = rounds.map((round, at) => [button(labels[at] ?? "", `show_${round.id}`, "reply")]);
  return message([paragraph(seen.t("open-cards.line"))], rows);
};

/** Something was typed after a command where the others could read it. */
const readable: View = (seen) => message([paragraph(seen.t("readable.line")), note(seen.t("readable.instead"))]);

export const talkViews: Readonly<Record<string, View>> = {
  line,
  /** A line that removes itself: what was done with something that its author wanted out of sight. */
  brief: line,
  "nothing-kept": nothingKept,
  "nothing-open": nothingOpen,
  further,
  "below-offer": belowOffer,
  "seal-offer": sealOffer,
  which,
  "open-cards": openCards,
  readable,
  "link-nothing": linkNothing,
  "checkin-offer": checkinOffer,
};
