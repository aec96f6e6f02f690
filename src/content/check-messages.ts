/** Whether every language says the same things; for the tests and for translators. */
import type { IntlMessageFormat } from "intl-messageformat";
import { BASE_LANGUAGE } from "./language.ts";
import { type Messages, parseMessage } from "./messages.ts";

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];

/**
 * One line for each problem: a message that cannot be parsed, keys or placeholders
 * that differ from English, and plural forms a language needs and does not have.
 * Empty when all is well. Pure; never throws.
 */
export function checkMessages({ sources }: Pick<Messages, "sources">): string[] {
  const english = sources.get(BASE_LANGUAGE) ?? new Map<string, string>();
  return [...sources].flatMap(([language, messages]) => {
    const missing = [...english.keys()].filter((key) => !messages.has(key));
    return [
      ...missing.map((key) => `${language}: ${key}: missing`),
      ...[...messages].flatMap(([key, source]) =>
        checkMessage(source, english.get(key), language).map((problem) => `${language}: ${key}: ${problem}`),
      ),
    ];
  });
}

function checkMessage(source: string, english: string | undefined, language: string): string[] {
  if (english === undefined) return ["not in English"];
  const elements = parse(source, language);
  if (elements === undefined) return ["cannot be parsed"];
  const problems = pluralGaps(elements, language).map((form) => `needs the plural form “${form}”`);
  // An apostrophe before a brace quotes it, and the placeholder would be shown as it is written.
  if (/'[{}]/.test(source)) problems.push("an apostrophe stands before a brace: write ’");
  const theirs = names(parse(english, BASE_LANGUAGE) ?? []);
  const ours = names(elements);
  if (theirs !== ours)
    problems.push(`placeholders differ from English: ${ours || "none"} instead of ${theirs || "none"}`);
  return problems;
}

function parse(source: string, language: string): Element[] | undefined {
  try {
    return parseMessage(source, language).getAst();
  } catch {
    return undefined;
  }
}

/** Every element, those inside plurals and selects too. */
function all(elements: readonly Element[]): Element[] {
  return elements.flatMap((element) => [element, ...branches(element).flatMap(([, inner]) => all(inner))]);
}

function branches(element: Element): [string, Element[]][] {
  if (!("options" in element)) return [];
  return Object.entries(element.options).map(([name, { value }]) => [name, value]);
}

function names(elements: readonly Element[]): string {
  const found = all(elements).flatMap((element) => ("value" in element && !isLiteral(element) ? [element.value] : []));
  return [...new Set(found)].sort().join(", ");
}

/** A literal is the only element that has a value and nothing else; `type` 0 in the parser's own enum. */
function isLiteral(element: Element): boolean {
  return Number(element.type) === 0;
}

function pluralGaps(elements: readonly Element[], language: string): string[] {
  const plurals = all(elements).filter((element) => "pluralType" in element && element.pluralType === "cardinal");
  return plurals.flatMap((plural) => {
    const given = new Set(branches(plural).map(([name]) => name));
    return formsInUse(language).filter((form) => !given.has(form));
  });
}

/** Forms that small whole numbers take: counts here are cards and days, never millions. */
function formsInUse(language: string): string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)))];
}
