/** What can be somebody's name. */
import { describe, expect, test } from "vitest";
import { LONGEST_NAME, parseName } from "../../src/domain/name.ts";

const FAMILY = "👨‍👩‍👧‍👦";

test.each([
  ["Alex", "Alex"],
  ["  Alex   B. ", "Alex B."],
  ["محمد", "محمد"],
  [`${FAMILY} 🏳️‍🌈`, `${FAMILY} 🏳️‍🌈`],
  ["é".repeat(LONGEST_NAME), "é".repeat(LONGEST_NAME)],
  [FAMILY.repeat(14), FAMILY.repeat(14)],
])("%j is a name", (words, name) => {
  expect(parseName(words, "Ben")).toBe(name);
});

describe("is refused", () => {
  test.each([
    ["", "name.empty"],
    [" \u200b\u2800 ", "name.empty"],
    ["A\nB", "name.characters"],
    ["A\u2028B", "name.characters"],
    ["A\tB", "name.characters"],
    ["A\u0000B", "name.characters"],
    ["A\u202eB", "name.characters"],
    ["A\u2067B", "name.characters"],
    ["A\u200fB", "name.characters"],
    ["x".repeat(LONGEST_NAME + 1), "name.too-long"],
    [`a${"\u0301".repeat(200)}`, "name.too-long"],
    ["BEN", "name.partners"],
    ["Ｂｅｎ", "name.partners"],
    ["B en", "name.partners"],
  ])("%j", (words, refused) => {
    expect(parseName(words, "Ben")).toMatchObject({ refused });
  });

  test("without a partner no name is taken", () => {
    expect(parseName("Ben", null)).toBe("Ben");
  });
});
