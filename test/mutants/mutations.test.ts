import { expect, test } from "vitest";
import { locate } from "./locate.ts";
import { MUTATIONS } from "./mutations.ts";

test("every mutation is found in exactly one place, and changes it", () => {
  for (const mutation of MUTATIONS) {
    expect(locate(".", mutation)).toMatch(/\.ts$/);
    expect(mutation.replace).not.toBe(mutation.find);
  }
});

test("code that is nowhere, or in several places, is told", () => {
  expect(() => locate(".", { name: "gone", find: "no such code anywhere" })).toThrow("found 0 times");
  expect(() => locate(".", { name: "common", find: "export function" })).toThrow(/found \d{2,} times/);
});

test("a dozen of them are the fixed ones that CI runs", () => {
  expect(MUTATIONS.filter(({ ci }) => ci === true)).toHaveLength(12);
});
