/** The chunks of a PNG. */
import { ascii, be32, type Image, keep, type Range } from "./bytes.ts";

const START = 8;
/** Length, type and checksum, around the data of a chunk. */
const AROUND = 12;
/** No real picture comes near; each costs the decoder something. */
const MOST_CHUNKS = 20_000;
/** Bit depths that each kind of colour may have. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** All that makes up the picture itself. Colour profiles and texts are compressed and may unfold to any size. */
const NEEDED = ["PLTE", "tRNS"];
const ANIMATED = ["acTL", "fcTL", "fdAT"];

/** Null: not a PNG. */
export function readPng(data: Uint8Array): Image | null {
  if (be32(data, 0) !== 0x89504e47 || be32(data, 4) !== 0x0d0a1a0a) return null;
  if (ascii(data, START + 4, 4) !== "IHDR") return { format: "png", width: 0, height: 0, still: null };
  const size = { width: be32(data, START + 8), height: be32(data, START + 12) };
  return { format: "png", ...size, still: hasSoundHeader(data) ? stillParts(data) : null };
}

function hasSoundHeader(data: Uint8Array): boolean {
  const [depth = 0, color = 0, compression, filter, interlace = 0] = data.subarray(START + 16, START + 21);
  const isKnown = DEPTHS[color]?.includes(depth) === true && interlace <= 1;
  return be32(data, START) === 13 && isKnown && compression === 0 && filter === 0;
}

/** The start, the header and what the pixels need, each once and in order, up to the end mark. */
function stillParts(data: Uint8Array): readonly Range[] | null {
  const parts: Range[] = [[0, START + 13 + AROUND]];
  const seen = new Set<string>();
  let from = START + 13 + AROUND;
  for (let count = 0; count < MOST_CHUNKS; count += 1) {
    const type = ascii(data, from + 4, 4);
    const to = from + be32(data, from) + AROUND;
    if (to > data.length || type.length < 4) return null;
    if (type === "IEND") {
      keep(parts, from, to);
      return seen.has("IDAT") ? parts : null;
    }
    if (isRefused(type, seen)) return null;
    if (type === "IDAT" || NEEDED.includes(type)) keep(parts, from, to);
    seen.add(type);
    from = to;
  }
  return null;
}

/** A second header or palette, a frame of an animation, something unknown that the picture cannot do without. */
function isRefused(type: string, seen: ReadonlySet<string>): boolean {
  if (type === "IHDR" || ANIMATED.includes(type)) return true;
  if (NEEDED.includes(type)) return seen.has(type) || seen.has("IDAT");
  return type !== "IDAT" && /^[A-Z]/.test(type);
}
