/** Picture files made from nothing: real ones of any size, and what somebody might make who means it ill. */
import { crc32, deflateSync } from "node:zlib";

const u8 = (...bytes: number[]) => Buffer.from(bytes);
const u16 = (value: number) => u8((value >> 8) & 255, value & 255);
const le16 = (value: number) => u8(value & 255, (value >> 8) & 255);
const le24 = (value: number) => Buffer.concat([le16(value), u8((value >> 16) & 255)]);

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function le32(value: number): Buffer {
  return u32(value).reverse();
}

export const PNG_START = Buffer.from("89504e470d0a1a0a", "hex");

export function chunk(type: string, data: Uint8Array = u8()): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
}

export function ihdr(width: number, height: number, kind = 0, depth = 1): Buffer {
  return chunk("IHDR", Buffer.concat([u32(width), u32(height), u8(depth, kind, 0, 0, 0)]));
}

/** A PNG of one colour; `before` and `after`: chunks around its pixels. One bit a pixel, so that a huge one is small. */
export function png(width: number, height: number, before: Buffer[] = [], after: Buffer[] = []): Buffer {
  const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height);
  const pixels = chunk("IDAT", deflateSync(rows, { level: 9 }));
  return Buffer.concat([PNG_START, ihdr(width, height), ...before, pixels, ...after, chunk("IEND")]);
}

/** An animated PNG. */
export function apng(width: number, height: number): Buffer {
  return png(width, height, [chunk("acTL", Buffer.concat([u32(2), u32(0)]))]);
}

export function segment(marker: number, data: Uint8Array): Buffer {
  return Buffer.concat([u8(0xff, marker), u16(data.length + 2), data]);
}

const QUANTA = segment(0xdb, u8(0, ...Array<number>(64).fill(1)));
/** One code in each table, a single 0 bit: no difference, and the end of the block. */
const ONE_CODE = [1, ...Array<number>(15).fill(0), 0];
const HUFFMAN = Buffer.concat([segment(0xc4, u8(0x00, ...ONE_CODE)), segment(0xc4, u8(0x10, ...ONE_CODE))]);

export function sof(marker: number, width: number, height: number, components = 1): Buffer {
  const each = Array.from({ length: components }, (_, at) => [at + 1, 0x11, 0]).flat();
  return segment(marker, Buffer.concat([u8(8), u16(height), u16(width), u8(components, ...each)]));
}

function sos(from = 0, to = 63, components = 1): Buffer {
  const each = Array.from({ length: components }, (_, at) => [at + 1, 0]).flat();
  return segment(0xda, u8(components, ...each, from, to, 0));
}

const SOI = u8(0xff, 0xd8);
const EOI = u8(0xff, 0xd9);

/** The bits of all blocks, each as many 0 bits. */
function zeros(width: number, height: number, bits: number): Buffer {
  return Buffer.alloc(Math.ceil((Math.ceil(width / 8) * Math.ceil(height / 8) * bits) / 8));
}

/** A grey JPEG; `before`: segments after its start, `after`: bytes after its end. */
export function jpeg(width: number, height: number, before: Buffer[] = [], after: Buffer[] = []): Buffer {
  const pixels = zeros(width, height, 2);
  return Buffer.concat([SOI, ...before, QUANTA, sof(0xc0, width, height), HUFFMAN, sos(), pixels, EOI, ...after]);
}

/** A grey progressive JPEG whose detail comes in as many scans. */
export function progressive(width: number, height: number, scans: number): Buffer {
  const bits = zeros(width, height, 1);
  const detail = Array.from({ length: scans - 1 }, () => [sos(1, 63), bits]).flat();
  return Buffer.concat([SOI, QUANTA, sof(0xc2, width, height), HUFFMAN, sos(0, 0), bits, ...detail, EOI]);
}

export function gif(width: number, height: number): Buffer {
  const screen = Buffer.concat([Buffer.from("GIF89a"), le16(width), le16(height), u8(0, 0, 0)]);
  return Buffer.concat([screen, Buffer.from("2c00000000010001000002024401003b", "hex")]);
}

function riff(...chunks: [string, Buffer][]): Buffer {
  const all = chunks.map(([type, data]) =>
    Buffer.concat([Buffer.from(type, "latin1"), le32(data.length), data, Buffer.alloc(data.length % 2)]),
  );
  const body = Buffer.concat([Buffer.from("WEBP"), ...all]);
  return Buffer.concat([Buffer.from("RIFF"), le32(body.length), body]);
}

/** The headers of each kind of WebP. */
export const webp = {
  lossy: (width: number, height: number) =>
    riff(["VP8 ", Buffer.concat([u8(0x50, 1, 0, 0x9d, 1, 0x2a), le16(width), le16(height), Buffer.alloc(20)])]),
  lossless: (width: number, height: number) =>
    riff(["VP8L", Buffer.concat([u8(0x2f), le32(((width - 1) | ((height - 1) << 14)) >>> 0), Buffer.alloc(9)])]),
  extended: (width: number, height: number, flags = 0) =>
    riff(["VP8X", Buffer.concat([le32(flags), le24(width - 1), le24(height - 1)])]),
};

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, "latin1"), body]);
}

/** The boxes of an AVIF (`avif`) or a HEIC (`heic`) that say how large it is. */
export function heif(brand: string, width: number, height: number): Buffer {
  const size = box("ispe", u32(0), u32(width), u32(height));
  const about = box("meta", u32(0), box("iprp", box("ipco", size)));
  return Buffer.concat([box("ftyp", Buffer.from(brand), u32(0), Buffer.from("mif1")), about]);
}

export const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>');
