/** What is left of a message that a platform refused, form by form. */
import { expect, test } from "vitest";
import { simpler } from "../../src/delivery/simpler.ts";
import { formAfter } from "../../src/domain/form.ts";
import type { Message } from "../../src/domain/message.ts";

const MEDIA = {
  type: "media",
  key: "a",
  kind: "photo",
  mime: "image/png",
  name: "a.png",
  data: new Uint8Array(),
  caption: "Ana · look at https://a.example",
  covered: true,
  instead: "This one can’t be shown here.",
} as const;
const MESSAGE: Message = {
  blocks: [
    { type: "heading", text: "A title" },
    { type: "quote", by: "Ana", text: "see http://bad.example.org/x?y=1 now", covered: true },
    { type: "link", text: "Help", url: "https://help.example/a" },
    { type: "list", items: ["one", "two"] },
    MEDIA,
  ],
  buttons: [[{ label: "Yes", action: "yes", effect: "reply" }]],
};

const textsOf = ({ blocks }: Message) => blocks.flatMap((block) => ("text" in block ? [block.text] : []));

test("the forms follow one another, and the last is the last", () => {
  expect([formAfter(undefined), formAfter("plain"), formAfter("small"), formAfter("words")]).toEqual([
    "plain",
    "small",
    "words",
    null,
  ]);
});

test("plain: every word is there, nothing is markup, and no address is a link", () => {
  const plain = simpler(MESSAGE, "plain");
  expect(textsOf(plain)).toEqual([
    "A title",
    "Ana:\nsee bad[.]example[.]org/x?y=1 now",
    "Help: help[.]example/a",
    "• one\n• two",
  ]);
  expect(plain.blocks.every(({ type }) => type === "paragraph" || type === "media")).toBe(true);
  expect(JSON.stringify(plain)).not.toContain("://");
  expect(plain.buttons).toEqual(MESSAGE.buttons);
});

test("words: a picture is named, and there are no buttons", () => {
  const words = simpler(MESSAGE, "words");
  expect(textsOf(words).at(-1)).toBe("Ana · look at a[.]example\nThis one can’t be shown here.");
  expect(words.buttons).toEqual([]);
});

test("as it is without a form", () => expect(simpler(MESSAGE, undefined)).toBe(MESSAGE));
