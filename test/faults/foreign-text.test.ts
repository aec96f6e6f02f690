/** Whatever somebody writes, no function that is fed with it fails or takes long. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeLine, pieces } from "../../adapters/discord/escape.ts";
import { cleanName as discordName } from "../../adapters/discord/name.ts";
import { renderParts } from "../../adapters/discord/render.ts";
import { cleanName } from "../../adapters/telegram/account.ts";
import { mediaPayloads } from "../../adapters/telegram/payload.ts";
import { render } from "../../adapters/telegram/render.ts";
import { update } from "../../adapters/telegram/schema.ts";
import { exportPage } from "../../src/application/export-page.ts";
import { loadPhrases } from "../../src/content/phrases.ts";
import { parseClock, parseQuiet } from "../../src/domain/clock-words.ts";
import { parseDate } from "../../src/domain/date-words.ts";
import { cleanFileName } from "../../src/domain/file-name.ts";
import type { MediaBlock, Message } from "../../src/domain/message.ts";
import { nearest } from "../../src/domain/nearest.ts";
import { parseWhen, tokensOf } from "../../src/domain/when.ts";
import { guessZone, parseZone } from "../../src/domain/zone.ts";
import { boardSvg } from "../../src/pictures/board.ts";
import { chartSvg } from "../../src/pictures/chart.ts";
import { cut, fitText, plain, widthOf, wrap } from "../../src/pictures/text.ts";
import { NASTY } from "./nasty.ts";

/** Milliseconds of processor time. */
const QUICK = 50;
const { concerns } = loadPhrases("data");
const NAMES = ["heart", "checkin", "talknight", "morning", "friday", "share", "vision", "repair", "course", "retreat"];
const BOX = { width: 411, height: 260 };
const GROUP = { shared: true, username: "bot" };

function media(text: string): MediaBlock {
  const about = { key: "k", mime: text, name: text, caption: text.slice(0, 200), covered: true, instead: text };
  return { type: "media", ...about, kind: "photo", data: new Uint8Array(3) };
}

/** A message that is this text in each of its places. */
const BLOCKS: Readonly<Record<string, (text: string) => Message>> = {
  quote: (text) => ({ blocks: [{ type: "quote", by: text.slice(0, 64), text, covered: true }], buttons: [] }),
  note: (text) => ({ blocks: [{ type: "note", text }], buttons: [] }),
  paragraph: (text) => ({ blocks: [{ type: "paragraph", text }], buttons: [] }),
  heading: (text) => ({ blocks: [{ type: "heading", text }], buttons: [] }),
  list: (text) => ({ blocks: [{ type: "list", items: [text] }], buttons: [] }),
  link: (text) => ({ blocks: [{ type: "link", text, url: text }], buttons: [] }),
  media: (text) => ({ blocks: [media(text)], buttons: [] }),
  button: (text) => ({ blocks: [], buttons: [[{ label: text, action: "a", effect: "reply" }]] }),
};

const chart = (label: string) => ({ label, low: label, high: label, from: 1, to: 7, marks: [[1, 2]] });
const photo = { mime: "image/png", data: new Uint8Array(3) };

const FUNCTIONS: Readonly<Record<string, (text: string) => unknown>> = {
  plain,
  widthOf: (text) => widthOf(text),
  wrap: (text) => wrap(text, 400, 31),
  fitText: (text) => fitText(text, BOX, [54, 47, 41, 36, 31]),
  cut: (text) => cut(text, 400, 31),
  "a board": (text) =>
    boardSvg({
      kind: "board",
      title: text,
      squares: [null, photo].map((one) => ({ label: text, line: text, photo: one })),
    }),
  "a chart": (text) =>
    chartSvg({ kind: "chart", title: text, dates: [text, text], legend: [text, text], rows: [chart(text)] }),
  phrases: (text) => concerns(text, "en"),
  nearest: (text) => nearest(text, NAMES),
  "a page": (text) => exportPage("en", (key) => key, [{ title: text, parts: [{ label: text, text }] }]),
  "a name on Telegram": cleanName,
  "a name on Discord": discordName,
  "a file's name": cleanFileName,
  "a file on Telegram": (text) =>
    mediaPayloads({ kind: "media", media: media(text) }, { chatId: 1, silent: false, topic: undefined }),
  "a line on Discord": escapeLine,
  "pieces on Discord": (text) => pieces(text, 200),
  when: (text) => parseWhen(text, "en"),
  tokens: tokensOf,
  "a time": parseClock,
  "quiet hours": parseQuiet,
  "a date": (text) => parseDate(text, "2026-01-01", "en"),
  "a zone": parseZone,
  "a language": guessZone,
  ...Object.fromEntries(
    Object.entries(BLOCKS).map(([name, of]) => [`${name} on Telegram`, (text: string) => render(of(text), GROUP)]),
  ),
  ...Object.fromEntries(
    Object.entries(BLOCKS).map(([name, of]) => [`${name} on Discord`, (text: string) => renderParts(of(text))]),
  ),
};

function cost(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}

describe.each(Object.entries(FUNCTIONS))("%s", (_name, work) => {
  test("is quick, and does not fail, whatever it is given", () => {
    // What is compiled at the first use is not counted; of a pause for garbage the better of two.
    work("word");
    const slow = Object.entries(NASTY).flatMap(([name, text]) => {
      const ms = cost(() => work(text));
      return ms <= QUICK || cost(() => work(text)) <= QUICK ? [] : [`${name}: ${Math.round(ms)} ms`];
    });
    expect(slow).toEqual([]);
  });

  test("does not fail on anything else", () => {
    const piece = fc.constantFrom(...Object.values(NASTY).map((text) => text.slice(0, 5)));
    const text = fc.array(fc.oneof(piece, fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 20 });
    fc.assert(
      fc.property(text, (all) => void work(all.join(""))),
      { numRuns: 100 },
    );
  });
});

test("marks on one letter are drawn up to a number, real ones all", () => {
  expect(plain(`a${"\u0301".repeat(4_000)}b`)).toBe(`a${"\u0301".repeat(6)}b`);
  for (const real of ["Việt", "שָׁלוֹם", "क्षि", "ก็้"]) expect(plain(real)).toBe(real);
});

test.each([
  ["../../etc/passwd", "_.._etc_passwd"],
  ["C:\\autoexec.bat", "C__autoexec.bat"],
  ["con.png", "con_.png"],
  ["LPT1", "LPT1_"],
  ["photo\u202egnp.exe", "photo_gnp.exe"],
  ['a"b\r\nX: y.png', "a_b__X_ y.png"],
  [".hidden", "hidden"],
  ["...", "file"],
  ["", "file"],
  ["\ud83d.png", "\ufffd.png"],
  ["at  the lake.JPG ", "at the lake.JPG"],
  ["日本 👩‍👩‍👧.png", "日本 👩_👩_👧.png"],
])("a file called %j is called %j", (raw, clean) => {
  expect(cleanFileName(raw)).toBe(clean);
});

test("a long name of a file keeps its ending, and a clean one stays", () => {
  expect(cleanFileName(`${"👩".repeat(5_000)}.jpeg`)).toBe(`${"👩".repeat(95)}.jpeg`);
  const any = fc.string({ unit: "binary", maxLength: 200 });
  fc.assert(
    fc.property(any, (raw) => {
      const once = cleanFileName(raw);
      expect([...once].length).toBeLessThanOrEqual(101);
      expect(cleanFileName(once)).toBe(once);
    }),
  );
});

test("JSON that is nested a hundred thousand times, where nothing needs it, harms nobody", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const chat = '"chat":{"id":1,"type":"private"}';
  const text = `{"update_id":1,"message":{"message_id":1,"date":1,${chat},"text":"hi","entities":${deep}},"odd":${deep}}`;
  const parsed = update.parse(JSON.parse(text));
  expect(parsed.message?.text).toBe("hi");
  for (const odd of [`{"update_id":1,"message":${deep}}`, `{"update_id":${deep}}`, deep]) {
    expect(update.safeParse(JSON.parse(odd)).success).toBe(false);
  }
});
