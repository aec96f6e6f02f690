/** The Support Card: one's own lines, what the partner shares, and its short version as a gift. */
import type { Block, Button } from "../../domain/message.ts";
import { localDate } from "../../domain/recurrence.ts";
import { joinWords, type Words } from "../../domain/words.ts";
import type { Writing } from "../../ports/store.ts";
import { confirming } from "../confirm.ts";
import { around } from "../media/words.ts";
import { isShared, linesOf, listOf, MOST_LINES, sharedLines } from "../support/lines.ts";
import {
  button,
  dateText,
  heading,
  list,
  message,
  note,
  paragraph,
  quote,
  type Seen,
  text,
  type View,
} from "./view.ts";

/** Line buttons of one row. */
const IN_A_ROW = 5;

function shared(seen: Seen, line: Writing): boolean {
  return isShared(line, seen.home?.couple ?? null);
}

function mineBlocks(seen: Seen, lines: readonly Writing[]): Block[] {
  if (lines.length === 0) return [paragraph(seen.t("support.empty"))];
  const items = lines.map((line, index) => {
    const params = { n: index + 1, list: seen.t(`support.list.${listOf(line)}`) };
    const key = shared(seen, line) ? "support.item-shared" : "support.item";
    return around(line, (words) => seen.t(key, { ...params, text: words }));
  });
  // The lines themselves are below what a notification and the list of chats show.
  return [note(seen.t("support.private")), list(items)];
}

/** What the partner lets one read; the same words whether there is nothing or nothing shared. */
async function partnersBlocks(seen: Seen): Promise<Block[]> {
  if (!seen.mine) return [];
  const { partner, couple } = seen.mine;
  const lines = await sharedLines(seen.tx, couple, partner.id);
  const title = heading(seen.t("support.partners", { name: partner.name }));
  if (lines.length === 0) return [title, note(seen.t("support.partners-none", { name: partner.name }))];
  const words = lines.map((line) => inList(seen, line));
  return [title, quote(partner.name, joinWords(words, "\n"))];
}

/** A line after the name of its list. */
function inList(seen: Seen, line: Writing): Words {
  return joinWords([{ text: seen.t(`support.list.${listOf(line)}`) }, line], ": ");
}

function numbered(seen: Seen, lines: readonly Writing[]): Button[][] {
  const buttons = lines.map((line, at) =>
    button(seen.t("button.support-line", { n: at + 1 }), `supl_${line.id}`, "replace"),
  );
  return [buttons.slice(0, IN_A_ROW), buttons.slice(IN_A_ROW)];
}

const support: View = async (seen) => {
  const { reader: me, mine, params } = seen;
  if (!me) return null;
  const lines = await linesOf(seen.tx, me.id);
  const hints = [
    ...(params.full === true ? [note(seen.t("support.full", { count: MOST_LINES }))] : []),
    ...(params.left === true ? [note(seen.t("support.three"))] : []),
  ];
  const once = await confirming(seen, "supall_on");
  const all = lines.length > 0 && lines.every((line) => shared(seen, line));
  const share = all
    ? button(seen.t("button.support-none"), "supall_off", "replace")
    : button(seen.t("button.support-all"), once("supall_on"), "replace");
  const fill = [
    button(seen.t("button.support-fill"), "supfill", "form"),
    button(seen.t("button.support-add"), "supadd", "form"),
  ];
  const people = button(seen.t("button.resources"), "resources");
  const rows = mine
    ? [...numbered(seen, lines), lines.length > 0 ? [share, ...fill] : fill]
    : [...numbered(seen, lines)];
  const over = mine ? [button(seen.t("button.overwhelmed"), "over")] : [];
  return message(
    [heading(seen.t("support.title")), ...mineBlocks(seen, lines), ...hints, ...(await partnersBlocks(seen))],
    [...rows, [...over, people]],
  );
};

const supportLine: View = async (seen) => {
  const line = await seen.tx.writings.byId(text(seen, "writingId"));
  if (!line || !seen.reader || line.author !== seen.reader.id || line.kind !== "support") return null;
  const isOn = shared(seen, line);
  const once = await confirming(seen, `supon_${line.id}`);
  const share = isOn
    ? button(seen.t("button.unshare"), `supoff_${line.id}`, "replace")
    : button(seen.t("button.share"), once(`supon_${line.id}`), "replace");
  const rows = [
    [...(seen.mine ? [share] : []), button(seen.t("button.support-delete"), `supdel_${line.id}`, "replace", "danger")],
    [button(seen.t("button.support-back"), "support", "replace")],
  ];
  const state = note(seen.t(isOn ? "support.line-shared" : "support.line-private"));
  return message([paragraph(seen.t("support.one")), paragraph(inList(seen, line)), state], rows);
};

/** Please do, please not: what is shared of a card, without what its owner gives. */
async function shortVersion(seen: Seen, author: string): Promise<Words> {
  const couple = seen.home?.couple;
  const lines = couple ? await sharedLines(seen.tx, couple, author) : [];
  const part = (key: string, wanted: (line: Writing) => boolean) => {
    const said = joinWords(lines.filter(wanted), " · ");
    return said.text === "" ? [] : [around(said, (words) => seen.t(key, { lines: words }))];
  };
  const all = [
    { text: seen.t("overwhelmed.words") },
    ...part("overwhelmed.do", (line) => listOf(line) === "like" || listOf(line) === "line"),
    ...part("overwhelmed.not", (line) => listOf(line) === "please-not"),
  ];
  return joinWords(all, "\n");
}

const overConfirm: View = async (seen) => {
  const { mine } = seen;
  if (!mine) return null;
  const lines = await linesOf(seen.tx, mine.me.id);
  const kept = lines.some((line) => listOf(line) !== "give" && !shared(seen, line));
  const once = await confirming(seen, "overyes");
  const send = button(seen.t("button.overwhelmed-send"), once("overyes"), "replace", "main");
  return message(
    [
      paragraph(seen.t("overwhelmed.confirm", { name: mine.partner.name })),
      quote(mine.me.name, await shortVersion(seen, mine.me.id), false),
      ...(kept ? [note(seen.t("overwhelmed.kept"))] : []),
    ],
    [[send, button(seen.t("button.support-back"), "support", "replace")]],
  );
};

const overwhelmed: View = async (seen) => {
  const { mine } = seen;
  if (!mine || text(seen, "by") !== mine.partner.id) return null;
  const words = await shortVersion(seen, mine.partner.id);
  const { at } = seen.params;
  const written = localDate(typeof at === "number" ? at : seen.now, mine.me.zone);
  const earlier = written !== localDate(seen.now, mine.me.zone);
  return message([
    paragraph(seen.t("overwhelmed.line", { name: mine.partner.name })),
    ...(earlier ? [note(seen.t("letter.written", { date: dateText(seen, written) }))] : []),
    quote(mine.partner.name, words),
    note(seen.t("overwhelmed.about", { name: mine.partner.name })),
  ]);
};

export const supportViews: Readonly<Record<string, View>> = {
  support,
  "support-line": supportLine,
  "overwhelmed-confirm": overConfirm,
  overwhelmed,
};
