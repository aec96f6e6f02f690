import { describe, expect, it } from "vitest";
import { parseDate } from "../../src/domain/date-words.ts";

const TODAY = "2026-03-11";

describe("a day as people type it", () => {
  it.each([
    ["2027-06-21", "2027-06-21"],
    ["2027/6/21", "2027-06-21"],
    ["21.06.2027", "2027-06-21"],
    ["21/06/2027", "2027-06-21"],
    ["21 June 2027", "2027-06-21"],
    ["June 21, 2027", "2027-06-21"],
    ["on the 21st of June", "2026-06-21"],
    ["21 June", "2026-06-21"],
    ["06-21", "2026-06-21"],
    ["1 March", "2027-03-01"],
    ["12 March", "2026-03-12"],
    ["29 February", "2028-02-29"],
  ])("%s", (words, date) => {
    expect(parseDate(words, TODAY)).toBe(date);
  });

  it("is read in the reader's language, and in English", () => {
    expect(parseDate("am 21. Juni 2027", TODAY, "de")).toBe("2027-06-21");
    expect(parseDate("21 июня", TODAY, "ru")).toBe("2026-06-21");
    expect(parseDate("21 June", TODAY, "ru")).toBe("2026-06-21");
  });

  it.each([
    ["hello", "date.unknown"],
    ["", "date.unknown"],
    ["2027", "date.unknown"],
    ["31 June", "date.unknown"],
    ["2027-02-29", "date.unknown"],
    ["2027-13-01", "date.unknown"],
    ["04/05/2027", "date.unknown"],
    ["21 June 2027 2028", "date.unknown"],
    ["x".repeat(500), "date.unknown"],
    ["2026-03-10", "date.past"],
    ["2026-03-11", "date.past"],
    ["21 June 1999", "date.past"],
    ["2126-03-12", "date.far"],
  ])("refuses %s", (words, refused) => {
    expect(parseDate(words, TODAY)).toEqual({ refused });
  });

  it("without a year is the next one, also where today is that day", () => {
    expect(parseDate("11 March", TODAY)).toBe("2027-03-11");
  });
});
