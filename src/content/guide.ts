/**
 * The guide, `data/guide/<lang>/*.md`: prose under a front matter in YAML. The prose
 * is plain text; a blank line parts its paragraphs, a single line break is a space.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { GuidePage } from "../domain/guide.ts";
import type { Content } from "../ports/content.ts";
import { given } from "./build.ts";
import { ContentError } from "./error.ts";
import { filesOf, folders, parseYaml, understand } from "./files.ts";
import { deadEnd, type Known } from "./guide-actions.ts";
import { BASE_LANGUAGE, resolveLanguage } from "./language.ts";
import { LIMITS } from "./limits.ts";

/** What fits a phone without a second thought. */
const LONGEST = { text: 900, title: 60, label: 40 };

const words = (max: number) => z.string().trim().min(1).max(max);

const pageSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z]{2,16}$/, "use two to sixteen letters a-z"),
    kind: z.enum(["chapter", "question"]),
    strategy: z.literal([1, 2, 3, 4, 5, 6, 7]).optional(),
    order: z.int().positive(),
    title: words(LONGEST.title),
    why: words(LIMITS.why).optional(),
    source: words(LIMITS.why).optional(),
    do: z
      .array(z.strictObject({ label: words(LONGEST.label), action: z.string() }))
      .min(1)
      .max(2),
  })
  .refine(({ kind, strategy }) => (kind === "chapter") === (strategy !== undefined), "a chapter has a `strategy`")
  .refine(({ why, source }) => (why === undefined) === (source === undefined), "`why` goes with `source`");

const textSchema = z.object({
  text: z
    .string()
    .min(1)
    .max(LONGEST.text)
    // Adapters do the markup, so here it would be shown as it is written.
    .regex(/^[^*`<>[\]#]*$/, "write plain text, without markup"),
});

/** A page, and the language it is written in. */
interface Written {
  readonly language: string;
  readonly page: GuidePage;
}

/**
 * Reads `guide/` under `dir`. `known` is what its buttons may lead to besides its own pages.
 * @throws ContentError for a malformed page, a button that leads nowhere, a translation
 *   that does other things than the English page, or if there is no English.
 */
export function loadGuide(dir: string, known: Omit<Known, "pages">): Pick<Content, "guide" | "guidePage"> {
  const languages = folders(join(dir, "guide"));
  const written = languages.flatMap((language) => readPages(dir, language));
  const english = written.filter(({ language }) => language === BASE_LANGUAGE).map(({ page }) => page);
  if (english.length === 0) throw new ContentError([`guide/${BASE_LANGUAGE}: there are no pages`]);
  const problems = checkPages(written, english, { ...known, pages: new Set(english.map(({ id }) => id)) });
  if (problems.length > 0) throw new ContentError(problems);
  const complete = new Map(languages.map((language) => [language, inLanguage(english, written, language)]));
  const guide = (language: string) => complete.get(resolveLanguage(languages, language)) ?? [];
  return { guide, guidePage: (id, language) => guide(language).find((page) => page.id === id) };
}

function readPages(dir: string, language: string): Written[] {
  const problems: string[] = [];
  const pages = filesOf(join(dir, "guide", language), ".md").flatMap((file) => {
    try {
      return [{ language, page: readPage(dir, join("guide", language, file), file) }];
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ContentError(problems);
  return pages;
}

function readPage(dir: string, name: string, file: string): GuidePage {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(
    readFileSync(join(dir, name), "utf8").replaceAll("\r\n", "\n"),
  );
  if (parts === null) throw new ContentError([`${name}: begins with a front matter between two lines of ---`]);
  const raw = understand(pageSchema, parseYaml(parts[1] ?? "", name), name);
  if (file !== `${raw.id}.md`) throw new ContentError([`${name}: id: must be the file's name`]);
  const { text } = understand(textSchema, { text: (parts[2] ?? "").trim() }, name);
  const { do: buttons, strategy, why, source, ...rest } = raw;
  const paragraphs = text.split(/\n\s*\n/).map((paragraph) => paragraph.replace(/\s+/g, " ").trim());
  return { ...rest, paragraphs, buttons, ...given({ strategy, why, source }) };
}

/** One line for each button that leads nowhere, place given twice, and page that is another than in English. */
function checkPages(written: readonly Written[], english: readonly GuidePage[], known: Known): string[] {
  return written.flatMap(({ language, page }) => {
    const name = `guide/${language}/${page.id}.md`;
    const dead = page.buttons.flatMap(({ action }) => deadEnd(action, known) ?? []);
    const original = english.find(({ id }) => id === page.id);
    const place = english.find(({ id, kind, order }) => id !== page.id && kind === page.kind && order === page.order);
    const problems = dead.map((detail) => `${name}: do: ${detail}`);
    if (place !== undefined) problems.push(`${name}: order: is that of “${place.id}” too`);
    if (original === undefined) problems.push(`${name}: id: there is no such page in English`);
    else if (skeleton(original) !== skeleton(page)) problems.push(`${name}: differs from English in more than words`);
    return problems;
  });
}

function skeleton({ kind, strategy, order, buttons }: GuidePage): string {
  return JSON.stringify({ kind, strategy, order, actions: buttons.map(({ action }) => action) });
}

/** Every English page in a language, or as it is where there is no translation: chapters, then questions. */
function inLanguage(english: readonly GuidePage[], written: readonly Written[], language: string): GuidePage[] {
  const own = new Map(written.filter((one) => one.language === language).map(({ page }) => [page.id, page]));
  const rank = ({ kind }: GuidePage) => (kind === "chapter" ? 0 : 1);
  return english
    .map((page) => own.get(page.id) ?? page)
    .sort((one, other) => rank(one) - rank(other) || one.order - other.order);
}
