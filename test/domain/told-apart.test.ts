import { expect, test } from "vitest";
import { toldApart } from "../../src/domain/told-apart.ts";

test.each([
  ["Alex", "Alex"],
  ["Alex", "ALEX "],
  ["Alex", "Al\u200Bex"],
  ["Alex", "Ａlex"],
])("%s and %s get numbers", (a, b) => expect(toldApart(a, b)).toEqual([`${a} (1)`, `${b} (2)`]));

test("different names stay as they are", () => expect(toldApart("Ana", "Ben")).toEqual(["Ana", "Ben"]));
