/**
 * The phrase list that looks at a text just being sealed: fear of the partner, being
 * hit, threatened or controlled, not wanting to live. One file a language,
 * `data/phrases/<lang>.yaml`. It runs here and nowhere else, and says yes or no:
 * which phrase it was, or whose, is never known outside this file.
 */
import { join } from "node:path";
import { z } from "zod";
import type { Content } from "../ports/content.ts";
import { ContentError } from "./error.ts";
import { readAs, yamlFiles } from "./files.ts";
import { BASE_LANGUAGE, resolveLanguage } from "./language.ts";

const sources = z.array(z.string().min(1)).min(1);

const listSchema = z.strictObject({
  terms: z.record(z.string().regex(/^[a-z]+$/, "use a-z"), z.string().min(1)).default({}),
  ignore: sources,
  concerns: z.strictObject({ fear: sources, harm: sources, control: sources, life: sources }),
});

/** A list ready to be used. */
interface PhraseList {
  readonly ignore: readonly RegExp[];
  readonly concerns: readonly RegExp[];
}

/**
 * Reads `phrases/` under `dir`. A language without a list is looked at with the English one.
 * @throws ContentError for a malformed list, an expression that does not compile, or if there is no English.
 */
export function loadPhrases(dir: string): Pick<Content, "concerns"> {
  const files = yamlFiles(join(dir, "phrases"));
  const lists = new Map(files.map((file) => [file.replace(/\.yaml$/, ""), readList(dir, file)]));
  const english = lists.get(BASE_LANGUAGE);
  if (english === undefined) throw new ContentError([`phrases/${BASE_LANGUAGE}.yaml: there is no such file`]);
  return {
    concerns: (text, language) => matches(text, lists.get(resolveLanguage(lists.keys(), language)) ?? english),
  };
}

function matches(text: string, { ignore, concerns }: PhraseList): boolean {
  // What is ignored leaves a mark behind, so that the words around it do not grow together.
  const rest = ignore.reduce((kept, pattern) => kept.replace(pattern, " ; "), plain(text));
  return concerns.some((pattern) => pattern.test(rest));
}

/** One kind of apostrophe and of space, and a line's end as the end of a clause. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u200b-\u200d\ufeff]/g, "")
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/\s+/g, (gap) => (gap.includes("\n") ? " ; " : " "));
}

function readList(dir: string, file: string): PhraseList {
  const { terms, ignore, concerns } = readAs(listSchema, dir, "phrases", file);
  const build = (at: string, flags: string) => (source: string) =>
    compile(source, terms, flags, `phrases/${file}: ${at}`);
  return {
    ignore: ignore.map(build("ignore", "giu")),
    concerns: Object.entries(concerns).flatMap(([at, list]) => list.map(build(at, "iu"))),
  };
}

/** Whole words only; `<term>` stands for a term, and an apostrophe may be left out. */
function compile(source: string, terms: Readonly<Record<string, string>>, flags: string, where: string): RegExp {
  const unknown: string[] = [];
  const filled = source.replace(/<([a-z]+)>/g, (_, name: string) => {
    const term = terms[name];
    if (term === undefined) unknown.push(name);
    return `(?:${term ?? ""})`;
  });
  if (unknown.length > 0) throw new ContentError([`${where}: there is no term “${unknown.join("”, “")}”: ${source}`]);
  try {
    return new RegExp(`(?<![\\p{L}\\p{N}])(?:${filled.replace(/['’]/g, "'?")})(?![\\p{L}\\p{N}])`, flags);
  } catch {
    throw new ContentError([`${where}: not a regular expression: ${source}`]);
  }
}
