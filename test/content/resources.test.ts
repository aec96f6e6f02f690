/** People outside to talk to: fresh, reachable, and somebody for everybody. */
import { describe, expect, it } from "vitest";
import { ContentError } from "../../src/content/error.ts";
import { loadContent } from "../../src/content/load.ts";
import { DATA, folderOf, SOUND } from "./sample.ts";

/** How old a look at an entry may be, in days. */
const OLDEST = 200;

const content = loadContent(DATA);
const everybody = content.resources("XX");
const all = [...content.countries.flatMap((country) => content.resources(country)), ...everybody];

function problems(yaml: string): string {
  try {
    loadContent(folderOf({ ...SOUND, "resources.yaml": yaml }));
  } catch (error) {
    if (error instanceof ContentError) return error.problems.join("\n");
    throw error;
  }
  return "";
}

describe("the list", () => {
  it(`was looked at less than ${OLDEST} days ago, every entry`, () => {
    const age = (date: string) => (Date.now() - Date.parse(`${date}T00:00:00Z`)) / 86_400_000;
    expect(all.filter(({ checkedOn }) => age(checkedOn) > OLDEST).map(({ name }) => name)).toEqual([]);
    // A date in the future would make an entry fresh for ever; a day's leave for zones.
    expect(all.filter(({ checkedOn }) => age(checkedOn) < -1).map(({ name }) => name)).toEqual([]);
  });

  it("has at least 25 countries, each with a line for a crisis or for both", () => {
    expect(content.countries.length).toBeGreaterThanOrEqual(25);
    const own = (country: string) => content.resources(country).slice(0, -everybody.length);
    expect(content.countries.filter((country) => !own(country).some(({ kind }) => kind !== "abuse"))).toEqual([]);
    expect(content.countries.filter((country) => !own(country).some(({ phone }) => phone !== undefined))).toEqual([]);
    // Russia has none that could be confirmed; a wrong number is worse than none.
    const without = content.countries.filter((country) => !own(country).some(({ kind }) => kind !== "crisis"));
    expect(without).toEqual(["RU"]);
  });

  it("names no service twice in a country, and countries by their code", () => {
    for (const country of content.countries) {
      const names = content.resources(country).map(({ name }) => name);
      expect(new Set(names).size, country).toBe(names.length);
      expect(new Intl.DisplayNames("en", { type: "region" }).of(country), country).not.toBe(country);
    }
  });

  it("ends, for everybody, with a directory and what to do in danger", () => {
    expect(everybody[0]).toMatchObject({ kind: "both", url: "https://findahelpline.com" });
    expect(everybody[0]?.note).toContain("local emergency number");
    expect(everybody.every(({ phone }) => phone === undefined)).toBe(true);
    for (const country of content.countries) expect(content.resources(country).slice(-2)).toEqual(everybody);
  });

  it("serves an unknown or strange country with what is for everybody", () => {
    for (const country of ["", "ZZ", "international", "__proto__", "constructor"])
      expect(content.resources(country)).toEqual(everybody);
    expect(content.resources("de")).toEqual(content.resources("DE"));
  });

  it("says what to know in the reader's language, else in English", () => {
    expect(content.resources("ES", "es-MX")[0]?.note).toBe("Día y noche.");
    expect(content.resources("ES", "fr")[0]?.note).toBe("Day and night.");
  });
});

describe("an entry that cannot be used is named with country and field", () => {
  const entry = (changes: string) => `international:\n  - { kind: both, name: All, languages: [en], ${changes} }\n`;
  const url = 'url: "https://example.org"';

  it.each<[string, string, RegExp]>([
    ["no way to reach it", entry("checked_on: 2026-11-23"), /^resources\.yaml: international\.0: give `phone`/],
    ["no date", entry(url), /international\.0\.checked_on/],
    ["a date that is none", entry(`${url}, checked_on: 2026-02-30`), /international\.0\.checked_on/],
    ["no https", entry('url: "http://example.org", checked_on: 2026-11-23'), /international\.0\.url/],
    ["a number without quotes", entry("phone: 988, checked_on: 2026-11-23"), /international\.0\.phone/],
    ["a note without English", entry(`${url}, note: { de: Ja }, checked_on: 2026-11-23`), /`note` has to be/],
    ["a country that is none", `Spain: []\n${entry(`${url}, checked_on: 2026-11-23`)}`, /Spain/],
    ["nothing for everybody", entry(`${url}, checked_on: 2026-11-23`).replace("international", "DE"), /international/],
  ])("%s", (_, yaml, expected) => {
    expect(problems(yaml)).toMatch(expected);
  });

  it("the file has to be there", () => {
    const { "resources.yaml": _, ...rest } = SOUND;
    expect(() => loadContent(folderOf(rest))).toThrow(/resources\.yaml: there is no such file/);
  });
});
