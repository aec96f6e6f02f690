import type { Picture } from "../domain/picture.ts";
import { boardSvg } from "./board.ts";
import { chartSvg } from "./chart.ts";

/** A picture as SVG. Pure: the same for the same data. */
export function pictureSvg(picture: Picture): string {
  return picture.kind === "board" ? boardSvg(picture) : chartSvg(picture);
}

/** Everything that is written in it. */
export function wordsIn(picture: Picture): string {
  const all =
    picture.kind === "board"
      ? picture.squares.flatMap(({ label, line }) => [label, line])
      : [...picture.legend, ...picture.dates, ...picture.rows.flatMap(({ label, low, high }) => [label, low, high])];
  return [picture.title, ...all].join("");
}
