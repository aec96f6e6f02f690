/** One's own data as a page that can be read: one file, without scripts, pictures from elsewhere or links. */
import { type Style, stretches, type Words } from "../domain/words.ts";
import type { Say } from "./rounds/describe.ts";

const STYLE =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}" +
  "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}dt{color:#666}dd{margin:0 0 .5rem;white-space:pre-wrap}" +
  "@media(prefers-color-scheme:dark){body{color:#ddd;background:#1a1a1a}dt{color:#999}}";

/** A word or a passage between two lines of the page; everything is data, and never markup. */
export interface Part extends Words {
  readonly label: string;
}

export interface Section {
  readonly title: string;
  readonly parts: readonly Part[];
}

function escaped(text: string): string {
  const marks: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}

const TAGS: Readonly<Record<Style, string>> = { underline: "u", strike: "s", bold: "strong", italic: "em" };

/** Words with their styles; the tags are ours, and what they stand around is escaped. */
function marked(words: Words): string {
  return stretches(words)
    .map(({ text, styles }) =>
      styles.reduceRight((inner, style) => `<${TAGS[style]}>${inner}</${TAGS[style]}>`, escaped(text)),
    )
    .join("");
}

function list(parts: readonly Part[], t: Say): string {
  if (parts.length === 0) return `<p>${escaped(t("export.page.nothing"))}</p>`;
  const items = parts.map((part) => `<dt>${escaped(part.label)}</dt><dd dir="auto">${marked(part)}</dd>`);
  return `<dl>${items.join("\n")}</dl>`;
}

/** A whole HTML document in one language. */
export function exportPage(language: string, t: Say, sections: readonly Section[]): string {
  const title = escaped(t("export.page.title"));
  const body = sections.map((one) => `<h2>${escaped(one.title)}</h2>\n${list(one.parts, t)}`);
  return [
    "<!doctype html>",
    `<html lang="${escaped(language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${title}</title><style>${STYLE}</style></head><body>`,
    `<h1>${title}</h1>\n<p>${escaped(t("export.page.only-yours"))}</p>`,
    ...body,
    "</body></html>",
    "",
  ].join("\n");
}
