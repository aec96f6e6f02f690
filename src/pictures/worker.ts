/** Draws on a thread of its own: a picture comes in, a PNG goes out. */
import { parentPort } from "node:worker_threads";
import { Resvg } from "@resvg/resvg-js";
import type { Picture } from "../domain/picture.ts";
import { FONTS, isCovered } from "./fonts.ts";
import { pictureSvg, wordsIn } from "./picture-svg.ts";

export interface Order {
  readonly id: number;
  readonly picture: Picture;
}

/** `png` is null when it could not be drawn. */
export interface Drawn {
  readonly id: number;
  readonly png: Uint8Array | null;
}

function draw(picture: Picture): Uint8Array | null {
  try {
    const loadSystemFonts = !isCovered(wordsIn(picture));
    const font = { fontFiles: [...FONTS], loadSystemFonts, defaultFontFamily: "Open Sans" };
    return new Uint8Array(new Resvg(pictureSvg(picture), { font }).render().asPng());
  } catch {
    return null;
  }
}

parentPort?.on("message", ({ id, picture }: Order) => {
  const drawn: Drawn = { id, png: draw(picture) };
  parentPort?.postMessage(drawn);
});
