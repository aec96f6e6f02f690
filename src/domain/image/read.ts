/** What an image is by its bytes. What a platform or a person says about it is never asked. Pure, and never throws. */
import type { Image, Range, Turn } from "./bytes.ts";
import { readJpeg } from "./jpeg.ts";
import { readGif, readHeif, readWebp } from "./others.ts";
import { readPng } from "./png.ts";

/** The most of a picture that is drawn: what phones take as a photo, and less than what a decoder chokes on. */
const MOST_PIXELS = 40_000_000;
const LONGEST_SIDE = 12_000;

const READERS = [readPng, readJpeg, readWebp, readGif, readHeif];
const MIMES = { png: "image/png", jpeg: "image/jpeg", webp: "image/webp", gif: "image/gif", heif: "image/heic" };

/** Null: no image, or of a kind that is not known here (such as SVG). */
export function readImage(data: Uint8Array): Image | null {
  for (const read of READERS) {
    const image = read(data);
    if (image) return image;
  }
  return null;
}

/** The MIME type of an image. */
export function mimeOf({ format }: Image): string {
  return MIMES[format];
}

/** A file that may be given to the decoder: which kind it is, and which of its bytes. */
export interface Still {
  readonly mime: "image/png" | "image/jpeg";
  readonly parts: readonly Range[];
  readonly turn: Turn;
}

/** Null for everything that must not be drawn: too large, animated, nested, of another kind, or in itself contradictory. */
export function readStill(data: Uint8Array): Still | null {
  return stillOf(readImage(data));
}

/** The same of an image that was read. */
export function stillOf(image: Image | null): Still | null {
  if (!image?.still) return null;
  const { width, height, still: parts, turn = 1 } = image;
  const fits = Math.min(width, height) > 0 && Math.max(width, height) <= LONGEST_SIDE && width * height <= MOST_PIXELS;
  if (!fits) return null;
  return { mime: image.format === "png" ? "image/png" : "image/jpeg", parts, turn };
}
