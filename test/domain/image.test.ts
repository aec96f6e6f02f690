/** What a picture is by its bytes: real ones, ones that lie, and bytes that are nothing. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { mimeOf, readImage, readStill } from "../../src/domain/image/read.ts";
import * as make from "../pictures/files.ts";

const { chunk, ihdr, jpeg, png, segment, sof } = make;

describe("format and size are read from the bytes", () => {
  it.each([
    ["a PNG", png(300, 200), "image/png"],
    ["an animated PNG", make.apng(300, 200), "image/png"],
    ["a JPEG", jpeg(300, 200), "image/jpeg"],
    ["a progressive JPEG", make.progressive(300, 200, 5), "image/jpeg"],
    ["a lossy WebP", make.webp.lossy(300, 200), "image/webp"],
    ["a lossless WebP", make.webp.lossless(300, 200), "image/webp"],
    ["an extended WebP", make.webp.extended(300, 200), "image/webp"],
    ["an animated WebP", make.webp.extended(300, 200, 2), "image/webp"],
    ["a GIF", make.gif(300, 200), "image/gif"],
    ["an AVIF", make.heif("avif", 300, 200), "image/heic"],
    ["a HEIC", make.heif("heic", 300, 200), "image/heic"],
  ])("of %s", (_name, data, mime) => {
    expect(readImage(data)).toMatchObject({ width: 300, height: 200 });
    const image = readImage(data);
    expect(image && mimeOf(image)).toBe(mime);
  });

  it("of the largest that each kind can say", () => {
    expect(readImage(jpeg(8, 8, [], []))).toMatchObject({ width: 8 });
    expect(readImage(make.webp.lossless(16_384, 16_384))).toMatchObject({ width: 16_384, height: 16_384 });
    expect(readImage(make.webp.extended(2 ** 24, 1))).toMatchObject({ width: 2 ** 24, height: 1 });
    expect(readImage(Buffer.concat([make.PNG_START, ihdr(2 ** 31 - 1, 7)]))).toMatchObject({ width: 2 ** 31 - 1 });
  });

  it.each([
    ["SVG", make.SVG],
    ["SVG after a byte order mark", Buffer.concat([Buffer.from("\ufeff"), make.SVG])],
    ["compressed SVG", Buffer.from("1f8b0800", "hex")],
    ["TIFF", Buffer.from("49492a0008000000", "hex")],
    ["an icon", Buffer.from("0000010001001010", "hex")],
    ["a video", make.heif("isom", 10, 10)],
    ["words", Buffer.from("photo of Ana")],
    ["nothing", Buffer.alloc(0)],
  ])("%s is no image that is known here", (_name, data) => {
    expect(readImage(data)).toBeNull();
    expect(readStill(data)).toBeNull();
  });
});

describe("what may be drawn", () => {
  const drawnAs = (data: Uint8Array) => readStill(data)?.mime ?? null;
  const kept = (data: Buffer) =>
    Buffer.concat((readStill(data)?.parts ?? []).map(([from, to]) => data.subarray(from, to)));

  it("is a whole still PNG or JPEG", () => {
    expect(drawnAs(png(30, 20))).toBe("image/png");
    expect(drawnAs(jpeg(30, 20))).toBe("image/jpeg");
    expect(drawnAs(make.progressive(30, 20, 10))).toBe("image/jpeg");
  });

  it("has at most 40 megapixels, and 12,000 pixels on a side", () => {
    expect(drawnAs(png(8_000, 5_000))).toBe("image/png");
    expect(drawnAs(png(8_001, 5_000))).toBeNull();
    expect(drawnAs(jpeg(12_000, 3_333))).toBe("image/jpeg");
    expect(drawnAs(jpeg(12_001, 10))).toBeNull();
    expect(drawnAs(jpeg(10, 12_001))).toBeNull();
    // What a 48-megapixel phone takes.
    expect(drawnAs(jpeg(8_064, 6_048))).toBeNull();
    expect(drawnAs(png(26_000, 26_000))).toBeNull();
    for (const [width, height] of [
      [0, 5],
      [5, 0],
    ] as const) {
      expect(drawnAs(Buffer.concat([make.PNG_START, ihdr(width, height), png(5, 5).subarray(33)]))).toBeNull();
      expect(
        drawnAs(Buffer.concat([Buffer.from([0xff, 0xd8]), sof(0xc0, width, height), jpeg(5, 5).subarray(2)])),
      ).toBeNull();
    }
  });

  it("leaves out what unfolds to any size, what is private, and what comes after the end", () => {
    const bomb = chunk("iCCP", Buffer.from("all\0\0zeros"));
    const text = chunk("zTXt", Buffer.from("where\0\0at home"));
    expect(kept(png(30, 20, [bomb, text, chunk("eXIf")], [chunk("iTXt")]))).toEqual(png(30, 20));
    expect(kept(Buffer.concat([png(30, 20), png(9, 9)]))).toEqual(png(30, 20));
    const place = segment(0xe1, Buffer.from("Exif\0\0at home"));
    const profile = segment(0xe2, Buffer.from("ICC_PROFILE\0zeros"));
    expect(kept(jpeg(30, 20, [place, profile, segment(0xfe, Buffer.from("hi"))]))).toEqual(jpeg(30, 20));
    expect(kept(jpeg(30, 20, [], [jpeg(9, 9)]))).toEqual(jpeg(30, 20));
    // Phones put a map of the brightness behind a photo, as a further picture.
    const more = segment(0xe2, Buffer.from("MPF\0more"));
    expect(kept(Buffer.concat([jpeg(30, 20, [more]), jpeg(9, 9)]))).toEqual(jpeg(30, 20));
    const colours = [
      segment(0xe0, Buffer.from("JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0")),
      segment(0xee, Buffer.from("Adobe0000000")),
    ];
    expect(kept(jpeg(30, 20, colours))).toEqual(jpeg(30, 20, colours));
  });

  it.each([
    ["an animated PNG", make.apng(30, 20)],
    ["a PNG with frames alone", png(30, 20, [], [chunk("fdAT", Buffer.alloc(9))])],
    ["a GIF", make.gif(30, 20)],
    ["a WebP", make.webp.lossy(30, 20)],
    ["a HEIC", make.heif("heic", 30, 20)],
    ["a PNG with two headers", png(30, 20, [ihdr(26_000, 26_000)])],
    ["a PNG with two palettes", png(30, 20, [chunk("PLTE", Buffer.alloc(3)), chunk("PLTE", Buffer.alloc(3))])],
    ["a PNG with something unknown that it needs", png(30, 20, [chunk("HUGE")])],
    ["a PNG of a colour that there is not", Buffer.concat([make.PNG_START, ihdr(9, 9, 5, 8), png(9, 9).subarray(33)])],
    ["a PNG without pixels", Buffer.concat([make.PNG_START, ihdr(9, 9), chunk("IEND")])],
    ["a PNG that is cut short", png(30, 20).subarray(0, -12)],
    [
      "a PNG with a length beyond its end",
      Buffer.concat([png(30, 20).subarray(0, 33), Buffer.from("ffffffff49444154", "hex")]),
    ],
    ["a PNG of a hundred thousand chunks", png(30, 20, Array<Buffer>(100_000).fill(chunk("tEXt")))],
    ["a JPEG with two frames", jpeg(30, 20, [sof(0xc0, 30, 20)])],
    ["a JPEG with a large frame after the small one", jpeg(30, 20, [sof(0xc2, 26_000, 26_000)])],
    ["a lossless JPEG", jpeg(30, 20, [sof(0xc3, 30, 20)])],
    ["an arithmetic JPEG", Buffer.concat([Buffer.from([0xff, 0xd8]), sof(0xc9, 9, 9), jpeg(9, 9).subarray(2)])],
    ["a JPEG that says its height later", jpeg(30, 0, [segment(0xdc, Buffer.from([0, 20]))])],
    ["a JPEG of five colours", Buffer.concat([Buffer.from([0xff, 0xd8]), sof(0xc0, 9, 9, 5), jpeg(9, 9).subarray(89)])],
    ["a JPEG of a hundred scans", make.progressive(30, 20, 100)],
    ["a JPEG that is cut short", jpeg(30, 20).subarray(0, -2)],
    ["a JPEG within a JPEG", jpeg(30, 20, [jpeg(9, 9)])],
    ["a JPEG of ten thousand remarks", jpeg(30, 20, Array<Buffer>(10_000).fill(segment(0xfe, Buffer.from("x"))))],
  ])("is not %s", (_name, data) => {
    expect(drawnAs(data)).toBeNull();
  });
});

const SAMPLES = [
  png(30, 20, [chunk("iCCP", Buffer.alloc(40))]),
  make.apng(30, 20),
  jpeg(30, 20, [segment(0xe1, Buffer.alloc(30))]),
  make.progressive(30, 20, 6),
  make.webp.lossy(30, 20),
  make.webp.lossless(30, 20),
  make.webp.extended(30, 20),
  make.gif(30, 20),
  make.heif("avif", 30, 20),
];

test("whatever is changed in a file, reading it never fails, and what is kept lies within it", () => {
  const change = fc.record({ at: fc.nat(400), byte: fc.nat(255) });
  const changes = fc.array(change, { maxLength: 12 });
  const kind = fc.constantFrom(...SAMPLES);
  fc.assert(
    fc.property(kind, changes, fc.nat(400), fc.uint8Array({ maxLength: 40 }), (sample, all, cut, tail) => {
      const data = Buffer.concat([sample.subarray(0, sample.length - (cut % 40)), tail]);
      for (const { at, byte } of all) if (at < data.length) data[at] = byte;
      const image = readImage(data);
      expect(image === null || (image.width >= 0 && image.height >= 0)).toBe(true);
      let before = 0;
      for (const [from, to] of readStill(data)?.parts ?? []) {
        expect(from).toBeGreaterThanOrEqual(before);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(data.length);
        before = to;
      }
    }),
    { numRuns: 3_000 },
  );
});

test("ten million bytes of the worst kind are read at once", () => {
  const fill = (start: Buffer, ...bytes: number[]) =>
    Buffer.concat([start, Buffer.alloc(10_000_000, Buffer.from(bytes))]);
  const scan = jpeg(30, 20).subarray(0, -2);
  const worst = [
    fill(scan, 0xff, 0x00),
    fill(scan, 0xff, 0xd0),
    fill(scan, 0xff),
    fill(scan, 0x00),
    fill(scan, ...segment(0xdb, Buffer.from("x"))),
    fill(Buffer.from([0xff, 0xd8]), 0xff),
    fill(png(30, 20).subarray(0, 33), ...chunk("tEXt")),
    fill(png(30, 20).subarray(0, 33), ...chunk("IDAT")),
    fill(make.heif("avif", 1, 1).subarray(0, 20), 0x69),
    fill(make.webp.extended(1, 1), 0),
  ];
  for (const data of worst) {
    const begun = performance.now();
    readStill(data);
    expect(performance.now() - begun).toBeLessThan(1_000);
  }
});
