/** What the documents say, for tests to hold them to. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");

export function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

export function exists(file: string): boolean {
  return existsSync(join(ROOT, file));
}

/** Every document of the project. */
export const PAGES: readonly string[] = globSync(["*.md", "docs/**/*.md"], { cwd: ROOT }).sort();

/** Everything between single backticks, outside of code blocks. */
export function quoted(text: string): string[] {
  const prose = text.replace(/^ *```[\s\S]*?^ *```/gm, "");
  return [...prose.matchAll(/`([^`\n]+)`/g)].flatMap(([, inside]) => inside ?? []);
}

/** The code blocks of a kind, without their indentation, in order. */
export function blocks(text: string, kind: string): string[] {
  return [...text.matchAll(new RegExp(`^( *)\`\`\`${kind}\\n([\\s\\S]*?)^ *\`\`\``, "gm"))].map(([, indent, body]) =>
    (body ?? "").replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
}

/** The section under a heading, up to the next one of its level or above. */
export function section(text: string, heading: string): string {
  const [, after = ""] = text.split(`\n## ${heading}\n`);
  if (after === "") throw new Error(`there is no section “${heading}”`);
  return after.split("\n## ")[0] ?? "";
}

/** What is quoted in the first cell of each row of a section's table. */
export function firstCells(text: string): string[] {
  const rows = text.split("\n").filter((line) => /^\| *`/.test(line));
  return rows.flatMap((row) => quoted(row.split(/(?<!\\)\|/)[1] ?? ""));
}

/** All sources of the program, as one text. */
export function sources(): string {
  return globSync("{src,adapters}/**/*.{ts,js}", { cwd: ROOT })
    .map((file) => read(file))
    .join("\n");
}
