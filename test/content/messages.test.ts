/** Messages in every language; parameters stay data. */
import { describe, expect, it } from "vitest";
import { checkMessages } from "../../src/content/check-messages.ts";
import { loadMessages } from "../../src/content/messages.ts";
import type { Translate } from "../../src/ports/content.ts";
import { DATA, folderOf } from "./sample.ts";

const EN = `
app:
  name: Ampersand
card:
  opened: "{count, plural, one {# card} other {# cards}} opened together so far"
  said: "{name} said: {answer}"
  plain: Only in English
`;
const RU = `
app:
  name: Амперсанд
card:
  opened: "{count, plural, one {# карта} few {# карты} many {# карт} other {# карты}}"
  said: "{name}: {answer}"
`;
const load = (files: Record<string, string>) =>
  loadMessages(folderOf(Object.fromEntries(Object.entries(files).map(([tag, text]) => [`locales/${tag}.yaml`, text]))));

describe("translate", () => {
  const translate: Translate = (...asked) => load({ en: EN, ru: RU }).translate(...asked);

  it("speaks the asked language, with its plural forms", () => {
    expect(translate("en", "card.opened", { count: 1 })).toBe("1 card opened together so far");
    expect(translate("ru", "card.opened", { count: 3 })).toBe("3 карты");
    expect(translate("ru", "card.opened", { count: 14 })).toBe("14 карт");
  });

  it("takes the nearest language, else English", () => {
    expect(translate("ru-RU", "app.name")).toBe("Амперсанд");
    expect(translate("RU", "app.name")).toBe("Амперсанд");
    expect(translate("fi", "app.name")).toBe("Ampersand");
    expect(translate("ru", "card.plain")).toBe("Only in English");
  });

  it("throws for a key that is nowhere", () => {
    expect(() => translate("en", "card.nope")).toThrow("there is no message “card.nope”");
    expect(() => translate("en", "card")).toThrow("there is no message “card”");
    expect(() => translate("en", "constructor")).toThrow("there is no message");
  });

  it.each([
    "{name}",
    "{count, plural, other {#}}",
    "<b>bold</b> <a href='x'>",
    "'{' '' }",
    "**stars** _lines_ @everyone",
    "",
  ])("hands on what somebody wrote as it is: %s", (answer) => {
    expect(translate("en", "card.said", { name: "Ana", answer })).toBe(`Ana said: ${answer}`);
  });

  it("never repeats a value in an error", () => {
    const marker = "a-very-private-answer";
    const broken = load({ en: 'at: "{day, date, short} {missing}"\n' });
    for (const params of [{ day: marker }, { day: marker, missing: marker }]) {
      const attempt = () => broken.translate("en", "at", params);
      expect(attempt).toThrow("message “at” (en) cannot be made");
      expect(attempt).not.toThrow(marker);
    }
  });

  it("leaves markup in a message alone", () => {
    expect(load({ en: 'tag: "<b>{x}</b>"\n' }).translate("en", "tag", { x: "<i>" })).toBe("<b><i></b>");
  });
});

describe("the files", () => {
  it("have to hold texts", () => {
    expect(() => load({ en: "a:\n  b: [one]\n" })).toThrow("locales/en.yaml: a.b: must be a text");
    expect(() => load({ en: "a: 3\n" })).toThrow("locales/en.yaml: a: must be a text");
    expect(() => load({ en: "a.b: one\n" })).toThrow("locales/en.yaml: a.b: nest the keys");
    expect(() => load({ en: "" })).toThrow("locales/en.yaml: the file");
  });

  it("include English", () => {
    expect(() => load({ ru: RU })).toThrow("locales/en.yaml: there is no such file");
  });
});

describe("checkMessages", () => {
  it("has nothing to say about the messages as they are", () => {
    expect(checkMessages(loadMessages(DATA))).toEqual([]);
  });

  it.each([
    ["a missing key", "a: A\n", "ru: b: missing"],
    ["a key too many", "a: A\nb: '{n}'\nc: C\n", "ru: c: not in English"],
    ["another placeholder", "a: A\nb: '{m}'\n", "ru: b: placeholders differ from English: m instead of n"],
    ["no placeholder", "a: A\nb: B\n", "ru: b: placeholders differ from English: none instead of n"],
    ["a message that cannot be parsed", "a: A\nb: '{n'\n", "ru: b: cannot be parsed"],
  ])("finds %s", (_, russian, problem) => {
    expect(checkMessages(load({ en: "a: A\nb: '{n}'\n", ru: russian }))).toEqual([problem]);
  });

  it("finds a plural form that the language needs", () => {
    const messages = load({ en: EN.replace("  plain: Only in English\n", ""), ru: RU.replace("few {# карты} ", "") });
    expect(checkMessages(messages)).toEqual(["ru: card.opened: needs the plural form “few”"]);
  });

  it("finds an apostrophe that would hide a placeholder", () => {
    expect(checkMessages(load({ en: `a: "don'{n}"\n` }))).toEqual([
      "en: a: an apostrophe stands before a brace: write ’",
    ]);
  });

  it("looks inside plurals and selects for placeholders", () => {
    const messages = load({
      en: 'a: "{n, plural, one {{who} has one} other {# of {who}}}"\n',
      es: 'a: "{n, plural, one {uno} other {#}}"\n',
    });
    expect(checkMessages(messages)).toEqual(["es: a: placeholders differ from English: n instead of n, who"]);
  });
});
