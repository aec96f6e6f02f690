/** A picture as PNG. Runs in the drawing process alone: a native library meets bytes that a stranger may have made. */
import { Resvg, type ResvgRenderOptions } from "@resvg/resvg-js";
import { readStill } from "../domain/image/read.ts";
import type { Board, Picture, Square } from "../domain/picture.ts";
import { photoBox } from "./board.ts";
import { FONTS, isCovered } from "./fonts.ts";
import { pictureSvg, wordsIn } from "./picture-svg.ts";
import { photoSvg } from "./svg.ts";

type Photo = NonNullable<Square["photo"]>;

/** Throws when it cannot be drawn. */
export function paint(picture: Picture): Uint8Array {
  const ready = picture.kind === "board" ? withSmallPhotos(picture) : picture;
  const loadSystemFonts = !isCovered(wordsIn(ready));
  const font = { fontFiles: [...FONTS], loadSystemFonts, defaultFontFamily: "Open Sans" };
  return render(pictureSvg(ready), { font }).asPng();
}

function render(svg: string, options: ResvgRenderOptions) {
  return new Resvg(svg, options).render();
}

/** One photo after the other, each as small as its square: only one large one is in memory at a time. */
function withSmallPhotos(board: Board): Board {
  const squares = board.squares.map((square, at) => {
    const photo = square.photo && small(square.photo, photoBox(at, board.squares.length));
    return { ...square, photo };
  });
  return { ...board, squares };
}

/** Null where the bytes must not be drawn, whatever was known of them before: its words stand in the square then. */
function small({ data }: Photo, size: { width: number; height: number }): Photo | null {
  const still = readStill(data);
  if (!still) return null;
  const clean = Buffer.concat(still.parts.map(([from, to]) => data.subarray(from, to)));
  const drawn = render(photoSvg(size, { ...still, data: clean }), { font: { loadSystemFonts: false } });
  // The library leaves out what it cannot decode, without a word.
  if (!hasContent(drawn.pixels)) throw new Error("the photo cannot be decoded");
  const png = drawn.asPng();
  // Memory of the native library is only given back with its objects.
  globalThis.gc?.();
  return { mime: "image/png", data: png };
}

function hasContent(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) return true;
  return false;
}
