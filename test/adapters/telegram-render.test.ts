import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sendPayload } from "../../adapters/telegram/payload.ts";
import { type Part, render } from "../../adapters/telegram/render.ts";
import type { Block, Button, Message } from "../../src/domain/message.ts";

// From the Bot API's documentation, not from the adapter.
const MAX_TEXT = 4096;
const MAX_ENTITIES = 100;

const CONTEXT = { shared: false, username: "ampersand_bot" };
const SHARED = { shared: true, username: "ampersand_bot" };

function message(...blocks: Block[]): Message {
  return { blocks, buttons: [] };
}

function quote(text: string, covered = false, by = "Ana"): Block {
  return { type: "quote", by, text, covered };
}

function texts(parts: readonly Part[]): string[] {
  return parts.map((part) => (part.kind === "text" ? part.text : "(file)"));
}

function only(parts: readonly Part[]): Extract<Part, { kind: "text" }> {
  const [part] = parts;
  if (parts.length !== 1 || part?.kind !== "text") throw new Error(`${parts.length} parts`);
  return part;
}

/** What an entity covers, with its type. */
function marked(part: Extract<Part, { kind: "text" }>): string[] {
  return part.entities.map((e) => `${e.type}: ${part.text.slice(e.offset, e.offset + e.length)}`);
}

const UNITS = [
  "a",
  "ß",
  "e\u0301",
  "한",
  "👍🏽",
  "👨‍👩‍👧‍👦",
  "🇩🇪",
  "𝒳",
  "क्षि",
  "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
];
const word = fc.array(fc.constantFrom(...UNITS), { minLength: 1, maxLength: 12 }).map((units) => units.join(""));
const prose = fc
  .array(fc.tuple(word, fc.constantFrom(" ", " ", " ", ". ", "\n", "\n\n")), { maxLength: 700, size: "max" })
  .map((pairs) => pairs.flat().join(""));
/** Anything a person can type, broken characters too. */
const anything = fc.oneof(prose, fc.string({ unit: "binary", maxLength: 300 }), fc.string({ unit: "grapheme" }));
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constantFrom("heading" as const, "paragraph" as const, "note" as const), text: anything }),
  fc.record({
    type: fc.constant("quote" as const),
    by: fc.string({ maxLength: 40 }),
    text: anything,
    covered: fc.boolean(),
  }),
  fc.record({ type: fc.constant("list" as const), items: fc.array(anything, { maxLength: 5 }) }),
  fc.record({ type: fc.constant("link" as const), text: fc.string(), url: fc.oneof(fc.webUrl(), fc.string()) }),
);
const blocks = fc.array(block, { maxLength: 12, size: "max" });
const button: fc.Arbitrary<Button> = fc.record({
  label: fc.string({ unit: "binary" }),
  action: fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/),
  effect: fc.constantFrom("reply" as const, "replace" as const),
  private: fc.boolean(),
});

// Shrinking long texts takes minutes otherwise.
fc.configureGlobal({ interruptAfterTimeLimit: 15_000 });

describe("any message", () => {
  it("becomes parts that the platform takes", () => {
    const rows = fc.array(fc.array(button, { maxLength: 12, size: "max" }), { maxLength: 12, size: "max" });
    fc.assert(
      fc.property(blocks, rows, fc.boolean(), (given, buttons, shared) => {
        const parts = render({ blocks: given, buttons }, { ...CONTEXT, shared });
        for (const [i, part] of parts.entries()) {
          if (part.kind !== "text") throw new Error("no file was given");
          const { text, entities } = part;
          expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
          expect(text).toBe(text.trim());
          expect(text.replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, "")).not.toBe("");
          expect(text.isWellFormed()).toBe(true);
          expect(entities.length).toBeLessThanOrEqual(MAX_ENTITIES);
          for (const { offset, length } of entities) {
            expect(offset).toBeGreaterThanOrEqual(0);
            expect(length).toBeGreaterThan(0);
            expect(offset + length).toBeLessThanOrEqual(text.length);
            expect(text.slice(offset, offset + length).isWellFormed()).toBe(true);
          }
          const keys = part.keyboard?.inline_keyboard ?? [];
          if (i < parts.length - 1) expect(part.keyboard).toBeUndefined();
          expect(keys.flat().length).toBeLessThanOrEqual(100);
          for (const row of keys) expect(row.length).toBeLessThanOrEqual(8);
          for (const key of keys.flat()) expect(Buffer.byteLength(key.callback_data ?? "x")).toBeLessThanOrEqual(64);
        }
      }),
    );
  });

  it("keeps every visible character of its text, in order", () => {
    const visible = (text: string) => text.replace(/[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u202a-\u202e]/gu, "");
    fc.assert(
      fc.property(fc.array(prose, { maxLength: 6, size: "max" }), (paragraphs) => {
        const parts = render(message(...paragraphs.map((text) => ({ type: "paragraph" as const, text }))), CONTEXT);
        expect(visible(texts(parts).join(""))).toBe(visible(paragraphs.join("")));
      }),
    );
  });

  it("keeps somebody's words covered and quoted in every part", () => {
    fc.assert(
      fc.property(prose, fc.integer({ min: 1, max: 6 }), (text, times) => {
        const words = `start ${text.repeat(times)}`;
        for (const part of render(message(quote(words, true, "")), CONTEXT)) {
          if (part.kind !== "text") throw new Error("no file was given");
          const whole = [0, part.text.length];
          const spans = part.entities.map((e) => [e.type, e.offset, e.length]);
          expect(spans).toContainEqual(["spoiler", ...whole]);
          expect(spans.filter(([type]) => String(type).includes("blockquote"))).toHaveLength(1);
        }
      }),
    );
  });
});

describe("splitting", () => {
  it("never cuts a grapheme, even without any white space", () => {
    const solid = fc
      .array(fc.constantFrom(...UNITS), { minLength: 1500, maxLength: 4000, size: "max" })
      .map((u) => u.join(""));
    const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
    fc.assert(
      fc.property(solid, (text) => {
        const parts = texts(render(message({ type: "paragraph", text }), CONTEXT));
        expect(parts.join("")).toBe(text);
        const borders = new Set([...segmenter.segment(text)].map(({ index }) => index));
        let at = 0;
        for (const part of parts) {
          expect(borders.has(at)).toBe(true);
          at += part.length;
        }
      }),
      { numRuns: 20 },
    );
  });

  it("keeps a message of exactly the limit whole and cuts one more unit", () => {
    expect(render(message({ type: "paragraph", text: "x".repeat(MAX_TEXT) }), CONTEXT)).toHaveLength(1);
    expect(render(message({ type: "paragraph", text: "x".repeat(MAX_TEXT + 1) }), CONTEXT)).toHaveLength(2);
  });

  it("gives a second long answer a message of its own, with its author's name", () => {
    const answer = "word ".repeat(500).trim();
    const parts = render(
      message({ type: "heading", text: "Today" }, quote(answer), quote(answer, false, "Ben")),
      CONTEXT,
    );
    expect(texts(parts)).toEqual([`Today\n\nAna\n${answer}`, `Ben\n${answer}`]);
  });

  it("does not leave a heading alone at the end of a message", () => {
    const long = "a".repeat(4000);
    const parts = texts(
      render(message(quote(long, false, ""), { type: "heading", text: "Next" }, quote(long, false, "")), CONTEXT),
    );
    expect(parts).toEqual([long, `Next\n\n${long}`]);
  });

  it("prefers paragraphs, then lines, then sentences, then words", () => {
    const cut = (separator: string, end = "") => {
      const text = `${"x y ".repeat(600)}z${separator}${"w".repeat(1600)} ${"v".repeat(1000)}`;
      return texts(render(message({ type: "paragraph", text }), CONTEXT))[0]?.endsWith(`z${end}`);
    };
    expect(cut("\n\n")).toBe(true);
    expect(cut("\n")).toBe(true);
    expect(cut(". ", ".")).toBe(true);
    expect(cut(" ")).toBe(false);
  });

  it("begins a new message before the platform would drop an entity, which would uncover a spoiler", () => {
    const parts = render(message(...Array.from({ length: 60 }, (_, i) => quote(`secret ${i}`, true))), CONTEXT);
    expect(parts.length).toBeGreaterThan(1);
    const spoilers = parts
      .flatMap((part) => (part.kind === "text" ? part.entities : []))
      .filter((e) => e.type === "spoiler");
    expect(spoilers).toHaveLength(60);
  });
});

describe("blocks", () => {
  it("are text with entities", () => {
    const part = only(
      render(
        message(
          { type: "heading", text: "A heading" },
          { type: "paragraph", text: "Some *words* <b>here</b>" },
          quote("My answer"),
          { type: "list", items: ["one", "two", " "] },
          { type: "link", text: "Open", url: "https://example.com/a?b=c" },
          { type: "link", text: "Other", url: "https://example.com/" },
          { type: "note", text: "small" },
        ),
        CONTEXT,
      ),
    );
    expect(part.text).toBe(
      "A heading\n\nSome *words* <b>here</b>\n\nAna\nMy answer\n\n• one\n• two\n\nOpen\nOther\n\nsmall",
    );
    expect(marked(part)).toEqual([
      "bold: A heading",
      "bold: Ana",
      "blockquote: My answer",
      "text_link: Open",
      "text_link: Other",
      "italic: small",
    ]);
    expect(part.entities[3]).toMatchObject({ url: "https://example.com/a?b=c" });
  });

  it("fold a long quote", () => {
    expect(marked(only(render(message(quote("long ".repeat(300), false, "")), CONTEXT)))[0]).toMatch(/^expandable_/);
  });

  it("show an address that the platform would refuse as text", () => {
    const part = only(render(message({ type: "link", text: "Health", url: "http://localhost:8080/x" }), CONTEXT));
    expect([part.text, part.entities]).toEqual(["Health http://localhost:8080/x", []]);
  });

  it("leave nothing behind when they are blank", () => {
    expect(render(message({ type: "paragraph", text: " \n" }, { type: "list", items: [] }), CONTEXT)).toEqual([]);
  });

  it.each(["\u200b", "\u3164", "\u2800", "\u0301", "", " \n"])(
    "keep the author of words nobody can see: %j",
    (text) => {
      expect(only(render(message(quote(text)), CONTEXT)).text).toBe("Ana\n…");
      expect(only(render(message(quote(text, true)), CONTEXT)).text).toBe("Ana\n…");
    },
  );

  it("keep people's words from becoming commands or mentions, and addresses as they are", () => {
    const part = only(
      render(message(quote("/forget @ben_x and/or (/pair) a@b.c https://t.me/@ana/x", false, "@ana")), CONTEXT),
    );
    expect(part.text).toBe("@\u2060ana\n/\u2060forget @\u2060ben_x and/or (/\u2060pair) a@b.c https://t.me/@ana/x");
  });

  it("lose half characters, control characters and direction overrides", () => {
    const part = only(render(message(quote("a\ud83d\u0000b\u202ec\r\nd\te", false, "")), CONTEXT));
    expect(part.text).toBe("a\ufffdbc\nd\te");
  });
});

describe("buttons", () => {
  const rows = [
    [
      { label: "Answer", action: "answer_r1", effect: "form", private: true, style: "main" },
      { label: "Pass", action: "pass_r1", effect: "replace" },
    ],
    [{ label: "Leave", action: "leave_yes", effect: "replace", style: "danger" }],
  ] as const;

  it("call back in a private chat", () => {
    const part = only(render({ blocks: [{ type: "paragraph", text: "Q" }], buttons: rows }, CONTEXT));
    expect(part.keyboard?.inline_keyboard).toEqual([
      [
        { text: "Answer", callback_data: "answer_r1", style: "primary" },
        { text: "Pass", callback_data: "pass_r1" },
      ],
      [{ text: "Leave", callback_data: "leave_yes", style: "danger" }],
    ]);
  });

  it("that are private open the private chat from a shared one", () => {
    const part = only(render({ blocks: [{ type: "paragraph", text: "Q" }], buttons: rows }, SHARED));
    expect(part.keyboard?.inline_keyboard[0]).toEqual([
      { text: "Answer", url: "https://t.me/ampersand_bot?start=answer_r1", style: "primary" },
      { text: "Pass", callback_data: "pass_r1" },
    ]);
  });

  it("stand under the last part, a file too, and need no words", () => {
    const file = { type: "file", name: "x.json", mime: "application/json", data: new Uint8Array([1]) } as const;
    const parts = render({ blocks: [{ type: "paragraph", text: "Here" }, file], buttons: rows }, CONTEXT);
    expect(parts.map((part) => [part.kind, Boolean(part.keyboard)])).toEqual([
      ["text", false],
      ["file", true],
    ]);
    expect(texts(render({ blocks: [], buttons: rows }, CONTEXT))).toEqual(["·"]);
  });
});

describe("files", () => {
  const send = (name: string, mime: string) => {
    const [part] = render(message({ type: "file", name, mime, data: new Uint8Array([1, 2]) }), CONTEXT);
    if (!part) throw new Error("no part");
    return sendPayload(part, { chatId: 7, silent: true, topic: undefined });
  };

  it("are documents, pictures too: what is somebody's own comes as it is", () => {
    expect(send("export.html", "text/html")).toEqual({
      method: "sendDocument",
      params: {
        chat_id: 7,
        document: { source: Buffer.from([1, 2]), filename: "export.html" },
        disable_notification: true,
      },
    });
    expect(send("month.png", "image/png").method).toBe("sendDocument");
  });

  it("cannot break out of their header with a name", () => {
    const { params } = send('a"\r\nx: y\ud83d', "text/plain");
    expect(params.document).toMatchObject({ filename: "a___x_ y\ufffd" });
  });
});
