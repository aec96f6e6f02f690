/** Reading numbers out of foreign bytes. Outside of them there is nothing but zeros: no read fails. */

/** From `from` up to and without `to`. */
export type Range = readonly [from: number, to: number];

/** 1: as it is. The others are those of Exif: 3 upside down, 6 and 8 lying on a side, the rest mirrored. */
export type Turn = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What the header of an image says of it. */
export interface Image {
  readonly format: "png" | "jpeg" | "webp" | "gif" | "heif";
  /** In pixels; 0 where the file does not say. */
  readonly width: number;
  readonly height: number;
  /**
   * The parts of the file that make one still picture, in order. Null: it is not known to be one whole still
   * picture and nothing else (animated, nested, cut short, of a kind that is never drawn), or its parts contradict
   * each other.
   */
  readonly still: readonly Range[] | null;
  /** How it is to be turned when it is shown; none: as it is. */
  readonly turn?: Turn;
}

function at(data: Uint8Array, index: number): number {
  return data[index] ?? 0;
}

export function be16(data: Uint8Array, index: number): number {
  return at(data, index) * 0x100 + at(data, index + 1);
}

export function be32(data: Uint8Array, index: number): number {
  return be16(data, index) * 0x10000 + be16(data, index + 2);
}

export function le16(data: Uint8Array, index: number): number {
  return at(data, index + 1) * 0x100 + at(data, index);
}

export function le24(data: Uint8Array, index: number): number {
  return at(data, index + 2) * 0x10000 + le16(data, index);
}

export function le32(data: Uint8Array, index: number): number {
  return le16(data, index + 2) * 0x10000 + le16(data, index);
}

/** `length` bytes as ASCII. */
export function ascii(data: Uint8Array, index: number, length: number): string {
  return String.fromCharCode(...data.subarray(index, index + length));
}

/** Adds a range; what follows the last one directly is joined to it. */
export function keep(ranges: Range[], from: number, to: number): void {
  const last = ranges.at(-1);
  if (last && last[1] === from) ranges[ranges.length - 1] = [last[0], to];
  else ranges.push([from, to]);
}
