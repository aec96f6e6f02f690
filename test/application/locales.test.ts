import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadMessages } from "../../src/content/messages.ts";

const keys = [...(loadMessages("data").sources.get("en")?.keys() ?? [])];

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

const application = sources("src/application").join("\n");
const domain = sources("src/domain").join("\n");
const all = application + domain;

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? "");
}

/** Keys written out: where a message is asked for by its whole key. */
const literal = new Set([
  ...found(application, /\bt\(\s*"([^"]+)"/g),
  ...found(application, /translate\([^,()]+(?:\([^()]*\))?,\s*"([^"]+)"/g),
  ...found(application, /\bline\(\s*[^,]+,\s*"([^"]+)"/g),
  ...found(application, /\brefuse\(\s*"([a-z.-]+)"/g),
  ...found(application, /\bkey: (?:[^"`,}]*\? )?"([^"]+)"/g),
  ...found(domain, /"(when\.(?:daily|weekdays|weekly|monthly|yearly))"/g),
  ...found(all, /\brefuse\(\s*"([a-z.-]+)"/g)
    .filter((key) => /^(answer|round|when|zone|quiet)\./.test(key))
    .map((key) => `refused.${key}`),
]);
const refusals = found(all, /\brefuse\(\s*"([a-z.-]+)"/g);

/** Families of keys: a template with something in it, as a pattern. */
const templated = found(application, /`([^`]*)`/g)
  .filter((template) => /^[a-z]+[a-z-]*\.[^\s]*\$\{/.test(template))
  .map((template) => {
    const parts = template.split(/\$\{(?:[^{}]|\{[^}]*\})*\}/);
    return new RegExp(`^${parts.map((part) => part.replaceAll(".", "\\.")).join("[a-z0-9.-]+")}$`);
  });

/** Every other string of the source: keys that travel in variables. */
const strings = new Set(found(all, /"([a-z][a-z0-9.-]*)"/g));

test("every message that the application asks for by its whole key exists", () => {
  const missing = [...literal].filter((key) => !keys.includes(key) && !refusals.includes(key));
  expect(missing).toEqual([]);
});

test("every refusal of the domain has words", () => {
  expect(refusals.filter((key) => !keys.includes(`refused.${key}`) && !keys.includes(key))).toEqual([]);
});

test("every family of keys that the application builds has members", () => {
  expect(templated.length).toBeGreaterThan(20);
  expect(templated.filter((family) => !keys.some((key) => family.test(key))).map(String)).toEqual([]);
});

test("every message is used", () => {
  const used = (key: string) =>
    literal.has(key) ||
    strings.has(key) ||
    templated.some((family) => family.test(key)) ||
    (key.startsWith("refused.") && refusals.includes(key.slice("refused.".length)));
  expect(keys.filter((key) => !used(key))).toEqual([]);
});
