import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cut, pieces } from "../../adapters/discord/escape.ts";
import { renderParts } from "../../adapters/discord/render.ts";
import { isBlank } from "../../src/domain/blank.ts";
import type { Block, Message } from "../../src/domain/message.ts";
import { NASTY, nasty, see } from "./discord-markdown.ts";

// From Discord's documents (“Message”, “Component Reference”), not from the adapter.
const CONTENT = 2000;

function message(...blocks: Block[]): Message {
  return { blocks, buttons: [] };
}

function contents(...blocks: Block[]): string[] {
  return renderParts(message(...blocks)).map((part) => part.content);
}

/** Lines as they are read: kinds of line breaks, and space at the ends of lines, make no difference. */
function lines(text: string): string[] {
  const all = text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/).map((line) => line.trimEnd());
  while (all[0] === "") all.shift();
  while (all.at(-1) === "") all.pop();
  return all;
}

/** An address that stands alone can be tapped: it is read as it was written. */
const tappable = ({ kind }: { kind: string }) => kind === "url";
const squeezed = (text: string) => text.replace(/[\s\u0085\u200b]/g, "");

describe("anybody's text", () => {
  test("shows exactly as it was written, and none of it is markup", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const parts = contents({ type: "paragraph", text });
        fc.pre(parts.length === 1 && !isBlank(text));
        const seen = see(parts[0] ?? "");
        expect(lines(seen.text)).toEqual(lines(text));
        expect(seen.markup.filter((each) => !tappable(each))).toEqual([]);
        for (const { text: address } of seen.markup) expect(text).toContain(address);
      }),
      { numRuns: 2_000 },
    );
  });

  test("in a quotation, covered or not, shows exactly and only inside the quotation", () => {
    fc.assert(
      fc.property(nasty, fc.boolean(), (text, covered) => {
        const parts = contents({ type: "quote", by: "", text, covered });
        fc.pre(parts.length === 1 && !isBlank(text));
        const seen = see(parts[0] ?? "");
        expect(lines(seen.text)).toEqual(lines(text));
        expect(new Set(seen.markup.filter((each) => !tappable(each)).map((each) => each.kind))).toEqual(
          new Set(covered ? ["quote", "spoiler"] : ["quote"]),
        );
        if (!covered) return;
        // Every word is under a cover.
        const hidden = seen.markup.filter((each) => each.kind === "spoiler").map((each) => each.text);
        expect(squeezed(hidden.join(""))).toBe(squeezed(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test("as a name, a heading, a note, an item or a link stays what it is", () => {
    fc.assert(
      fc.property(nasty, fc.constantFrom("heading", "note", "list", "link", "quote"), (text, type) => {
        const one = text.replace(/\s+/g, " ").trim();
        fc.pre(!isBlank(one) && one.length < 500 && !/[\u0085\u200b\u00a0]/.test(text));
        const blocks: Record<string, Block> = {
          heading: { type: "heading", text: one },
          note: { type: "note", text: one },
          list: { type: "list", items: [one, one] },
          link: { type: "link", text: one, url: "https://example.org/?q=a>b)" },
          quote: { type: "quote", by: one, text: "x", covered: false },
        };
        const kinds = {
          heading: ["bold"],
          note: ["note"],
          list: ["list"],
          link: ["link", "autolink"],
          quote: ["bold", "quote"],
        };
        const seen = see(contents(blocks[type] as Block).join("\n"));
        for (const { kind } of seen.markup.filter((each) => !tappable(each)))
          expect(kinds[type as keyof typeof kinds]).toContain(kind);
        if (!one.includes("://")) expect(squeezed(seen.text)).toContain(squeezed(one));
      }),
      { numRuns: 1_000 },
    );
  });

  test("nothing in it can mention anybody", () => {
    for (const text of [
      "@everyone",
      "x@here",
      "<@123456789012345678>",
      "<@&123456789012345678>",
      "<#123456789012345678>",
    ]) {
      expect(see(contents({ type: "paragraph", text })[0] ?? "").markup).toEqual([]);
    }
  });

  test("a planted defect: unescaped text would be seen as markup", () => {
    for (const text of NASTY.filter((each) => /[*_~`]{1,2}\w|<[@#:t/]|@every|:smile|https|discord\.gg/.test(each))) {
      expect(see(text).markup, text).not.toEqual([]);
    }
    expect(see("> ||a\\|||").text).toBe("a\\|");
  });
});

describe("parts", () => {
  const long = fc.array(nasty, { minLength: 30, maxLength: 200 }).map((parts) => parts.join(" "));

  test("are never too long, lose nothing, and leave no markup open", () => {
    fc.assert(
      fc.property(long, long, fc.boolean(), (one, two, covered) => {
        const parts = contents(
          { type: "heading", text: "Today" },
          { type: "quote", by: "Ana", text: one, covered },
          { type: "quote", by: "Ben", text: two, covered },
          { type: "note", text: "end" },
        );
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(CONTENT);
          expect(part.isWellFormed() || !(one + two).isWellFormed()).toBe(true);
        }
        const seen = parts.map(see);
        for (const { kind } of seen.flatMap((each) => each.markup)) {
          expect(["bold", "quote", "note", "url", ...(covered ? ["spoiler"] : [])]).toContain(kind);
        }
        expect(squeezed(seen.map((each) => each.text).join(""))).toBe(squeezed(`Today Ana ${one} Ben ${two} end`));
      }),
      { numRuns: 100 },
    );
  });

  test("one word that never ends, of characters that all need an escape, is cut between them", () => {
    const parts = contents({ type: "quote", by: "Ana", text: "|*".repeat(2_000), covered: true });
    expect(parts.every((part) => part.length <= CONTENT)).toBe(true);
    expect(
      parts
        .flatMap((part) => see(part).markup.filter((each) => each.kind === "spoiler"))
        .map((each) => each.text.trim())
        .join(""),
    ).toBe("|*".repeat(2_000));
  });

  test("are cut at spaces, between blocks where that is enough, and never inside a character", () => {
    const parts = contents({ type: "paragraph", text: "word ".repeat(500) });
    expect(parts.map((part) => part.trim()).every((part) => part.startsWith("word") && part.endsWith("word"))).toBe(
      true,
    );
    const two = contents({ type: "paragraph", text: "a".repeat(1500) }, { type: "paragraph", text: "b".repeat(1500) });
    expect(two).toEqual(["a".repeat(1500), "b".repeat(1500)]);
    for (const part of contents({ type: "paragraph", text: "👩‍👩‍👧".repeat(600) }))
      expect(part).toMatch(/^(👩‍👩‍👧)+$/u);
    expect(
      contents({ type: "paragraph", text: `a${"\u0301".repeat(5_000)}` }).every((part) => part.length <= CONTENT),
    ).toBe(true);
  });

  test("keep a block whole that fits into a message of its own", () => {
    const block = `${"b".repeat(700)}\n${"c".repeat(700)}`;
    const parts = contents({ type: "paragraph", text: "a".repeat(900) }, { type: "paragraph", text: block });
    expect(parts).toEqual(["a".repeat(900), block]);
  });

  test("a name goes along with the words under it", () => {
    const parts = contents(
      { type: "paragraph", text: "a".repeat(1_900) },
      { type: "quote", by: "Ben", text: "b".repeat(1_990), covered: false },
    );
    expect(parts).toHaveLength(3);
    expect(parts[1]).toMatch(/^\*\*Ben\*\*\n> b/);
  });

  test("an empty message still has something that Discord takes", () => {
    expect(contents()).toEqual(["\u200b"]);
    expect(contents({ type: "quote", by: "Ana", text: " \n ", covered: true })).toEqual(["**Ana**"]);
  });

  test("files come with the last text, and never more than Discord takes in one message", () => {
    const file = (n: number, bytes = 3): Block => ({
      type: "file",
      name: `${n}.png`,
      mime: "image/png",
      data: new Uint8Array(bytes),
    });
    const parts = renderParts(
      message({ type: "paragraph", text: "Look" }, ...Array.from({ length: 12 }, (_, n) => file(n))),
    );
    expect(parts.map((part) => [part.content, part.files.length])).toEqual([
      ["Look", 10],
      ["", 2],
    ]);
    const heavy = renderParts(message(file(1, 7_000_000), file(2, 7_000_000)));
    expect(heavy.map((part) => part.files.length)).toEqual([1, 1]);
    const after = renderParts(message({ type: "paragraph", text: "x ".repeat(1_500) }, file(1)));
    expect(after.map((part) => part.files.length)).toEqual([0, 1]);
  });

  test("pieces joined are the line again; a cut text is no longer than asked", () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 4, max: 60 }), (line, budget) => {
        expect(pieces(line, budget).join("")).toBe(line);
      }),
    );
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 60 }), (text, max) => {
        expect(cut(text, max).length).toBeLessThanOrEqual(max);
      }),
    );
  });
});
