/**
 * What the bot says, in every language: `data/locales/<lang>.yaml`, nested keys,
 * ICU MessageFormat. A parameter is data: braces, tags and asterisks in it stay
 * what they are and are never read as a message.
 */
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import type { Translate } from "../ports/content.ts";
import { ContentError } from "./error.ts";
import { readYaml, yamlFiles } from "./files.ts";
import { BASE_LANGUAGE, resolveLanguage } from "./language.ts";

export interface Messages {
  /** The languages there are, sorted. */
  readonly languages: readonly string[];
  /** Every language's messages as written, by dotted key. */
  readonly sources: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /**
   * The message in the language, or the nearest language, or English.
   * @throws Error if English lacks the key, or a placeholder of the message gets
   *   no value. The error names key and language, never a value.
   */
  readonly translate: Translate;
}

/**
 * Reads `locales/` under `dir`.
 * @throws ContentError if a file is malformed, a message is no text, or there is no English.
 */
export function loadMessages(dir: string): Messages {
  const sources = new Map(
    yamlFiles(join(dir, "locales")).map((file) => [file.replace(/\.yaml$/, ""), readMessages(dir, file)]),
  );
  if (!sources.has(BASE_LANGUAGE)) throw new ContentError([`locales/${BASE_LANGUAGE}.yaml: there is no such file`]);
  return { languages: [...sources.keys()], sources, translate: translator(sources) };
}

function readMessages(dir: string, file: string): Map<string, string> {
  const flat = new Map<string, string>();
  const problems: string[] = [];
  const walk = (value: unknown, path: readonly string[]): void => {
    const name = path.join(".");
    if (typeof value === "string") flat.set(name, value);
    else if (isGroup(value)) for (const [key, inner] of Object.entries(value)) descend(inner, path, key);
    else problems.push(`locales/${file}: ${name || "the file"}: must be a text or a group of texts`);
  };
  const descend = (value: unknown, path: readonly string[], key: string): void => {
    // A dot in a key could make two different keys the same one.
    if (key.includes("."))
      problems.push(`locales/${file}: ${[...path, key].join(".")}: nest the keys instead of a dot`);
    else walk(value, [...path, key]);
  };
  walk(readYaml(dir, "locales", file), []);
  if (problems.length > 0) throw new ContentError(problems);
  return flat;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parsing a message costs far more than filling it in, so each is parsed once, when it is first needed. */
function translator(sources: Messages["sources"]): Translate {
  const parsed = new Map<string, IntlMessageFormat>();
  return (language, key, params = {}) => {
    const wanted = resolveLanguage(sources.keys(), language);
    const spoken = sources.get(wanted)?.has(key) ? wanted : BASE_LANGUAGE;
    const source = sources.get(spoken)?.get(key);
    if (source === undefined) throw new Error(`there is no message “${key}”`);
    const id = `${spoken}:${key}`;
    try {
      const message = parsed.get(id) ?? parseMessage(source, spoken);
      parsed.set(id, message);
      return String(message.format(params));
    } catch {
      // The library's own error may carry a value, and a value may be somebody's answer.
      throw new Error(`message “${key}” (${spoken}) cannot be made: a placeholder has no fitting value`);
    }
  };
}

/** A tag is plain text to us: adapters do the markup. */
export function parseMessage(source: string, language: string): IntlMessageFormat {
  return new IntlMessageFormat(source, language, undefined, { ignoreTag: true });
}
