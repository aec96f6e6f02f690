/**
 * Reads Discord markdown the way its clients do, so that a test can ask what a person would see. The
 * rules and their order are those of Discord's own parser (simple-markdown with its additions).
 */
import fc from "fast-check";

/** Everything that Discord takes for something else than text, and what is awkward to cut. */
export const NASTY = [
  "**bold**",
  "__u__",
  "_i_",
  "*i*",
  "~~s~~",
  "`code`",
  "```\nblock\n```",
  "||secret||",
  "|",
  "||",
  "\\",
  "\\\\",
  "\\|",
  "> quote",
  ">>> all",
  "# head",
  "-# small",
  "- item",
  "* item",
  "+ item",
  "1. one",
  "12. twelve",
  "@everyone",
  "@here",
  "<@123456789012345678>",
  "<@&123456789012345678>",
  "<#123456789012345678>",
  "<:smile:123456789012345678>",
  ":smile:",
  "<t:1700000000:R>",
  "</help:123456789012345678>",
  "<id:customize>",
  "https://example.org/a_b_c",
  "[text](https://example.org)",
  "<https://example.org>",
  "discord.gg/abcdef",
  "22:30",
  "a:b:c:d",
  "👩‍👩‍👧",
  "é",
  "e\u0301",
  "שלום",
  "¯\\_(ツ)_/¯",
  "\n",
  "\r\n",
  "\u2028",
  "\u0085",
  "\t",
  " ",
  "  ",
  "\n\n\n",
  "\u200b",
  "\u00a0# x",
];
/** Text full of it. */
export const nasty = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
      { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
    ),
  )
  .map((parts) => parts.join(""));

/** The styles that a person sees, and where; the names are the product's. */
export interface Style {
  readonly from: number;
  readonly to: number;
  readonly style: string;
}

export interface Seen {
  /** What is read, line breaks included. */
  readonly text: string;
  /** The markup that was found, such as `bold` or `mention`, with the text inside. */
  readonly markup: readonly { readonly kind: string; readonly text: string }[];
}

type Found = { kind: string; text: string };

const INLINE: readonly (readonly [kind: string, rule: RegExp])[] = [
  ["escape", /^\\([^0-9A-Za-z\s])/],
  ["autolink", /^<(https?:\/\/[^\s>]+)>/],
  ["link", /^\[((?:\\[\s\S]|[^\\\]])*)\]\(<?[^\s>]+>?\)/],
  ["url", /^((?:https?|steam):\/\/[^\s<]+[^<.,:;"'\]\s])/],
  ["invite", /^(discord(?:app)?\.(?:gg|com\/invite)\/[-\w]+)/],
  ["mention", /^(<@[!&]?\d+>|<#\d+>|<\/[^:>]+:\d+>|<id:\w+>|@everyone|@here)/],
  ["timestamp", /^(<t:-?\d+(?::\w)?>)/],
  ["custom emoji", /^(<a?:\w+:\d+>)/],
  ["emoji", /^(:[^\s:]+?(?:::skin-tone-\d)?:)/],
  ["bold", /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/],
  ["underline", /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/],
  [
    "italics",
    /^\b_((?:__|\\[\s\S]|[^\\_])+?)_\b|^\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/,
  ],
  ["strike", /^~~([\s\S]+?)~~(?!_)/],
  ["code", /^(?:`+)([\s\S]*?[^`])`+(?!`)/],
  ["spoiler", /^\|\|([\s\S]+?)\|\|/],
];

const BLOCK: readonly (readonly [kind: string, rule: RegExp])[] = [
  ["heading", /^\s*#{1,3} +/],
  ["note", /^\s*-# +/],
  ["list", /^\s*(?:[*-]|\d+\.) +/],
  ["quote", /^\s*(?:>>>|>) /],
];

function inline(source: string, markup: Found[]): string {
  let text = "";
  let rest = source;
  while (rest !== "") {
    const hit = INLINE.map(([kind, rule]) => ({ kind, match: rule.exec(rest) })).find(({ match }) => match !== null);
    if (hit?.match == null) {
      text += rest[0];
      rest = rest.slice(1);
      continue;
    }
    const inside = hit.match.slice(1).find((group) => group !== undefined) ?? "";
    rest = rest.slice(hit.match[0].length);
    if (hit.kind === "escape") {
      text += inside;
      continue;
    }
    const nested =
      hit.kind === "autolink" || hit.kind === "url"
        ? inside
        : hit.kind === "bold" || hit.kind === "spoiler" || hit.kind === "link"
          ? inline(inside, markup)
          : inside;
    markup.push({ kind: hit.kind, text: nested });
    text += nested;
  }
  return text;
}

/** What a person sees of `content`. */
export function see(content: string): Seen {
  const markup: Found[] = [];
  const lines = content.split("\n").map((line) => {
    let rest = line;
    for (const [kind, rule] of [["quote", /^> /] as const, ...BLOCK]) {
      const match = rule.exec(rest);
      if (match === null) continue;
      if (kind === "quote" && markup.at(-1)?.kind === "quote" && rest !== line)
        markup.push({ kind: "nested quote", text: "" });
      markup.push({ kind, text: rest.slice(match[0].length) });
      rest = rest.slice(match[0].length);
    }
    return rest;
  });
  // Read as one text: markup that one line left open would swallow the next.
  return { text: inline(lines.join("\n"), markup), markup };
}

const STYLES: Readonly<Record<string, string>> = {
  bold: "bold",
  italics: "italic",
  underline: "underline",
  strike: "strike",
};
const TRANSPARENT = ["spoiler", "bold", "italics", "underline", "strike"];

function styledInline(source: string, at: number, styles: Style[]): string {
  let text = "";
  let rest = source;
  while (rest !== "") {
    const hits = INLINE.flatMap(([kind, rule]) => {
      const match = rule.exec(rest);
      return match === null ? [] : [{ kind, match }];
    });
    const [hit] = hits;
    if (hit === undefined) {
      text += rest[0];
      rest = rest.slice(1);
      continue;
    }
    const inside = hit.match.slice(1).find((group) => group !== undefined) ?? "";
    rest = rest.slice(hit.match[0].length);
    const from = at + text.length;
    text += TRANSPARENT.includes(hit.kind) ? styledInline(inside, from, styles) : inside;
    const style = STYLES[hit.kind];
    if (style !== undefined) styles.push({ from, to: at + text.length, style });
  }
  return text;
}

/** The words of quoted or plain lines, and their styles; invisible joiners are left out. */
export function seeStyled(content: string): { readonly text: string; readonly spans: readonly Style[] } {
  const spans: Style[] = [];
  let text = "";
  for (const line of content.split("\n")) {
    if (text !== "" || spans.length > 0) text += "\n";
    text += styledInline(line.replace(/^> /, ""), text.length, spans);
  }
  return { text, spans };
}
