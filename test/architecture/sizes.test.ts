/** Files and functions stay short enough to be read at one sitting. */
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const LONGEST_FILE = 250;

function linesOf(text: string): number {
  return text.split("\n").length - 1;
}

/** `file: lines` for each one that is too long. */
function tooLong(folder: string): string[] {
  const files = globSync("{src,adapters}/**/*.{ts,js,css}", { cwd: folder });
  expect(files.length).toBeGreaterThan(0);
  return files.flatMap((file) => {
    const lines = linesOf(readFileSync(join(folder, file), "utf8"));
    return lines > LONGEST_FILE ? [`${file}: ${lines}`] : [];
  });
}

/** A function whose body has this many lines, in `file`. */
function plant(folder: string, file: string, lines: number): void {
  const body = Array.from({ length: lines - 2 }, (_, at) => `  x += ${at};`);
  const text = ["export function planted() {", "  let x = 0;", ...body, "  return x;", "}", ""].join("\n");
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

describe("sizes", () => {
  const folder = mkdtempSync(join(tmpdir(), "ampersand-sizes-"));
  let lint = "";
  beforeAll(() => {
    cpSync(join(ROOT, "biome.json"), join(folder, "biome.json"));
    writeFileSync(join(folder, ".gitignore"), "node_modules/\n");
    plant(folder, "src/long.ts", 41);
    plant(folder, "src/short.ts", 40);
    plant(folder, "adapters/playground/ui/long.js", 41);
    plant(folder, "src/endless.ts", 250);
    plant(folder, "test/long.ts", 41);
    const biome = join(ROOT, "node_modules", ".bin", "biome");
    const run = spawnSync(biome, ["lint", "--colors=off", "."], { cwd: folder, encoding: "utf8" });
    lint = `${run.stdout}${run.stderr}`;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test(`no file of the program has more than ${LONGEST_FILE} lines`, () => {
    expect(tooLong(ROOT)).toEqual([]);
  });

  test("a planted long file is found", () => {
    expect(tooLong(folder)).toEqual(["src/endless.ts: 252"]);
  });

  test.each(["src/long.ts", "adapters/playground/ui/long.js"])("%s: a function of 41 lines is refused", (file) => {
    expect(lint).toMatch(new RegExp(`${file}:\\d+:\\d+ lint/complexity/noExcessiveLinesPerFunction`));
  });

  test.each(["src/short.ts", "test/long.ts"])("%s is left alone", (file) => {
    expect(lint).not.toContain(file);
  });
});
