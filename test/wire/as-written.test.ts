/** What somebody wrote arrives as written: words, line breaks, addresses and styles, from every platform to every other. */
import type { TelegramMessageEntity } from "@gramio/types";
import { afterEach, describe, expect, test } from "vitest";
import { seeStyled } from "../adapters/discord-markdown.ts";
import { apart, type Couple, inGroup } from "./couples.ts";
import type { OnDiscord } from "./on-discord.ts";
import type { OnTelegram } from "./on-telegram.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

const TEXT = "First & <b>not bold</b>\n\n  bold, italic, under, struck\tour plan\n😀 @someone /help *stars* code";
const PLAN = "https://example.org/plan?a=1&b=2";

function entity(type: TelegramMessageEntity["type"], words: string, more: object = {}): TelegramMessageEntity {
  return { type, offset: TEXT.lastIndexOf(words), length: words.length, ...more };
}

const ENTITIES = [
  entity("bold", "bold"),
  entity("italic", "italic"),
  entity("underline", "under"),
  entity("strikethrough", "struck"),
  entity("text_link", "our plan", { url: PLAN }),
  entity("code", "code"),
];
const ARRIVES = TEXT.replace("our plan", `our plan (${PLAN})`);
const STYLED = { bold: "bold", italic: "italic", underline: "under", strike: "struck" };

/** The styles of one half of a message on Telegram, by the words they are on. */
function telegramStyles(who: OnTelegram, where: "private" | "home" = "private") {
  const message = (where === "home" ? who.home?.fromBot : who.person.chat.fromBot)?.at(-1);
  const all = message?.wire.entities ?? [];
  const text = message?.text ?? "";
  const covers = all.filter(({ type }) => type === "spoiler");
  const isCovered = ({ offset }: TelegramMessageEntity) =>
    covers.some((cover) => cover.offset <= offset && offset < cover.offset + cover.length);
  const own = ["bold", "italic", "underline", "strikethrough"];
  const words = all
    .filter((one) => own.includes(one.type) && isCovered(one))
    .map((one) => [one.type.replace("through", ""), text.slice(one.offset, one.offset + one.length)]);
  return { text: text.replaceAll("\u2060", ""), covers, words };
}

/** The same on Discord: what a reader sees there, and that every line of an answer is covered. */
function discordStyles(who: OnDiscord) {
  const raw = who.person.sees.at(-1)?.text ?? "";
  const lines = raw.split("\n").filter((line) => line.startsWith("> ") && line !== "> ");
  const { text, spans } = seeStyled(lines.join("\n"));
  return { raw, lines, text, words: spans.map((one) => [one.style, text.slice(one.from, one.to)]) };
}

const pairs = Object.entries(STYLED);

describe("from Telegram to Discord and back", () => {
  async function open(): Promise<{ ana: OnTelegram; ben: OnDiscord }> {
    wire = await openWire();
    const two = (await apart(wire, "telegram", "discord")) as Couple as { ana: OnTelegram; ben: OnDiscord };
    await two.ana.types("/checkin heart");
    return two;
  }

  test("a message with styles, a link and code; a form with signs that mean nothing", async () => {
    const { ana, ben } = await open();
    ana.person.sends(TEXT, { entities: ENTITIES });
    await wire.calm();
    await wire.restart();
    const literal = "*x* _y_ **z** ~~a~~ ||b|| `c`\n# d\n- e\n> f\n[g](https://example.org) <t:1:R> @everyone \\ 1. h";
    await ben.answers(literal);

    const seen = discordStyles(ben);
    expect(seen.text).toContain(ARRIVES.split("\n")[0]);
    expect(seen.text).toContain(`bold, italic, under, struck\tour plan (${PLAN})`);
    expect(seen.text).toContain("😀 @someone /help *stars* code");
    expect(seen.raw).toContain(PLAN);
    expect(Object.fromEntries(seen.words)).toEqual(STYLED);
    expect(seen.lines.every((line) => /^> \|\|.*\|\|$/.test(line))).toBe(true);
    // Literal there, and literal here.
    expect(seen.text).toContain(literal);
    const here = telegramStyles(ana);
    expect(here.text).toContain(literal);
    expect(here.text).toContain(`Ana\n${ARRIVES}`);
    expect(Object.fromEntries(here.words.map(([style, words]) => [style, words]))).toEqual(STYLED);
    // Both answers are covered from end to end.
    expect(here.covers).toHaveLength(2);
  });

  test("a direct message on Discord reads on Telegram as its author saw it", async () => {
    const { ana, ben } = await open();
    await ben.writes(`**bold** *italic* __under__ ~~struck~~\n\n||hidden|| [our plan](${PLAN}) \\*stars\\* \`code\``);
    await ben.taps(wire.t("button.words-seal"));
    await ana.writes("mine");
    const here = telegramStyles(ana);
    expect(here.text).toContain(`bold italic under struck\n\nhidden our plan (${PLAN}) *stars* code`);
    expect(here.words).toEqual(pairs);
  });

  test("a form that shows what was written keeps the styles of what is left in it", async () => {
    const { ana, ben } = await open();
    await ben.writes("**loud** and quiet");
    await ben.taps(wire.t("button.words-seal"));
    const { form } = await ben.taps(wire.t("button.change"));
    await ben.submits({ [form?.[0] ?? ""]: "loud and not so quiet" });
    await ana.writes("mine");
    expect(telegramStyles(ana).words).toEqual([["bold", "loud"]]);
    expect(telegramStyles(ana).text).toContain("loud and not so quiet");
  });
});

describe("on Telegram", () => {
  async function open() {
    wire = await openWire({ platforms: ["telegram"] });
    const two = await inGroup(wire);
    await two.ana.taps(wire.t("button.first-card"), "home");
    return two;
  }
  const PARAGRAPHS = "One.\n\n  Two,   spaced\n• three\u200d";

  test("/answer keeps paragraphs and styles, also when it is edited", async () => {
    const { ana, ben } = await open();
    const sent = ana.person.sends(`/answer ${PARAGRAPHS}`, { entities: [{ type: "bold", offset: 8, length: 4 }] });
    await wire.calm();
    expect(last(ana)).toMatch(/^Sealed/);
    ana.person.edits(sent, `/answer ${PARAGRAPHS}!`, [{ type: "italic", offset: 8, length: 4 }]);
    await wire.calm();
    await ben.answers("other");
    expect(last(ana, "home")).toContain(`Ana\n${PARAGRAPHS}!`);
    expect(telegramStyles(ana, "home").words).toEqual([["italic", "One."]]);
  });

  test("words that are added stand below with their own styles", async () => {
    const { ana, ben } = await open();
    await ana.taps(wire.t("button.answer"), "home");
    ana.person.sends("first part", { entities: [{ type: "bold", offset: 0, length: 5 }] });
    await wire.calm();
    ana.person.sends("second part", { entities: [{ type: "underline", offset: 7, length: 4 }] });
    await wire.calm();
    await ana.taps(wire.t("button.words-add"));
    await ben.answers("other");
    expect(last(ana, "home")).toContain("Ana\nfirst part\n\nsecond part\n");
    expect(telegramStyles(ana, "home").words).toEqual([
      ["bold", "first"],
      ["underline", "part"],
    ]);
  });

  test("an address behind words counts: an answer that becomes too long with it is refused before it is sealed", async () => {
    const { ana } = await open();
    await ana.taps(wire.t("button.answer"), "home");
    const text = `${"word ".repeat(799)}link`;
    ana.person.sends(text, { entities: [{ type: "text_link", offset: text.length - 4, length: 4, url: PLAN }] });
    await wire.calm();
    const count = text.length + PLAN.length + 3;
    expect(last(ana)).toBe(wire.t("refused.answer.too-long", { count, max: 4000 }));
  });

  test("/jar and /support keep paragraphs and styles, and the export has them too", async () => {
    const { ana, ben } = await open();
    ana.person.sends(`/jar ${PARAGRAPHS}?`, { entities: [{ type: "italic", offset: 5, length: 4 }] });
    await wire.calm();
    ana.person.sends("/support  hold my hand\n& <stay>", {
      entities: [{ type: "strikethrough", offset: 10, length: 4 }],
    });
    await wire.calm();
    expect(last(ana)).toContain("hold my hand\n& <stay>");
    await ana.types("/export");
    await ana.taps(wire.t("button.export-yes"));
    const page = ana.files().find(({ name }) => name.endsWith(".html"))?.text ?? "";
    expect(page).toContain("<em>One.</em>\n\n  Two,   spaced");
    expect(page).toContain("<s>hold</s> my hand\n&amp; &lt;stay&gt;");
    const json = ana.files().find(({ name }) => name.endsWith(".json"))?.text ?? "{}";
    expect(JSON.stringify(JSON.parse(json))).toContain(JSON.stringify(`${PARAGRAPHS}?`));
    await ben.types("/checkin jar", "home");
    expect(read(ben, "home")).toContain(`${PARAGRAPHS}?`);
  });
});
