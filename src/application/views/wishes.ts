/** One's own wishes: how often cards come, how long shown words are kept, and the days on which cards are light. */
import { KEEPS, MOST_DATES } from "../../domain/couple.ts";
import { PACES } from "../../domain/pacing/pace.ts";
import { localDate } from "../../domain/recurrence.ts";
import { Temporal } from "../../domain/temporal.ts";
import { confirming } from "../confirm.ts";
import { keepingFrom, runningWish } from "../rounds/keeping.ts";
import { button, dateText, heading, message, note, paragraph, type Seen, text, type View } from "./view.ts";

const keep: View = async (seen) => {
  if (!seen.reader) return null;
  const once = await confirming(seen, ...KEEPS.map((wish) => `keep_${wish}` as const));
  const options = KEEPS.map((wish) => button(seen.t(`keep.${wish}`), once(`keep_${wish}`), "replace"));
  return message([paragraph(seen.t("keep.line")), note(seen.t("keep.what")), note(seen.t("keep.chats"))], [options]);
};

/** The other wishes for less, which nobody has to say who: it is theirs, and it is about their own answers. */
const keepNotice: View = async (seen) => {
  const author = await seen.tx.people.byId(text(seen, "by"));
  const wish = author && runningWish(author);
  if (!wish || wish.begins !== null || !seen.reader) return null;
  const at = keepingFrom(wish.at, seen.now);
  const params = { date: dateText(seen, localDate(at, seen.reader.zone)) };
  return message([paragraph(seen.t(at > seen.now ? "keep.notice" : "keep.notice-late", params))]);
};

/** Asked of each apart, after cards that closed unopened; never says whose wish it was. */
const pace: View = (seen) => {
  const options = PACES.map((wish) => button(seen.t(`pace.${wish}`), `pace_${wish}`, "replace"));
  return message([paragraph(seen.t("pace.line"))], [options.slice(0, 2), options.slice(2)]);
};

/** “21 June”, in any year. `date`: `MM-DD`. */
function dayOfYear(seen: Seen, date: string): string {
  return Temporal.PlainDate.from(`2024-${date}`).toLocaleString(seen.language, { day: "numeric", month: "long" });
}

/** The list; with a mood the months, with a month its days. */
const dates: View = (seen) => {
  const { reader: me } = seen;
  if (!me) return null;
  const mood = text(seen, "mood");
  const month = text(seen, "month");
  if (mood !== "") return month === "" ? months(seen, mood) : days(seen, mood, month);
  const items = me.dates.map((one) => seen.t(`dates.${one.mood}`, { date: dayOfYear(seen, one.date) }));
  const off = me.dates.map((one) =>
    button(seen.t("button.date-off", { date: dayOfYear(seen, one.date) }), `dateoff_${one.date}`, "replace"),
  );
  const add = (["joyful", "gentle"] as const).map((one) =>
    button(seen.t(`button.date-${one}`), `dates_${one}`, "replace"),
  );
  const rows = [...(me.dates.length < MOST_DATES ? [add] : []), ...pairs(off)];
  const list = items.length === 0 ? [] : [{ type: "list", items } as const];
  return message(
    [heading(seen.t("dates.title")), paragraph(seen.t("dates.line")), ...list, note(seen.t("dates.typed"))],
    rows,
  );
};

function pairs<T>(items: readonly T[]): T[][] {
  return items.flatMap((one, at) => (at % 2 === 0 ? [[one, ...items.slice(at + 1, at + 2)]] : []));
}

function months(seen: Seen, mood: string) {
  const buttons = Array.from({ length: 12 }, (_, index) => {
    const two = String(index + 1).padStart(2, "0");
    return button(seen.t(`month.${index + 1}`), `dates_${mood}_${two}`, "replace");
  });
  return message([paragraph(seen.t("dates.month"))], [buttons.slice(0, 4), buttons.slice(4, 8), buttons.slice(8)]);
}

function days(seen: Seen, mood: string, month: string) {
  const count = Temporal.PlainDate.from(`2024-${month}-01`).daysInMonth;
  const buttons = Array.from({ length: count }, (_, index) => {
    const two = String(index + 1).padStart(2, "0");
    return button(String(index + 1), `dateset_${mood}_${month}-${two}`, "replace");
  });
  const rows = Array.from({ length: Math.ceil(count / 7) }, (_, week) => buttons.slice(week * 7, week * 7 + 7));
  return message([paragraph(seen.t("dates.day"))], rows);
}

export const wishViews: Readonly<Record<string, View>> = { pace, keep, "keep-notice": keepNotice, dates };
