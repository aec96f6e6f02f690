/** What counts as words that nobody could see, over the whole of Unicode. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstSeen, isBlank } from "../../src/domain/blank.ts";

/** Each of these is drawn as nothing, or as white space, by the clients of both platforms. */
const SEEN_BY_NOBODY: Readonly<Record<string, string>> = {
  nothing: "",
  spaces: " \t\r\n\u000b\f\u0085\u00a0\u1680\u2000\u2001\u2007\u200a\u2028\u2029\u202f\u205f\u3000",
  "zero width": "\u200b\u200c\u200d\u2060\ufeff\u180e",
  directions: "\u200e\u200f\u061c\u202a\u202e\u2066\u2069",
  "invisible operators": "\u2061\u2062\u2063\u2064",
  "Hangul fillers": "\u115f\u1160\u3164\uffa0",
  "blank Braille": "\u2800\u2800",
  "soft hyphen and joiner": "\u00ad\u034f",
  "Khmer vowels": "\u17b4\u17b5",
  "Mongolian selectors": "\u180b\u180c\u180d\u180f",
  "variation selectors": "\ufe00\ufe0f\u{e0100}\u{e01ef}",
  tags: "\u{e0001}\u{e0020}\u{e007f}",
  "musical blanks": "\u{1d159}\u{1d173}\u{1d17a}",
  "hieroglyphic and Khitan blanks": "\u{13441}\u{13442}\u{16fe4}",
  "marks on nothing": "\u0301\u0308\u20dd",
  "half characters": "\udc00\udc00",
  "object replacement": "\ufffc",
  "private use": "\ue000\u{f0000}",
  controls: "\u0000\u0007\u001b\u007f",
  noncharacters: "\uffff\ufdd0",
};

describe("blank", () => {
  test.each(Object.entries(SEEN_BY_NOBODY))("%s", (_, text) => {
    expect(isBlank(text)).toBe(true);
    expect(isBlank(`${text}x`)).toBe(false);
    expect(isBlank(`x${text}`)).toBe(false);
  });

  const classes = /[\s\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{M}\p{Default_Ignorable_Code_Point}]/u;
  const further = new Set([0x2800, 0xfffc, 0x1d159, 0x13441, 0x13442, 0x16fe4]);
  test("every code point of Unicode: the classes that are not drawn, a few more, and no letter, number or emoji", () => {
    const wrong: string[] = [];
    for (let point = 0; point <= 0x10ffff; point += 1) {
      const text = String.fromCodePoint(point);
      const isNoncharacter = (point & 0xfffe) === 0xfffe || (point >= 0xfdd0 && point <= 0xfdef);
      const expected = classes.test(text) || further.has(point) || isNoncharacter;
      if (isBlank(text) !== expected) wrong.push(point.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  test("mixed in any way it stays blank, and with anything to see it does not", () => {
    const blank = fc.constantFrom(...Object.values(SEEN_BY_NOBODY));
    const seen = fc.constantFrom(
      "a",
      "ñ",
      "한",
      "字",
      "ไ",
      "🙂",
      "👩‍👩‍👧",
      "1️⃣",
      "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
      ".",
      "❤",
      "e\u0301",
      "\u0378",
      "؟",
    );
    fc.assert(fc.property(fc.array(blank), (parts) => isBlank(parts.join(""))));
    fc.assert(
      fc.property(fc.array(blank), seen, fc.array(blank), (before, one, after) => {
        return !isBlank([...before, one, ...after].join(""));
      }),
    );
  });

  test("half a character before another", () => {
    expect(isBlank("\ud83d \ud83d")).toBe(true);
    expect(isBlank("\ud83d\udc00")).toBe(false);
  });

  test("a long one takes no time", () => {
    const begun = performance.now();
    expect(isBlank("\u3164".repeat(1_000_000))).toBe(true);
    expect(isBlank(`${"\u3164\u0301 ".repeat(300_000)}x`)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

test("the first that can be seen", () => {
  expect(firstSeen(null, undefined, "\u3164", "ana", "ben")).toBe("ana");
  expect(firstSeen("", "\u2800")).toBeUndefined();
});
