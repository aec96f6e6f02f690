/** Marks over time, a panel for each line; of two people where both are seen. Pure: data in, SVG out. */
import type { Chart, Row } from "../domain/picture.ts";
import { ACCENT, type Box, LINE, number, OTHER, picture, rect, SHEET, SOFT, sign, text } from "./svg.ts";
import { cut, plain, widthOf } from "./text.ts";

const WIDTH = 1080;
const EDGE = 48;
const HEAD = 132;
const LEGEND = 56;
const PANEL = 300;
const GAP = 22;
const FOOT = 92;
const RADIUS = 26;
const INSET = 34;
/** Room for the dots above the lowest and below the highest step. */
const PLOT = { top: 104, bottom: 82 };
const COLORS = [ACCENT, OTHER];
/** More dates than this do not stand side by side. */
const MOST_DATES = 6;
/** Two marks on one spot stand beside each other. */
const APART = 12;

/** The chart as SVG, 1080 wide. */
export function chartSvg(chart: Chart): string {
  const top = HEAD + (chart.legend.length > 1 ? LEGEND : 0);
  const height = top + chart.rows.length * (PANEL + GAP) - GAP + FOOT;
  const title = text(cut(chart.title, WIDTH - 2 * EDGE - 120, 48, "bold"), EDGE, 88, { size: 48, weight: "bold" });
  const panels = chart.rows.map((row, at) => {
    const box = { x: EDGE, y: top + at * (PANEL + GAP), width: WIDTH - 2 * EDGE, height: PANEL };
    return panel(row, box, chart.dates.length);
  });
  const parts = [
    title,
    sign(WIDTH - EDGE - 58, 36, 62),
    legend(chart.legend),
    ...panels,
    dates(chart.dates, height - 38),
  ];
  return picture(WIDTH, height, "", parts.join(""));
}

function legend(names: readonly string[]): string {
  if (names.length < 2) return "";
  let x = EDGE + 10;
  return names
    .map((name, at) => {
      const words = cut(name, 380, 32);
      const dot = `<circle cx="${number(x)}" cy="${HEAD + 12}" r="10" fill="${COLORS[at] ?? SOFT}"/>`;
      const said = text(words, x + 24, HEAD + 22, { size: 32, color: SOFT });
      x += 24 + widthOf(words) * 32 + 44;
      return dot + said;
    })
    .join("");
}

/** The middle of each date's column. */
function columnAt(at: number, count: number): number {
  const [left, right] = [EDGE + INSET + 46, WIDTH - EDGE - INSET - 46];
  return count < 2 ? (left + right) / 2 : left + ((right - left) * at) / (count - 1);
}

function panel(row: Row, box: Box, count: number): string {
  const [low, high] = [box.y + box.height - PLOT.bottom, box.y + PLOT.top];
  const levelOf = (mark: number) => low - ((low - high) * (mark - row.from)) / Math.max(1, row.to - row.from);
  const guide = (y: number) =>
    `<path d="M${EDGE + INSET} ${number(y)}H${WIDTH - EDGE - INSET}" stroke="${LINE}" stroke-width="2"/>`;
  const room = (box.width - 2 * INSET) / 2;
  const right = box.x + box.width - INSET;
  return [
    rect(box, RADIUS, `fill="${SHEET}"`),
    text(cut(row.label, room, 37, "bold"), box.x + INSET, box.y + 62, { size: 37, weight: "bold" }),
    text(cut(row.high, room, 30), right, box.y + 60, { size: 30, color: SOFT, anchor: "end" }),
    text(cut(row.low, room * 2, 30), right, box.y + box.height - 26, { size: 30, color: SOFT, anchor: "end" }),
    guide(low),
    guide(high),
    ...row.marks.map((marks, who) => course(marks, row, who, (at) => columnAt(at, count), levelOf)),
  ].join("");
}

/** One person's marks: dots, joined where one follows the other. */
function course(
  marks: readonly (number | null)[],
  row: Row,
  who: number,
  xOf: (at: number) => number,
  yOf: (mark: number) => number,
): string {
  const color = COLORS[who] ?? SOFT;
  const shift = (at: number) => {
    const same = row.marks.filter((one) => one[at] !== null && one[at] === marks[at]).length > 1;
    return same ? (who === 0 ? -APART : APART) : 0;
  };
  const points = marks.flatMap((mark, at) => (mark === null ? [] : [{ at, x: xOf(at) + shift(at), y: yOf(mark) }]));
  const lines = points.slice(1).map((point, i) => {
    const before = points[i] ?? point;
    const middle = (before.x + point.x) / 2;
    const dashed = point.at - before.at > 1 ? ' stroke-dasharray="2 12"' : "";
    const path = `M${number(before.x)} ${number(before.y)}C${number(middle)} ${number(before.y)} ${number(middle)} ${number(point.y)} ${number(point.x)} ${number(point.y)}`;
    return `<path d="${path}" fill="none" stroke="${color}" stroke-width="5" stroke-linecap="round" stroke-opacity="0.55"${dashed}/>`;
  });
  const dots = points.map(
    ({ x, y }) =>
      `<circle cx="${number(x)}" cy="${number(y)}" r="12" fill="${color}" stroke="${SHEET}" stroke-width="4"/>`,
  );
  return [...lines, ...dots].join("");
}

/** The newest is always named; of many every second, third, … before it. */
function dates(all: readonly string[], y: number): string {
  const step = Math.max(1, Math.ceil(all.length / MOST_DATES));
  return all
    .map((date, at) => {
      if ((all.length - 1 - at) % step !== 0) return "";
      const room = (WIDTH - 2 * EDGE) / Math.min(MOST_DATES, all.length);
      return text(cut(plain(date), room - 12, 29), columnAt(at, all.length), y, {
        size: 29,
        color: SOFT,
        anchor: "middle",
      });
    })
    .join("");
}
