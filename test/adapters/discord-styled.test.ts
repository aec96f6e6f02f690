/** Styles on Discord: what is written there, read by rules that are not the adapter's, is what was meant. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readMarkdown } from "../../adapters/discord/markdown.ts";
import { renderParts } from "../../adapters/discord/render.ts";
import { styledLine } from "../../adapters/discord/styled.ts";
import { type Span, STYLES, styled, type Words } from "../../src/domain/words.ts";
import { nasty, see, seeStyled } from "./discord-markdown.ts";

const spans = fc.array(fc.record({ from: fc.nat(40), to: fc.nat(40), style: fc.constantFrom(...STYLES) }), {
  maxLength: 5,
});
const line = (all: string) => all.replace(/[\r\n\v\f\u0085\u2028\u2029\u2060]/g, " ").trim();
const words = fc.tuple(nasty, spans).map(([all, some]) => styled(line(all), some));
const plainWords = fc
  .tuple(fc.array(fc.constantFrom("one", "two", "three", "é", "😀", "22:30"), { minLength: 1, maxLength: 8 }), spans)
  .map(([all, some]) => styled(all.join(" "), some));

/** Letters and what they look like; the joiner that nobody sees is no letter. */
function looks({
  text,
  spans: all = [],
}: {
  text: string;
  spans?: readonly { from: number; to: number; style: string }[];
}) {
  return Array.from({ length: text.length }, (_, at) => at)
    .filter((at) => !/[\s\u2060]/.test(text[at] ?? ""))
    .map(
      (at) =>
        `${text[at]}:${STYLES.filter((style) => all.some((one) => one.style === style && one.from <= at && at < one.to)).join()}`,
    );
}

describe("a line with styles", () => {
  test("shows its words and their styles, whatever stands in it", () => {
    fc.assert(
      fc.property(words, (one) => {
        fc.pre(one.text !== "" && !/~/.test(one.text));
        expect(looks(seeStyled(styledLine(one)))).toEqual(looks(one));
      }),
      { numRuns: 3_000 },
    );
  });

  test("is read back by the direct chat as it was", () => {
    fc.assert(
      fc.property(plainWords, (one) => {
        expect(looks(readMarkdown(styledLine(one)))).toEqual(looks(one));
      }),
      { numRuns: 2_000 },
    );
  });

  test("ends what is struck through before a tilde of its own", () => {
    const shown = see(styledLine({ text: "a~~ b", spans: [{ from: 0, to: 3, style: "strike" }] }));
    expect(shown.text).toBe("a~~ b");
  });
});

describe("a covered answer with styles", () => {
  test("is covered as a whole, with its styles inside, over as many messages as it takes", () => {
    const text = Array.from({ length: 900 }, (_, n) => `w${n}`).join(" ");
    const all: Span[] = STYLES.map((style, n) => ({ from: n * 700, to: n * 700 + 1500, style }));
    const parts = renderParts({
      blocks: [{ type: "quote", by: "Ana", ...styled(text, all), covered: true }],
      buttons: [],
    });
    expect(parts.length).toBeGreaterThan(1);
    const bodies = parts.map((part) => part.content.replace(/^\*\*Ana\*\*\n/, ""));
    for (const body of bodies) {
      expect(body.length).toBeLessThanOrEqual(2000);
      for (const one of body.split("\n")) expect(one).toMatch(/^> \|\|.*\|\|$/);
    }
    expect(bodies.flatMap((body) => looks(seeStyled(body)))).toEqual(looks(styled(text, all)));
  });

  test("many short styles do not make a message too long", () => {
    const text = "ab ".repeat(600).trim();
    const all = Array.from({ length: 600 }, (_, n) =>
      STYLES.map((style) => ({ from: n * 3, to: n * 3 + 1, style })),
    ).flat();
    const parts = renderParts({
      blocks: [{ type: "quote", by: "", ...styled(text, all), covered: true }],
      buttons: [],
    });
    expect(parts.every(({ content }) => content.length <= 2000)).toBe(true);
    expect(parts.flatMap(({ content }) => looks(seeStyled(content)))).toEqual(looks(styled(text, all)));
  });
});

describe("a direct message is read as its author saw it", () => {
  const read = (content: string): Words => readMarkdown(content, { "5": "Ben" });

  test.each([
    ["**b** *i* _i_ __u__ ~~s~~", "b i i u s", ["bold", "italic", "underline", "strike"]],
    ["__***all***__", "all", ["underline", "bold", "italic"]],
    ["\\*not\\* 2 * 3 * 4 snake_case_name", "*not* 2 * 3 * 4 snake_case_name", []],
    [
      "[our plan](https://example.org/a_(b)) and <https://example.org/x_y_z>",
      "our plan (https://example.org/a_(b)) and https://example.org/x_y_z",
      [],
    ],
    ["https://example.org/_a_/*b*", "https://example.org/_a_/*b*", []],
    ["||hidden **x**||", "hidden x", ["bold"]],
    ["`*code*` and ```js\nlet *x* = 1;\n```", "*code* and let *x* = 1;", []],
    ["# Head\n-# small\n> quote\n- item", "Head\nsmall\n> quote\n- item", []],
    [
      "<:heart:123456789012345678> <@5> <@6> <t:1700000000:R> </help:123>",
      ":heart: @Ben <@6> 2023-11-14 22:13 UTC /help",
      [],
    ],
    ["¯\\_(ツ)_/¯", "¯\\_(ツ)_/¯", []],
    ["**open and __open", "**open and __open", []],
  ] as const)("%s", (content, text, styles) => {
    const seen = read(content);
    expect(seen.text).toBe(text);
    expect((seen.spans ?? []).map(({ style }) => style)).toEqual(styles);
  });

  test("takes no time over anything", () => {
    for (const text of [
      "*".repeat(4000),
      "_a".repeat(2000),
      "[(".repeat(2000),
      "||".repeat(2000),
      "~~a".repeat(1300),
      "`".repeat(4000),
      "**a* ".repeat(800),
    ]) {
      const begin = performance.now();
      read(text);
      expect(performance.now() - begin).toBeLessThan(1500);
    }
  });
});
