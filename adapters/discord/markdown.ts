/**
 * What somebody typed into the direct chat, which Discord shows as markdown, as the words that its author saw. Pure.
 *
 * Bold, italics, underline and strike become styles. A masked link becomes its words with the address after them;
 * code, spoilers, headings and small print become their text. Bars of quotes and bullets of lists stay as typed.
 */
import { type Link, withAddresses } from "../../src/domain/addresses.ts";
import type { Span, Style, Words } from "../../src/domain/words.ts";

/** Names by user id, for mentions. */
export type Names = Readonly<Record<string, string>>;

interface Read {
  text: string;
  readonly spans: Span[];
  readonly links: Link[];
  readonly names: Names;
}

/** Takes what it found and says it in `read`. */
type Take = (read: Read, found: RegExpExecArray) => void;

const say =
  (words: (found: RegExpExecArray, names: Names) => string): Take =>
  (read, found) => {
    read.text += words(found, read.names);
  };

const inside =
  (style: Style | null): Take =>
  (read, found) => {
    const from = read.text.length;
    readInto(read, found[1] ?? "");
    if (style !== null) read.spans.push({ from, to: read.text.length, style });
  };

const masked: Take = (read, found) => {
  const from = read.text.length;
  readInto(read, found[1] ?? "");
  read.links.push({ from, to: read.text.length, url: found[2] ?? "" });
};

/** Discord's moments, as a date that can be read anywhere. */
function moment([all, seconds]: RegExpExecArray): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? all : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

const emphasis: Take = (read, found) => inside("italic")(read, found);

/** The first that fits counts. Order and form are those of Discord's clients. */
const RULES: readonly (readonly [RegExp, Take])[] = [
  [/^¯\\_\(ツ\)_\/¯/, say(([all]) => all)],
  [/^\\([^0-9A-Za-z\s])/, say(([, mark = ""]) => mark)],
  [/^```(?:[\w+.#-]+\n)?\n*([^\n][\s\S]*?)\n*```/, say(([, code = ""]) => code)],
  [/^(`+)(?!`)([\s\S]*?[^`])\1(?!`)/, say(([, , code = ""]) => code.replace(/^ (?=`)|(?<=`) $/g, ""))],
  [/^<(https?:\/\/[^\s>]+|mailto:[^\s>]+)>/, say(([, address = ""]) => address)],
  [/^\[((?:\\[\s\S]|[^\\[\]])+)\]\(\s*<?(https?:\/\/(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+"[^"]*")?\s*\)/, masked],
  [/^https?:\/\/[^\s<]*[^<.,:;"'\]\s)*_~|]/, say(([all]) => all)],
  [/^<a?(:\w+:)\d+>/, say(([, name = ""]) => name)],
  [/^<@!?(\d+)>/, say(([all, id = ""], names) => (names[id] === undefined ? all : `@${names[id]}`))],
  [/^<t:(-?\d{1,13})(?::[tTdDfFR])?>/, say(moment)],
  [/^<(\/[^:>]+):\d+>/, say(([, name = ""]) => name)],
  [/^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, inside("bold")],
  [/^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, inside("underline")],
  [/^\*(?=\S)((?:\\[\s\S]|\*\*|[^\\*])+?)(?<=\S)\*(?!\*)/, emphasis],
  [/^_((?:\\[\s\S]|__|[^\\_])+?)_\b/, emphasis],
  [/^_((?:\\[\s\S]|__|[^\\_])+?)_(?=\W|$)/, emphasis],
  [/^~~([\s\S]+?)~~(?!_)/, inside("strike")],
  [/^\|\|([\s\S]+?)\|\|/, inside(null)],
];
/** A heading or small print: how large it is shown is no part of what is said. */
const LINE = /^(?:#{1,3}|-#) +(?=\S)/;
/** Text in which nothing begins. */
const REST = /^[^\\`<[*_~|¯\nhH]+|^`+|^[\s\S]/u;

function readInto(read: Read, source: string): void {
  let rest = source;
  while (rest !== "") {
    if (read.text === "" || read.text.endsWith("\n")) rest = rest.replace(LINE, "");
    const hit = RULES.map(([rule, take]) => ({ take, found: rule.exec(rest) })).find(({ found }) => found !== null);
    const taken = hit?.found?.[0] ?? REST.exec(rest)?.[0] ?? rest;
    if (hit?.found) hit.take(read, hit.found);
    else read.text += taken;
    rest = rest.slice(taken.length);
  }
}

/** What the author of a direct message saw. */
export function readMarkdown(content: string, names: Names = {}): Words {
  const read: Read = { text: "", spans: [], links: [], names };
  readInto(read, content);
  return withAddresses(read.text, read.spans, read.links);
}
