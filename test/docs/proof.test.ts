/** The list of proofs: every promise has one, and no proof is left out. */
import { globSync } from "node:fs";
import { expect, test } from "vitest";
import { exists, quoted, ROOT, read } from "./pages.ts";

const page = read("docs/proof.md");
const rows = page.split("\n").filter((line) => /^\| (?!---|promise|fault)/.test(line));
const named = quoted(page).filter((one) => one.startsWith("test/"));

test("every promise names a file that shows it, and the file exists", () => {
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((row) => !/`test\/[\w/.-]+\.ts`/.test(row.split("|")[2] ?? ""))).toEqual([]);
  expect(named.filter((file) => !exists(file))).toEqual([]);
});

test("every folder of tests is there", () => {
  const folders = new Set(globSync("test/**/*.test.ts", { cwd: ROOT }).map((file) => file.split("/")[1]));
  expect([...folders].filter((folder) => !named.some((file) => file.startsWith(`test/${folder}/`)))).toEqual([]);
});

test("the settings of the searches are read by the tests that they are for", () => {
  const wanted = new Map([...page.matchAll(/\b([A-Z]+(?:_[A-Z]+)+)=/g)].map(([, name = ""]) => [name, true]));
  const sources = globSync("test/{model,wire}/**/*.test.ts", { cwd: ROOT }).map(read).join("\n");
  expect(wanted.size).toBeGreaterThan(3);
  expect([...wanted.keys()].filter((name) => !sources.includes(name))).toEqual([]);
});

test("it stays short enough to be read", () => {
  expect(page.split("\n").length).toBeLessThanOrEqual(150);
});
