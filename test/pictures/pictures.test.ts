/** Pictures are tested as the text they are made of; that it can be drawn, by drawing it. */
import { describe, expect, it, test } from "vitest";
import type { Board, Chart } from "../../src/domain/picture.ts";
import { boardSvg } from "../../src/pictures/board.ts";
import { chartSvg } from "../../src/pictures/chart.ts";
import { createDraw } from "../../src/pictures/draw.ts";
import { fitText, widthOf, wrap } from "../../src/pictures/text.ts";

const EVIL = `</text><script>alert("1")</script> & ' \u0000\u202e`;
const LABELS = ["A place to feel at home", "Good for my body", "Play", "People around me", "Work and learning", "Us"];
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==",
  "base64",
);

function board(lines: readonly string[], change: Partial<Board> = {}): Board {
  const squares = LABELS.map((label, at) => ({ label, line: lines[at] ?? "", photo: null }));
  return { kind: "board", title: "Ana", squares, ...change };
}

const CHART: Chart = {
  kind: "chart",
  title: "The pulse",
  dates: ["15 Jan", "15 Feb", "15 Mar"],
  legend: ["Ana", "Ben"],
  rows: [
    {
      label: "Talking",
      low: "news",
      high: "underneath",
      from: 1,
      to: 7,
      marks: [
        [1, null, 7],
        [1, 4, null],
      ],
    },
    { label: "Trust", low: "shut", high: "anything", from: 1, to: 7, marks: [[4, 4, 4]] },
  ],
};

/** What is written in a drawing, in order. */
function written(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1] ?? "");
}

function dots(svg: string): { x: number; y: number }[] {
  const all = svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="12"/g);
  return [...all].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

describe("a board", () => {
  it("has a square for each, with its label and its line, and none is left out", () => {
    const words = written(boardSvg(board(["a kitchen", "", "cards"])));
    expect(words).toEqual(["Ana", LABELS[0], "a kitchen", LABELS[1], LABELS[2], "cards", ...LABELS.slice(3)]);
  });

  it("takes anybody's words as data", () => {
    const svg = boardSvg(board([EVIL], { title: EVIL }));
    expect(svg).not.toContain("<script");
    for (const unseen of ["\u0000", "\u202e"]) expect(svg).not.toContain(unseen);
    expect(svg.replace(/<[^<>]*>/g, "")).not.toMatch(/[<>]/);
    expect(svg).toContain("&lt;/text&gt;");
  });

  it.each([1, 40, 400, 4000])("keeps a line of %i words inside its square", (count) => {
    const svg = boardSvg(board([Array(count).fill("lake").join(" "), "x".repeat(count)]));
    const sizes = [...svg.matchAll(/font-size="(\d+)"[^>]*text-anchor="middle">([^<]*)</g)];
    expect(sizes.length).toBeGreaterThan(1);
    for (const [, size, line] of sizes) expect(widthOf(line ?? "") * Number(size)).toBeLessThanOrEqual(411);
    expect(sizes.length).toBeLessThanOrEqual(14);
  });

  it("shows a photo cut to its square, with its words over its foot", () => {
    const photo = { mime: "image/png", data: PIXEL };
    const squares = [{ label: "Home", line: "by the lake", photo }];
    const svg = boardSvg(board([], { squares }));
    expect(svg).toContain(`href="data:image/png;base64,${PIXEL.toString("base64")}"`);
    expect(svg).toContain('preserveAspectRatio="xMidYMid slice"');
    expect(written(svg)).toEqual(["Ana", "Home", "by the lake"]);
  });
});

describe("a chart", () => {
  it("has a dot for each mark of each person, higher for a higher one, later to the right", () => {
    const [first, last, other, otherLater] = dots(chartSvg(CHART));
    expect(dots(chartSvg(CHART))).toHaveLength(7);
    expect(last?.y).toBeLessThan(first?.y ?? 0);
    expect(last?.x).toBeGreaterThan(otherLater?.x ?? 9999);
    expect(other?.y).toBe(first?.y);
    // The same mark of both on the same day: beside each other.
    expect(other?.x).not.toBe(first?.x);
  });

  it("names the two only where both are shown, and joins no marks over a gap with a full line", () => {
    expect(written(chartSvg(CHART))).toContain("Ben");
    expect(written(chartSvg({ ...CHART, legend: [] }))).not.toContain("Ben");
    expect(chartSvg(CHART).match(/stroke-dasharray/g)).toHaveLength(1);
  });

  it("has no number in it: nothing is added up", () => {
    expect(written(chartSvg(CHART)).filter((words) => /\d/.test(words))).toEqual(CHART.dates);
  });

  it("names few of many dates, the newest among them", () => {
    const dates = Array.from({ length: 24 }, (_, i) => `day${i}`);
    const named = written(chartSvg({ ...CHART, dates })).filter((words) => words.startsWith("day"));
    expect(named.length).toBeLessThanOrEqual(6);
    expect(named).toContain("day23");
  });
});

describe("text", () => {
  it("is broken between words, a long word within it, and nothing is lost", () => {
    const words = "one two three “four” — пять שש 七八九 👩‍👩‍👧 ".repeat(9) + "x".repeat(99);
    const lines = wrap(words, 300, 30);
    for (const line of lines) expect(widthOf(line) * 30).toBeLessThanOrEqual(300.01);
    expect(lines.join("").replace(/\s/g, "")).toBe(words.replace(/[\s\u200d]/g, ""));
  });

  it("is made smaller before it is cut", () => {
    const box = { width: 200, height: 100 };
    expect(fitText("short", box, [40, 20])).toEqual({ size: 40, lines: ["short"] });
    const cut = fitText("word ".repeat(99), box, [40, 20]);
    expect(cut.size).toBe(20);
    expect(cut.lines.at(-1)).toMatch(/…$/);
  });
});

test("both are drawn as PNG, many at once, beside the event loop; what cannot be drawn is refused", async () => {
  const draw = createDraw();
  const strange = {
    kind: "board",
    title: "x",
    squares: [{ label: "x", line: "x", photo: { mime: "image/png", data: Buffer.from("no picture") } }],
  } as const;
  const all = await Promise.all([draw(board(["日本語", EVIL])), draw(CHART), draw(strange)]);
  for (const png of all) expect(Buffer.from(png).subarray(1, 4).toString()).toBe("PNG");
  await expect(draw({ kind: "board" } as never)).rejects.toThrow("could not be drawn");
  expect(Buffer.from(await draw(CHART)).equals(Buffer.from(all[1] ?? []))).toBe(true);
});
