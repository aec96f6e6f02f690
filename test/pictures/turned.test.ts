/** A photo that was taken with the camera on its side stands upright on the board. */
import { Resvg } from "@resvg/resvg-js";
import { describe, expect, it } from "vitest";
import { readStill } from "../../src/domain/image/read.ts";
import { photoSvg } from "../../src/pictures/svg.ts";
import { jpeg, segment } from "./files.ts";

type Order = "II" | "MM";

function number(order: Order, value: number, bytes: 2 | 4): Buffer {
  const data = Buffer.alloc(bytes);
  if (order === "II") data.writeUIntLE(value, 0, bytes);
  else data.writeUIntBE(value, 0, bytes);
  return data;
}

/** An Exif segment with one other entry before the orientation. */
function exif(turn: number, order: Order = "MM", type = 3): Buffer {
  const entry = (tag: number, kind: number, value: number) => [
    number(order, tag, 2),
    number(order, kind, 2),
    number(order, 1, 4),
    number(order, value, 2),
    number(order, 0, 2),
  ];
  const tiff = [Buffer.from(order), number(order, 42, 2), number(order, 8, 4), number(order, 2, 2)];
  const entries = [...entry(0x0100, 3, 7), ...entry(0x0112, type, turn)];
  return segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), ...tiff, ...entries, number(order, 0, 4)]));
}

/** A quarter of a 16 × 16 photo is light, the one at the top right; the rest is grey. */
function photo(...before: Buffer[]): Buffer {
  const plain = jpeg(16, 16, before);
  const scan = plain.subarray(0, plain.lastIndexOf(Buffer.from([0xff, 0xda])));
  const tables = segment(0xc4, Buffer.from([0, 1, 1, ...Array<number>(14).fill(0), 0, 10]));
  const start = segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0]));
  // No difference; 1000 lighter; 1000 darker; no difference. Each with the end of its block.
  const bits = "00" + "1011111010000" + "1000000101110" + "00";
  const bytes = bits.padEnd(32, "1").match(/.{8}/g) ?? [];
  const pixels = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
  return Buffer.concat([scan, tables, start, pixels, Buffer.from([0xff, 0xd9])]);
}

/** Which quarter of the drawn photo is light. */
function lightIn(data: Buffer, size = { width: 40, height: 40 }): string {
  const still = readStill(data);
  if (!still) throw new Error("not drawn");
  const clean = Buffer.concat(still.parts.map(([from, to]) => data.subarray(from, to)));
  const { pixels, width, height } = new Resvg(photoSvg(size, { ...still, data: clean })).render();
  const at = (x: number, y: number) => pixels[4 * (Math.floor(y * height) * width + Math.floor(x * width))] ?? 0;
  const quarters = { "top left": at(0.2, 0.2), "top right": at(0.8, 0.2), "bottom left": at(0.2, 0.8) };
  const all = { ...quarters, "bottom right": at(0.8, 0.8) };
  return Object.entries(all)
    .filter(([, value]) => value > 200)
    .map(([where]) => where)
    .join();
}

describe("a photo is turned as its camera says", () => {
  it.each([
    [1, "top right"],
    [2, "top left"],
    [3, "bottom left"],
    [4, "bottom right"],
    [5, "bottom left"],
    [6, "bottom right"],
    [7, "top right"],
    [8, "top left"],
  ])("%i", (turn, where) => {
    for (const order of ["II", "MM"] as const) expect(lightIn(photo(exif(turn, order)))).toBe(where);
  });

  it("and fills a square of any shape", () => {
    expect(lightIn(photo(exif(6)), { width: 60, height: 20 })).toContain("right");
  });

  it.each([
    ["without a word", Buffer.alloc(0)],
    ["0", exif(0)],
    ["9", exif(9)],
    ["of another type", exif(6, "MM", 4)],
    ["cut short", segment(0xe1, exif(6).subarray(4, 30))],
    ["of no order", segment(0xe1, Buffer.from("Exif\0\0XX*"))],
    ["with a directory far away", segment(0xe1, Buffer.from("Exif\0\0MM\0*\xff\xff\xff\xff", "latin1"))],
    ["with nothing but a name", segment(0xe1, Buffer.from("Exif\0\0"))],
  ])("one %s stays as it is", (_name, before) => {
    expect(lightIn(photo(before))).toBe("top right");
  });
});
