/** One's own marks over time, and beside them of the other's what both chose to show. */
import type { Block } from "../../domain/message.ts";
import { localDate } from "../../domain/recurrence.ts";
import { Temporal } from "../../domain/temporal.ts";
import { confirming } from "../confirm.ts";
import type { MyHome } from "../context.ts";
import { type Course, type Mark, trendOf } from "../rounds/trend.ts";
import { pulseChart } from "./pulse-chart.ts";
import { button, heading, message, note, paragraph, type Seen, type View } from "./view.ts";

/** The year is said of other years only. */
function shortDate(seen: Seen, date: string): string {
  const day = Temporal.PlainDate.from(date);
  const now = localDate(seen.now, seen.reader?.zone ?? "UTC");
  const year = now.startsWith(String(day.year)) ? {} : ({ year: "numeric" } as const);
  return day.toLocaleString(seen.language, { day: "numeric", month: "short", ...year });
}

function courseText(seen: Seen, { marks }: Course, whose: "mine" | "theirs"): string {
  const said = marks.flatMap((mark: Mark) => {
    const value = mark[whose];
    return value === null ? [] : [seen.t("pulse.mark", { value, date: shortDate(seen, mark.date) })];
  });
  return said.join(" → ");
}

function courses(seen: Seen, all: readonly Course[], partner: string): Block[] {
  return all.flatMap((course) => {
    const { field } = course;
    const [mine, theirs] = [courseText(seen, course, "mine"), courseText(seen, course, "theirs")];
    const lines = [
      ...(mine === "" ? [] : [seen.t("pulse.you", { marks: mine })]),
      ...(theirs === "" ? [] : [seen.t("pulse.them", { name: partner, marks: theirs })]),
    ];
    const ends = seen.t("prompt.scale", {
      from: field.from,
      low: field.low ?? "",
      to: field.to,
      high: field.high ?? "",
    });
    return [paragraph(seen.t("pulse.line", { label: field.label, ends })), { type: "list", items: lines } as const];
  });
}

/** One's own marks, a line each, from the first to the last. */
export async function thenAndNow(seen: Seen, mine: MyHome): Promise<readonly string[]> {
  return (await trendOf(seen, mine)).flatMap((course) => {
    const marks = courseText(seen, course, "mine");
    return marks === "" ? [] : [seen.t("pulse.then", { label: course.field.label, marks })];
  });
}

const pulse: View = async (seen) => {
  const { mine } = seen;
  if (!mine) return null;
  const all = await trendOf(seen, mine);
  const shares = mine.me.sharesTrend;
  const blocks: Block[] = [
    heading(seen.t("pulse.title")),
    ...(all.length === 0 ? [paragraph(seen.t("pulse.none"))] : courses(seen, all, mine.partner.name)),
    note(seen.t("pulse.yours")),
    note(seen.t(shares ? "pulse.shared" : "pulse.not-shared")),
  ];
  // A message that takes another's place has no picture: that one has been sent.
  const dates = new Set(all.flatMap(({ marks }) => marks.map(({ date }) => date)));
  const names = { me: mine.me.name, partner: mine.partner.name };
  const drawn = seen.params.again === true || dates.size < 2 ? [] : [pulseChart(seen, all, names)];
  const once = await confirming(seen, "trend_on");
  const toggle = shares
    ? button(seen.t("button.trend-off"), "trend_off", "replace")
    : button(seen.t("button.trend-on"), once("trend_on"), "replace");
  return message([...blocks, ...drawn], [[button(seen.t("button.pulse"), "checkin_pulse")], [toggle]]);
};

export const pulseViews: Readonly<Record<string, View>> = { pulse };
