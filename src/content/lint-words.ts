/** What a card may not say, as data: one file a language, `data/lint/<lang>.yaml`. */
import { join } from "node:path";
import { z } from "zod";
import type { Card } from "../domain/card.ts";
import { ContentError } from "./error.ts";
import { readAs, yamlFiles } from "./files.ts";
import { textsOf } from "./texts.ts";

const ruleSchema = z
  .strictObject({
    rule: z.string().regex(/^[a-z-]+$/),
    why: z.string().min(1),
    words: z.array(z.string().min(1)).default([]),
    patterns: z.array(z.string().min(1)).default([]),
    unless_needs: z.array(z.string()).default([]),
  })
  .refine(({ words, patterns }) => words.length + patterns.length > 0, "give words or patterns");

/** A rule ready to be used. */
export interface WordRule {
  readonly rule: string;
  readonly why: string;
  readonly patterns: readonly RegExp[];
  /** The rule is quiet for a card that needs one of these. */
  readonly unlessNeeds: readonly string[];
}

/** Word rules by language. */
export type WordRules = ReadonlyMap<string, readonly WordRule[]>;

/**
 * Reads `lint/<lang>.yaml` under `dir`.
 * @throws ContentError for a malformed file or an expression that does not compile.
 */
export function loadWordRules(dir: string): WordRules {
  const files = yamlFiles(join(dir, "lint"));
  return new Map(files.map((file) => [file.replace(/\.yaml$/, ""), readRules(dir, file)]));
}

function readRules(dir: string, file: string): WordRule[] {
  return readAs(z.array(ruleSchema), dir, "lint", file).map(({ rule, why, words, patterns, unless_needs }) => ({
    rule,
    why,
    patterns: [...words.map(whole), ...patterns].map((source) => compile(source, `lint/${file}: ${rule}`)),
    unlessNeeds: unless_needs,
  }));
}

/** A word with no letter or digit on either side, in any script; `\b` knows only ASCII. */
function whole(word: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`;
}

function compile(source: string, where: string): RegExp {
  try {
    return new RegExp(source, "iu");
  } catch {
    throw new ContentError([`${where}: not a regular expression: ${source}`]);
  }
}

/** Everything in the card that a rule forbids: rule, field, and what was found. Pure. */
export function forbiddenWords(card: Card, rules: readonly WordRule[]): { rule: string; at: string; detail: string }[] {
  const active = rules.filter(({ unlessNeeds }) => !unlessNeeds.some((need) => card.needs.includes(need)));
  return textsOf(card).flatMap(({ at, text }) =>
    active.flatMap(({ rule, why, patterns }) =>
      patterns.flatMap((pattern) => {
        const found = pattern.exec(text)?.[0];
        return found === undefined ? [] : [{ rule, at, detail: `“${found}” ${why}` }];
      }),
    ),
  );
}
