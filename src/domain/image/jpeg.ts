/** The segments of a JPEG. */
import { ascii, be16, type Image, keep, type Range, type Turn } from "./bytes.ts";
import { turnIn } from "./turn.ts";

/** Start of frame of the kinds that are drawn: baseline, extended, progressive. */
const DRAWN_FRAMES = [0xc0, 0xc1, 0xc2];
/** Huffman and quantization tables, the restart interval. */
const TABLES = [0xc4, 0xdb, 0xdd];
const SCAN = 0xda;
const END = 0xd9;
const EXIF = 0xe1;
/** No real picture comes near these. Each scan costs the decoder a walk over all of the picture. */
const MOST_SCANS = 64;
const MOST_SEGMENTS = 2_000;

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly isDrawn: boolean;
}

/** Null: not a JPEG. */
export function readJpeg(data: Uint8Array): Image | null {
  if (be16(data, 0) !== 0xffd8 || data[2] !== 0xff) return null;
  const { frame, parts, isWhole, turn } = walk(data);
  const { width = 0, height = 0, isDrawn = false } = frame ?? {};
  return { format: "jpeg", width, height, still: isWhole && isDrawn ? parts : null, turn };
}

interface Walked {
  readonly frame: Frame | null;
  readonly parts: readonly Range[];
  readonly isWhole: boolean;
  readonly turn: Turn;
}

/** Walks from segment to segment, up to the end mark or to the first thing that does not belong there. */
function walk(data: Uint8Array): Walked {
  const parts: Range[] = [[0, 2]];
  let frame: Frame | null = null;
  let [from, scans] = [2, 0];
  let turn: Turn = 1;
  for (let count = 0; count < MOST_SEGMENTS; count += 1) {
    from = pastFill(data, from);
    const marker = data[from + 1] ?? 0;
    if (marker === END && data[from] === 0xff) {
      keep(parts, from, from + 2);
      return { frame, parts, isWhole: scans > 0, turn };
    }
    let to = from + 2 + be16(data, from + 2);
    const isFrame = isFrameMarker(marker);
    scans += marker === SCAN ? 1 : 0;
    const isOdd = (isFrame && frame !== null) || (marker === SCAN && frame === null) || scans > MOST_SCANS;
    if (isOdd || isRefused(data, from, to, marker)) break;
    if (marker === EXIF && turn === 1) turn = turnIn(data.subarray(from + 4, to));
    if (isFrame) frame = frameAt(data, from, to, DRAWN_FRAMES.includes(marker));
    if (marker === SCAN) to = endOfScan(data, to);
    if (isFrame || marker === SCAN || isNeeded(data, from, marker)) keep(parts, from, to);
    from = to;
  }
  return { frame, parts, isWhole: false, turn };
}

/** Any number of 0xFF may stand before a marker. */
function pastFill(data: Uint8Array, from: number): number {
  let index = from;
  while (data[index] === 0xff && data[index + 1] === 0xff) index += 1;
  return index;
}

function isFrameMarker(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Cut short, or a marker that has no place between segments or that is never drawn. */
function isRefused(data: Uint8Array, from: number, to: number, marker: number): boolean {
  const hasPlace = isFrameMarker(marker) || marker === SCAN || TABLES.includes(marker) || isRemark(marker);
  return data[from] !== 0xff || !hasPlace || to < from + 4 || to > data.length;
}

/** What applications and people wrote into it: thumbnails, places, profiles. */
function isRemark(marker: number): boolean {
  return (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
}

/** Tables, and the two remarks that say how the colours are meant. */
function isNeeded(data: Uint8Array, from: number, marker: number): boolean {
  if (marker === 0xe0) return ascii(data, from + 4, 5) === "JFIF\0";
  return TABLES.includes(marker) || (marker === 0xee && ascii(data, from + 4, 5) === "Adobe");
}

function frameAt(data: Uint8Array, from: number, to: number, isKnown: boolean): Frame {
  const [precision, components = 0] = [data[from + 4], data[from + 9]];
  const factors = Array.from({ length: components }, (_, at) => data[from + 11 + 3 * at] ?? 0);
  const areSound = factors.every((both) => [both >> 4, both & 15].every((one) => one >= 1 && one <= 4));
  const isSound = precision === 8 && [1, 3, 4].includes(components) && to - from === 10 + 3 * components && areSound;
  return { width: be16(data, from + 7), height: be16(data, from + 5), isDrawn: isKnown && isSound };
}

/** The pixels go on until a marker that is neither a restart nor a 0xFF among them. */
function endOfScan(data: Uint8Array, from: number): number {
  let index = data.indexOf(0xff, from);
  while (index >= 0 && index < data.length - 1) {
    const next = data[index + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return index;
    index = data.indexOf(0xff, index + 2);
  }
  return data.length;
}
