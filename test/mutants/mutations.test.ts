import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { locate, sourcesOf } from "./locate.ts";
import { EQUIVALENT, MUTATIONS } from "./mutations.ts";

const sources = sourcesOf(".");
const all = [...MUTATIONS, ...EQUIVALENT];

test.each(all.map((one) => [one.name, one] as const))("it is found once, and changes something: %s", (_name, one) => {
  expect(locate(sources, one)).toMatch(/\.ts$/);
  expect(one.replace).not.toBe(one.find);
});

test("their names differ, and the tests that must notice them are there", () => {
  const names = all.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(MUTATIONS.flatMap(({ tests }) => tests).filter((file) => !existsSync(file))).toEqual([]);
  expect(MUTATIONS.filter(({ tests }) => tests.length === 0)).toEqual([]);
});

test("code that is nowhere, or in several places, is told", () => {
  expect(() => locate(sources, { name: "gone", find: "no such code anywhere" })).toThrow("found 0 times");
  expect(() => locate(sources, { name: "common", find: "export function" })).toThrow(/found \d{2,} times/);
});

test("a dozen of them are the fixed ones that CI runs", () => {
  expect(MUTATIONS.filter(({ ci }) => ci === true)).toHaveLength(12);
});
