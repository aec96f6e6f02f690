/** Styles on Telegram: entities that come in, and those that go out. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { render } from "../../adapters/telegram/render.ts";
import { entities, wordsOf } from "../../adapters/telegram/words.ts";
import { type Span, STYLES, styled, type Words } from "../../src/domain/words.ts";

const CONTEXT = { shared: false, username: "bot" };
// From the Bot API's documentation, not from the adapter.
const MOST_TEXT = 4096;
const MOST_ENTITIES = 100;
const NAMES: Readonly<Record<string, string>> = { strike: "strikethrough" };

function parts(words: Words, by = "Ana") {
  const all = render({ blocks: [{ type: "quote", by, ...words, covered: true }], buttons: [] }, CONTEXT);
  return all.flatMap((part) => (part.kind === "text" ? [part] : []));
}

const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", "é", "😀", "👩‍👧", "/", "@", "."), maxLength: 60 });
const spans = fc.array(fc.record({ from: fc.nat(60), to: fc.nat(60), style: fc.constantFrom(...STYLES) }), {
  maxLength: 6,
});

/** Letters with their styles: white space and the joiner in commands and names look like nothing. */
function looks(all: string, marks: readonly { from: number; to: number; style: string }[]): string[] {
  return Array.from({ length: all.length }, (_, at) => at)
    .filter((at) => !/[\s\u2060]/.test(all[at] ?? ""))
    .map(
      (at) =>
        `${all[at]}:${STYLES.filter((style) => marks.some((one) => one.style === style && one.from <= at && at < one.to))}`,
    );
}

const sent = (part: ReturnType<typeof parts>[number]) =>
  part.entities.map(({ type, offset, length }) => ({
    from: offset,
    to: offset + length,
    style: type === "strikethrough" ? "strike" : type,
  }));

describe("what goes out", () => {
  test("shows the words and their styles, under a cover from end to end", () => {
    fc.assert(
      fc.property(text, spans, (all, some) => {
        fc.pre(all.trim() !== "");
        const words = styled(all, some);
        const [part] = parts(words, "");
        expect(looks(part?.text ?? "", part ? sent(part) : [])).toEqual(looks(all, words.spans ?? []));
        const cover = part?.entities.find(({ type }) => type === "spoiler");
        expect([cover?.offset, cover?.length]).toEqual([0, part?.text.length]);
      }),
      { numRuns: 500 },
    );
  });

  test("a long answer of many styles and addresses is cut, and nothing of it is lost or uncovered", () => {
    const all = Array.from({ length: 400 }, (_, n) => `w${n} b${n}.org`).join(" ");
    const many: Span[] = [...all.matchAll(/w\d+/g)].map(({ 0: word, index }, n) => ({
      from: index,
      to: index + word.length,
      style: STYLES[n % 4] ?? "bold",
    }));
    const words = styled(all, many);
    const cut = parts(words);
    for (const [n, part] of cut.entries()) {
      expect(part.text.length).toBeLessThanOrEqual(MOST_TEXT);
      expect(part.entities.length + (part.text.match(/\.org/g)?.length ?? 0)).toBeLessThanOrEqual(MOST_ENTITIES);
      const cover = part.entities.find(({ type }) => type === "spoiler");
      expect(cover?.offset).toBe(n === 0 ? "Ana\n".length : 0);
      expect((cover?.offset ?? 0) + (cover?.length ?? 0)).toBe(part.text.length);
    }
    const whole = cut.flatMap((part, n) => looks(part.text, sent(part)).slice(n === 0 ? 3 : 0));
    expect(whole).toEqual(looks(all, words.spans ?? []));
  });
});

describe("what comes in", () => {
  test("goes out as it came", () => {
    fc.assert(
      fc.property(text, spans, (all, some) => {
        const words = styled(all, some);
        const given = (words.spans ?? []).map(({ from, to, style }) => ({
          type: NAMES[style] ?? style,
          offset: from,
          length: to - from,
        }));
        expect(wordsOf(all, entities.parse(given))).toEqual(words);
      }),
    );
  });

  test("all that is no style is plain text, and strange entities are passed over", () => {
    const kinds = [
      "code",
      "pre",
      "blockquote",
      "expandable_blockquote",
      "spoiler",
      "custom_emoji",
      "text_mention",
      "mention",
      "hashtag",
      "url",
      "__proto__",
      "constructor",
      "new_kind",
    ];
    const given = [
      ...kinds.map((type) => ({ type, offset: 0, length: 4 })),
      { type: "bold" },
      null,
      { type: "bold", offset: -1, length: 2 },
      { type: "italic", offset: 3, length: 99 },
    ];
    expect(wordsOf("some text", entities.parse(given))).toEqual({
      text: "some text",
      spans: [{ from: 3, to: 9, style: "italic" }],
    });
    expect(entities.parse("odd")).toEqual([]);
    expect(entities.parse(undefined)).toEqual([]);
  });

  test("after a command only what stands there counts", () => {
    const given = entities.parse([
      { type: "bot_command", offset: 0, length: 7 },
      { type: "bold", offset: 0, length: 11 },
    ]);
    expect(wordsOf("/answer dear you", given, 8)).toEqual({
      text: "dear you",
      spans: [{ from: 0, to: 3, style: "bold" }],
    });
  });
});
