/** The reveal and what comes after it. The only views that open both answers. */
import type { Seat } from "../../domain/couple.ts";
import { DAY } from "../../domain/ids.ts";
import type { Block, Button } from "../../domain/message.ts";
import { type Answers, disclosed } from "../../domain/round/disclose.ts";
import { storedUnder } from "../../domain/round/pair.ts";
import { LISTENING_RESPONSES, RESPONSES, type Round } from "../../domain/round/state.ts";
import { isOpenToBoth, mayRead, type Reader } from "../../domain/round/visibility.ts";
import { joinWords } from "../../domain/words.ts";
import { confirming } from "../confirm.ts";
import type { Home } from "../context.ts";
import { answersOf } from "../rounds/answers.ts";
import { describeAnswer, describeWords } from "../rounds/describe.ts";
import { cardsOf, fieldsOf, saidIn } from "../rounds/fields.ts";
import { isLeftOver, type LeftoverChoice, loneOf } from "../rounds/leftovers.ts";
import { maySayOneAnswered } from "../rounds/one-answered.ts";
import { offersLine } from "../support/fill.ts";
import { about, questions, roundOf, title } from "./asked.ts";
import { filesOf } from "./media.ts";
import {
  button,
  heading,
  list,
  message,
  note,
  paragraph,
  quote,
  type Seen,
  text,
  type View,
  whenText,
} from "./view.ts";

function readerOf(seen: Seen): Reader {
  return seen.mine?.seat ?? "shared";
}

type Revealed = Extract<Round, { state: "revealed" }>;

/** What of the two answers may be seen; of a half that was taken back nothing. */
async function shownOf(seen: Seen, round: Revealed): Promise<Answers> {
  const home = seen.home;
  if (!home) return { a: {}, b: {} };
  const cards = cardsOf(seen.deps.content, round, seen.language);
  return disclosed(cards, await answersOf(seen, home, round));
}

function isReadable(seen: Seen, round: Revealed, seat: Seat): boolean {
  return !round.blanked.includes(seat) && mayRead(round, readerOf(seen), seat);
}

/** One half: the words, or that they were taken back. */
async function half(seen: Seen, round: Revealed, seat: Seat, shown: Answers): Promise<Block[]> {
  const person = seen.home?.people[seat];
  if (!person) return [];
  const flag = round.seals[seat].flag;
  const over = flag === null ? [] : [note(seen.t(`flag.shown.${flag}`, { name: person.name }))];
  if (!isReadable(seen, round, seat)) return [note(seen.t("reveal.taken-back", { name: person.name }))];
  if (Object.keys(shown[seat]).length === 0) return [note(seen.t("reveal.not-kept"))];
  const words = describeWords(fieldsOf(seen.deps.content, round, seen.language), shown[seat], seen.t);
  return [...over, quote(person.name, words)];
}

async function readableFiles(seen: Seen, round: Revealed, seat: Seat, shown: Answers) {
  return isReadable(seen, round, seat) ? filesOf(seen, round, seat, shown) : [];
}

/** The files, and words under them: the buttons stand with words, which can be changed. */
function under<F>(seen: Seen, files: readonly F[]): (F | Block)[] {
  return files.length === 0 ? [] : [...files, note(seen.t("reveal.under"))];
}

/** Only what both chose; and what a match opened, one line for each of the two. */
function matches(seen: Seen, round: Revealed, shown: Answers): Block[] {
  if (round.blanked.length > 0) return [note(seen.t("match.taken-back"))];
  const asked = fieldsOf(seen.deps.content, round, seen.language);
  const matched = asked.filter(({ card }) => card.disclosure === "match");
  const lines = matched.flatMap((one) => {
    const words = describeWords([one], shown.a, seen.t);
    if (words.text === "" || words.text === seen.t("answer.none-ticked")) return [];
    return [matched.length > 1 ? joinWords([{ text: one.field.label }, words], ": ") : words];
  });
  if (lines.length === 0) return [paragraph(seen.t("match.none"))];
  return [paragraph(seen.t("match.both")), list(lines), ...opened(seen, round, shown)];
}

function opened(seen: Seen, round: Revealed, shown: Answers): Block[] {
  const asked = fieldsOf(seen.deps.content, round, seen.language).filter(({ card }) => card.disclosure === "own");
  const items = asked.flatMap((one) => {
    const [a, b] = [describeAnswer([one], shown.a, seen.t), describeAnswer([one], shown.b, seen.t)];
    const { people } = seen.home ?? {};
    if (!people || a === "" || b === "") return [];
    return [
      seen.t("match.marks", {
        label: one.field.label,
        one: people.a.name,
        mark: a,
        other: people.b.name,
        other_mark: b,
      }),
    ];
  });
  return items.length === 0 ? [] : [{ type: "list", items }];
}

/** While a card is for listening, the responses that listen; else all. */
function offered(seen: Seen, round: Revealed) {
  const listening = Math.max(0, ...cardsOf(seen.deps.content, round, "en").map((card) => card.listening));
  return listening > 0 ? LISTENING_RESPONSES : RESPONSES;
}

/** A rest lies between this part and the next; either of the two may end it. */
async function resting(seen: Seen, round: Revealed): Promise<{ blocks: Block[]; rows: Button[][] }> {
  const silent = seen.home?.couple.silentUntil ?? 0;
  const at = round.path === null ? null : await seen.tx.timers.at("part", round.path);
  if (at === null || silent < at) return { blocks: [], rows: [] };
  const go = button(seen.t("button.go-on-now"), `goon_${round.id}`, "reply", "main");
  return { blocks: [note(seen.t("spoken.silent", { when: whenText(seen, at) }))], rows: [[go]] };
}

function responses(seen: Seen, round: Extract<Round, { state: "revealed" }>): Block[] {
  return (["a", "b"] as const).flatMap((seat) => {
    const response = round.responses[seat];
    const name = seen.home?.people[seat].name ?? "";
    return response ? [note(seen.t("reveal.response", { name, response: seen.t(`response.${response}`) }))] : [];
  });
}

/** The words are no longer kept, as one of the two wished: what stands in the chats stays as it is. */
async function isForgotten(seen: Seen, home: Home, round: Revealed): Promise<boolean> {
  if (round.blanked.length > 0) return false;
  const { a, b } = home.couple.people;
  const one = await seen.tx.answers.get(storedUnder(round, "a"), a);
  return one === null || (await seen.tx.answers.get(storedUnder(round, "b"), b)) === null;
}

const reveal: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.home || round.state !== "revealed" || !isOpenToBoth(round)) return null;
  if (await isForgotten(seen, seen.home, round)) return null;
  const shown = await shownOf(seen, round);
  const isMatch = round.disclosure === "match";
  const halves = isMatch
    ? matches(seen, round, shown)
    : [...(await half(seen, round, "a", shown)), ...(await half(seen, round, "b", shown))];
  const { blocks: rest, rows: goOn } = await resting(seen, round);
  const line = seen.t(isMatch ? "match.line" : "reveal.line", { title: title(seen, round) });
  const blocks = [paragraph(line), ...(await about(seen, round)), ...questions(seen, round)];
  const taps = offered(seen, round).map((r) => button(seen.t(`response.${r}`), `resp_${round.id}_${r}`, "replace"));
  const keep = offersLine(seen, round) ? [button(seen.t("button.support-keep"), `supkeep_${round.id}`)] : [];
  const own = [button(seen.t("button.half"), `half_${round.id}`), ...keep];
  const files = isMatch
    ? []
    : [...(await readableFiles(seen, round, "a", shown)), ...(await readableFiles(seen, round, "b", shown))];
  const rows = round.blanked.length === 2 || isMatch ? goOn : [taps.slice(0, 3), taps.slice(3), own, ...goOn];
  return message([...blocks, ...halves, ...under(seen, files), ...responses(seen, round), ...rest], rows);
};

const below: View = async (seen) => {
  const round = await roundOf(seen);
  const seat: Seat = text(seen, "seat") === "b" ? "b" : "a";
  const author = seen.home?.people[seat];
  if (!round || !author || !mayRead(round, seen.mine?.seat ?? "shared", seat)) return null;
  const answer = await seen.tx.answers.get(round.id, author.id);
  const words = saidIn(answer?.[text(seen, "part")]);
  if (words.text === "") return null;
  return message([paragraph(seen.t("below.line", { title: title(seen, round) })), quote(author.name, words)]);
};

const belowGone: View = (seen) => message([note(seen.t("below.gone"))]);

const halfConfirm: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round) return null;
  const once = await confirming(seen, `halfyes_${round.id}`);
  const yes = button(seen.t("button.half-yes"), once(`halfyes_${round.id}`), "reply", "danger");
  return message([paragraph(seen.t("half.confirm"))], [[yes]]);
};

/** Rule 8: the same words whoever it was. */
const oneAnswered: View = async (seen) => {
  const round = await roundOf(seen);
  return round && seen.home && maySayOneAnswered(seen, seen.home, round)
    ? message([paragraph(seen.t("one-answered.line", { title: title(seen, round) }))])
    : null;
};

const leftover: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.mine || !isLeftOver(round, seen.mine.seat, seen.now)) return null;
  const answer = await seen.tx.answers.get(round.id, seen.mine.me.id);
  if (!answer) return null;
  const choice = (name: LeftoverChoice, key: string = name) =>
    button(seen.t(`button.left-${key}`), `left_${round.id}_${name}`, "replace");
  const lone = loneOf(seen, round, seen.language);
  const line = seen.t(lone ? "leftover.lone" : "leftover.line", { title: title(seen, round) });
  const rows = lone
    ? [[choice("hold")], [choice("letter", "sentence")], [choice("small")], [choice("delete")]]
    : [[choice("keep")], [choice("letter")], [choice("delete")]];
  const said = lone ? [note(seen.t("leftover.sentence", { sentence: lone.sentence }))] : questions(seen, round);
  const hasFiles = Object.values(answer).some(({ kind }) => kind === "media");
  if (hasFiles) said.push(note(seen.t("leftover.media")));
  return message([paragraph(line), note(seen.t("leftover.days")), ...said], rows);
};

/** Something small to do instead of saying it. */
const small: View = async (seen) => {
  const round = await roundOf(seen);
  const lone = round && loneOf(seen, round, seen.language);
  const deck = lone && seen.deps.content.deck(lone.small, seen.language);
  const card = deck?.cards[Math.floor(seen.now / DAY) % deck.cards.length];
  return card ? message([paragraph(seen.t("small.line")), heading(card.text)]) : null;
};

export const revealViews: Readonly<Record<string, View>> = {
  reveal,
  below,
  "below-gone": belowGone,
  "half-confirm": halfConfirm,
  "one-answered": oneAnswered,
  leftover,
  small,
};
