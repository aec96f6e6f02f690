/** The marks of the pulse as a picture. */
import type { PictureBlock } from "../../domain/message.ts";
import { Temporal } from "../../domain/temporal.ts";
import type { Course } from "../rounds/trend.ts";
import type { Seen } from "./view.ts";

/** Names the picture within its message. */
const KEY = "pulse";

/**
 * One's own marks over time, a panel for each line, and beside them of the other's what may be seen
 * (`Course` holds nothing else). To be sent privately, and not in place of another message: a picture
 * is a message of its own.
 */
export function pulseChart(
  seen: Seen,
  courses: readonly Course[],
  names: { readonly me: string; readonly partner: string },
): PictureBlock {
  const dates = [...new Set(courses.flatMap(({ marks }) => marks.map(({ date }) => date)))].sort();
  const rows = courses.map(({ field, marks }) => {
    const at = new Map(marks.map((mark) => [mark.date, mark]));
    const mine = dates.map((date) => at.get(date)?.mine ?? null);
    const theirs = dates.map((date) => at.get(date)?.theirs ?? null);
    const { label, from, to, low = "", high = "" } = field;
    return { label, low, high, from, to, marks: theirs.some((mark) => mark !== null) ? [mine, theirs] : [mine] };
  });
  const both = rows.some(({ marks }) => marks.length > 1);
  const title = seen.t("ritual.pulse.title");
  const days = dates.map((date) => shortDate(seen.language, date));
  return {
    type: "picture",
    key: KEY,
    picture: { kind: "chart", title, dates: days, rows, legend: both ? [names.me, names.partner] : [] },
    caption: title,
    covered: true,
    instead: seen.t("media.not-shown"),
    files: [],
  };
}

function shortDate(language: string, date: string): string {
  return Temporal.PlainDate.from(date).toLocaleString(language, { day: "numeric", month: "short" });
}
