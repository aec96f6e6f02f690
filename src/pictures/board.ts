/** A board of squares, two in a row, each with a photo or a line, or empty. Pure: data in, SVG out. */
import { isBlank } from "../domain/blank.ts";
import type { Board, Square } from "../domain/picture.ts";
import { type Box, INK, LINE, number, paragraph, picture, rect, SHEET, SOFT, sign, text } from "./svg.ts";
import { cut, fitText, wrap } from "./text.ts";

const WIDTH = 1080;
const EDGE = 48;
const GAP = 28;
const HEAD = 132;
const COLUMN = (WIDTH - 2 * EDGE - GAP) / 2;
const TALL = 384;
const RADIUS = 28;
const INSET = 34;
const LABEL = 31;
/** Of the words over a photo, and the distance of their lines. */
const WORDS = 33;
const STEP = 44;

/** One for each square, in order, and again from the first. */
const TINTS = ["#f4dfd3", "#e3e8d6", "#f3e6c4", "#dbe5ea", "#e8ddea", "#f3d9d6"];
const SIZES = [54, 47, 41, 36, 31];

/** The board as SVG, 1080 wide. */
export function boardSvg({ title, squares }: Board): string {
  const rows = Math.ceil(squares.length / 2);
  const height = HEAD + rows * (TALL + GAP) - GAP + EDGE;
  const heading = text(cut(title, WIDTH - 2 * EDGE - 120, 48, "bold"), EDGE, 88, { size: 48, weight: "bold" });
  const boxes = squares.map((_, at) => boxAt(at, squares.length));
  const defs = squares.map(({ photo }, at) => (photo ? clip(at, boxes[at]) : "")).join("");
  const all = squares.map((one, at) => square(one, at, boxes[at] ?? boxAt(at, squares.length))).join("");
  return picture(WIDTH, height, `${SCRIM}${defs}`, `${heading}${sign(WIDTH - EDGE - 58, 36, 62)}${all}`);
}

/** How large the photo of a square is drawn. */
export function photoBox(at: number, count: number): { readonly width: number; readonly height: number } {
  return boxAt(at, count);
}

/** The last of an odd number has the whole row. */
function boxAt(at: number, count: number): Box {
  const alone = at === count - 1 && at % 2 === 0;
  const x = EDGE + (at % 2) * (COLUMN + GAP);
  const y = HEAD + Math.floor(at / 2) * (TALL + GAP);
  return { x, y, width: alone ? WIDTH - 2 * EDGE : COLUMN, height: TALL };
}

function square(one: Square, at: number, box: Box): string {
  if (one.photo) return withPhoto(one, one.photo, at, box);
  return isBlank(one.line) ? empty(one, box) : withLine(one, at, box);
}

function label(words: string, { x, y, width }: Box, color: string): string {
  return text(cut(words, width - 2 * INSET, LABEL, "bold"), x + INSET, y + INSET + LABEL, {
    size: LABEL,
    weight: "bold",
    color,
  });
}

function withLine({ label: words, line }: Square, at: number, box: Box): string {
  const room = { width: box.width - 2 * INSET, height: box.height - 2 * INSET - 56 };
  const { size, lines } = fitText(line, room, SIZES);
  const middle = box.y + INSET + 50 + room.height / 2;
  const tint = TINTS[at % TINTS.length] ?? SHEET;
  return [
    rect(box, RADIUS, `fill="${tint}"`),
    label(words, box, SOFT),
    paragraph(lines, box.x + box.width / 2, middle, { size, anchor: "middle" }),
  ].join("");
}

function empty({ label: words }: Square, box: Box): string {
  const frame = `fill="${SHEET}" fill-opacity="0.55" stroke="${LINE}" stroke-width="3" stroke-dasharray="2 12" stroke-linecap="round"`;
  return rect(box, RADIUS, frame) + label(words, box, SOFT);
}

const SCRIM =
  '<linearGradient id="scrim" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#1a1310" stop-opacity="0"/><stop offset="1" stop-color="#1a1310" stop-opacity="0.78"/></linearGradient>';

function clip(at: number, box: Box | undefined): string {
  return box ? `<clipPath id="square${at}">${rect(box, RADIUS, "")}</clipPath>` : "";
}

/** The photo fills its square; on its foot stands what it is, and what was written with it. */
function withPhoto(one: Square, photo: NonNullable<Square["photo"]>, at: number, box: Box): string {
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(number);
  const data = Buffer.from(photo.data).toString("base64");
  const lines = wrap(one.line, box.width - 2 * INSET, WORDS, "regular", 2);
  const shown =
    lines.length > 2 ? [lines[0] ?? "", cut(lines.slice(1).join(" "), box.width - 2 * INSET, WORDS)] : lines;
  const foot = box.y + box.height - INSET;
  const top = foot - shown.length * STEP;
  const words = shown
    .map((line, i) => text(line, box.x + INSET, top + (i + 1) * STEP, { size: WORDS, color: SHEET }))
    .join("");
  const name = text(cut(one.label, box.width - 2 * INSET, LABEL, "bold"), box.x + INSET, top - 6, {
    size: LABEL,
    weight: "bold",
    color: SHEET,
  });
  const scrim = { ...box, y: box.y + box.height / 3, height: (box.height * 2) / 3 };
  return [
    rect(box, RADIUS, `fill="${INK}" fill-opacity="0.08"`),
    `<g clip-path="url(#square${at})">`,
    `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="xMidYMid slice" href="data:${photo.mime};base64,${data}"/>`,
    rect(scrim, 0, 'fill="url(#scrim)"'),
    "</g>",
    name,
    words,
  ].join("");
}
