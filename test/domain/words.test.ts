import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withAddresses } from "../../src/domain/addresses.ts";
import {
  edited,
  joinWords,
  replaceIn,
  retyped,
  type Span,
  STYLES,
  sliceWords,
  stretches,
  styled,
  trimWords,
  type Words,
  wordLines,
} from "../../src/domain/words.ts";

const text = fc.string({
  unit: fc.constantFrom("a", "b", " ", "\n", "*", "é", "👩‍👧", "😀", "<", "\u2060"),
  maxLength: 40,
});
const span = fc.record({
  from: fc.integer({ min: -3, max: 60 }),
  to: fc.integer({ min: -3, max: 60 }),
  style: fc.constantFrom(...STYLES),
});
const words = fc.tuple(text, fc.array(span, { maxLength: 6 })).map(([all, spans]) => styled(all, spans));

/** For each character what it looks like; white space looks like nothing. */
function looks({ text: all, spans = [] }: Words): string[] {
  return [...all].map((character, n) => {
    const at = [...all].slice(0, n).join("").length;
    const styles = /\s/.test(character)
      ? []
      : STYLES.filter((style) => spans.some((one) => one.style === style && one.from <= at && at < one.to));
    return character + styles.join("+");
  });
}

describe("styled", () => {
  test("is one normal form: within the text, in order, apart, no half character, no white space at an end", () => {
    fc.assert(
      fc.property(words, (one) => {
        expect(styled(one.text, one.spans ?? [])).toEqual(one);
        for (const { from, to } of one.spans ?? []) {
          const inside = one.text.slice(from, to);
          expect(inside).not.toBe("");
          expect(inside.trim()).toBe(inside);
          expect(inside.isWellFormed()).toBe(true);
        }
        for (const style of STYLES) {
          const own = (one.spans ?? []).filter((each) => each.style === style);
          for (const [n, each] of own.entries()) expect(each.from).toBeGreaterThan(own[n - 1]?.to ?? -1);
        }
      }),
    );
  });

  test("text without styles has no spans at all", () => {
    expect(styled("plain", [])).toEqual({ text: "plain" });
    expect(styled("a  b", [{ from: 1, to: 3, style: "bold" }])).toEqual({ text: "a  b" });
  });

  test("half a pair belongs to its other half", () => {
    expect(styled("x😀y", [{ from: 2, to: 4, style: "bold" }]).spans).toEqual([{ from: 1, to: 4, style: "bold" }]);
  });
});

describe("cutting and joining", () => {
  test("slices joined look as the whole did", () => {
    fc.assert(
      fc.property(words, fc.nat(40), (one, n) => {
        const at = Math.min(n, one.text.length);
        fc.pre(one.text.slice(0, at).isWellFormed());
        expect(looks(joinWords([sliceWords(one, 0, at), sliceWords(one, at)], ""))).toEqual(looks(one));
        expect(looks(joinWords(wordLines(one), "\n"))).toEqual(looks(one));
        expect(
          stretches(one)
            .map((each) => each.text)
            .join(""),
        ).toBe(one.text);
      }),
    );
  });

  test("joining keeps each part as it was", () => {
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), (parts) => {
        const joined = joinWords(parts, "\n\n");
        expect(joined.text).toBe(parts.map((part) => part.text).join("\n\n"));
        expect(looks(joined)).toEqual(parts.flatMap((part, n) => [...(n > 0 ? ["\n", "\n"] : []), ...looks(part)]));
      }),
    );
  });

  test("trimming takes blank lines and the white space at the end, and keeps the first line's own spaces", () => {
    expect(trimWords({ text: " \n\n  two\n three \n " })).toEqual({ text: "  two\n three" });
  });

  test("replacing moves the styles along, and what is put in behind a style is outside of it", () => {
    const bold: Words = { text: "ab cd", spans: [{ from: 0, to: 2, style: "bold" }] };
    expect(edited(bold, [{ at: 2, length: 0, text: "!" }])).toEqual({ text: "ab! cd", spans: bold.spans });
    expect(edited(bold, [{ at: 0, length: 0, text: ">" }]).spans).toEqual([{ from: 1, to: 3, style: "bold" }]);
    expect(replaceIn({ text: "a\r\nb", spans: [{ from: 3, to: 4, style: "italic" }] }, /\r\n/g, () => "\n")).toEqual({
      text: "a\nb",
      spans: [{ from: 2, to: 3, style: "italic" }],
    });
  });
});

describe("typed again without styles", () => {
  const before: Words = {
    text: "one two three",
    spans: [
      { from: 0, to: 3, style: "bold" },
      { from: 8, to: 13, style: "strike" },
    ],
  };

  test("keeps those of what was left", () => {
    expect(retyped(before, before.text)).toEqual(before);
    expect(retyped(before, "one and two three").spans).toEqual([
      { from: 0, to: 3, style: "bold" },
      { from: 12, to: 17, style: "strike" },
    ]);
    expect(retyped(before, "something else")).toEqual({ text: "something else" });
  });

  test("never changes what was typed", () => {
    fc.assert(
      fc.property(words, text, (one, typed) => {
        expect(retyped(one, typed).text).toBe(typed);
      }),
    );
  });
});

describe("addresses behind words", () => {
  const link = (all: string, of: string, url: string, spans: readonly Span[] = []) => {
    const from = all.indexOf(of);
    return withAddresses(all, spans, [{ from, to: from + of.length, url }]);
  };

  test("stand after them", () => {
    expect(link("see our plan now", "our plan", "https://example.org/p?a=1&b=2").text).toBe(
      "see our plan (https://example.org/p?a=1&b=2) now",
    );
    expect(link("our plan", "our plan", "tg://user?id=5").text).toBe("our plan (tg://user?id=5)");
  });

  test("are said even where the words look like another address", () => {
    expect(link("https://bank.example", "https://bank.example", "https://evil.example/x").text).toContain(
      "(https://evil.example/x)",
    );
    expect(link("https://a.example", "https://a.example", "http://a.example").text).toContain("(http://a.example)");
  });

  test("are not said twice", () => {
    expect(link("https://a.example/", "https://a.example/", "https://a.example").text).toBe("https://a.example/");
    expect(link("a.example", "a.example", "http://a.example/").text).toBe("a.example");
    expect(link("me@a.example", "me@a.example", "mailto:me@a.example").text).toBe("me@a.example");
  });

  test("cannot break a line or hide what follows, and take no style of the words before", () => {
    const { text: said, spans } = link("go", "go", " https://a.example/\n\u202ex ", [
      { from: 0, to: 2, style: "bold" },
    ]);
    expect(said).toBe("go (https://a.example/%0A%E2%80%AEx)");
    expect(spans).toEqual([{ from: 0, to: 2, style: "bold" }]);
  });
});
