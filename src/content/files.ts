/** Reading YAML files so that whatever is wrong with one is said with its name. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseDocument } from "yaml";
import type { z } from "zod";
import { ContentError } from "./error.ts";

/** The names of the YAML files in `dir`, sorted; none if there is no such folder. */
export function yamlFiles(dir: string): string[] {
  return filesOf(dir, ".yaml");
}

/** The names of the files in `dir` that end in `ending`, sorted; none if there is no such folder. */
export function filesOf(dir: string, ending: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => name.endsWith(ending))
    .sort();
}

/** The names of the folders in `dir`, sorted; none if there is no such folder. */
export function folders(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * The value in a YAML file. Duplicate keys are refused.
 * @throws ContentError naming the file (relative to `root`) and line.
 */
export function readYaml(root: string, ...path: string[]): unknown {
  const file = join(root, ...path);
  const name = relative(root, file);
  if (!existsSync(file)) throw new ContentError([`${name}: there is no such file`]);
  return parseYaml(readFileSync(file, "utf8"), name);
}

/**
 * The value that YAML text says. `name` is what the text is called in an error.
 * @throws ContentError naming it and what is wrong.
 */
export function parseYaml(text: string, name: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) throw new ContentError(problems.map(({ message }) => `${name}: ${message.split("\n")[0]}`));
  return document.toJS();
}

/**
 * The file's value as `schema` understands it.
 * @throws ContentError with one line for each problem: file, card id (or position), field.
 */
export function readAs<S extends z.ZodType>(schema: S, root: string, ...path: string[]): z.output<S> {
  return understand(schema, readYaml(root, ...path), join(...path));
}

/**
 * `raw` as `schema` understands it. `name` is what it is called in an error.
 * @throws ContentError as `readAs`.
 */
export function understand<S extends z.ZodType>(schema: S, raw: unknown, name: string): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new ContentError(result.error.issues.map((issue) => `${name}: ${describe(raw, issue)}`));
}

function describe(raw: unknown, issue: z.core.$ZodIssue): string {
  const [first, index, ...rest] = issue.path;
  if (first !== "cards" || typeof index !== "number") return line(issue.path, issue.message);
  return `${cardName(raw, index)}: ${line(rest, issue.message)}`;
}

function line(path: readonly PropertyKey[], message: string): string {
  return path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`;
}

function cardName(raw: unknown, index: number): string {
  const card = (raw as { cards?: { id?: unknown }[] }).cards?.[index];
  return typeof card?.id === "string" ? card.id : `card ${index + 1}`;
}
