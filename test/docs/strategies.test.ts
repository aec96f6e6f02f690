/** docs/strategies.md says where each idea is; here it is held to what there is, and that to it. */
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/application/commands/index.ts";
import { loadContent } from "../../src/content/load.ts";
import { quoted, read, section } from "./pages.ts";

const PAGE = read("docs/strategies.md");
const content = loadContent("data");
const decks = content.decks.filter(({ language }) => language === "en");
const guide = content.guide("en");

/** A section's table: what each column has between backticks, row by row. */
function table(heading: string): readonly Readonly<Record<string, readonly string[]>>[] {
  const lines = section(PAGE, heading)
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const cells = (line: string) => line.split("|").slice(1, -1);
  const names = cells(lines[0] ?? "").map((name) => name.trim());
  return lines
    .slice(2)
    .map((line) => Object.fromEntries(cells(line).map((cell, at) => [names[at] ?? "", quoted(cell)])));
}

const SECTIONS = ["Seven strategies", "Five dimensions", "Two checklists", "Ten questions"];
const all = (column: string) => SECTIONS.flatMap((one) => table(one).flatMap((row) => row[column] ?? []));
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

const kinds = content.rituals.map(({ id }) => id);

describe("everything that is named is there", () => {
  test("commands", () => {
    const known = COMMANDS.map(({ name }) => `/${name}`);
    const named = sorted(quoted(PAGE).flatMap((one) => /^\/[a-z]+/.exec(one)?.[0] ?? []));
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  test("ritual kinds, decks and pages", () => {
    expect(all("ritual kinds").filter((id) => !kinds.includes(id))).toEqual([]);
    expect(all("decks").filter((id) => !decks.some((deck) => deck.id === id))).toEqual([]);
    expect(all("guide").filter((id) => !guide.some((page) => page.id === id))).toEqual([]);
    const leads = all("leads to").filter((one) => !one.startsWith("/"));
    expect(leads.filter((id) => !kinds.includes(id))).toEqual([]);
  });
});

describe("everything that is there is named", () => {
  test("every ritual kind", () => expect(sorted(all("ritual kinds"))).toEqual(sorted(kinds)));
  test("every deck", () => expect(sorted(all("decks"))).toEqual(sorted(decks.map(({ id }) => id))));
  test("every page of the guide", () => expect(sorted(all("guide"))).toEqual(sorted(guide.map(({ id }) => id))));
});

describe("and it is so", () => {
  const rows = table("Seven strategies");

  test("a strategy has its own kinds, decks and chapter; the daily card goes through several", () => {
    expect(rows).toHaveLength(7);
    for (const [index, row] of rows.entries()) {
      const strategy = index + 1;
      const own = content.rituals.filter((kind) => kind.strategy === strategy).map(({ id }) => id);
      expect(sorted((row["ritual kinds"] ?? []).filter((id) => id !== "heart"))).toEqual(sorted(own));
      const chapter = guide.find((page) => page.strategy === strategy);
      expect(row.guide).toEqual([chapter?.id]);
      for (const id of row.decks ?? []) {
        const deck = decks.find((one) => one.id === id);
        expect(
          deck?.cards.some((card) => card.strategy === strategy),
          id,
        ).toBe(true);
      }
    }
    const daily = Object.values(content.ritualKind("heart")?.plan ?? {}).flat();
    const through = decks
      .filter(({ id }) => daily.includes(id))
      .flatMap(({ cards }) => cards.map((card) => card.strategy));
    for (const [index, row] of rows.entries()) {
      if (row["ritual kinds"]?.includes("heart")) expect(through).toContain(index + 1);
    }
    expect(through).not.toContain(3);
  });

  test("the five dimensions are the fields of their cards", () => {
    const fields = table("Five dimensions").map((row) => row.field?.[0]);
    for (const id of ["pulse-marks", "year-marks"]) {
      expect(content.card(id, "en")?.fields.map((field) => field.id)).toEqual(fields);
    }
    const labels = section(PAGE, "Five dimensions").match(/^\| (?!dimension|-)([^|]+?) \|/gm) ?? [];
    const said = labels.map((label) => label.slice(2, -2));
    expect(content.card("pulse-marks", "en")?.fields.map(({ label }) => label)).toEqual(said);
  });

  test("the checklists ask what the page says", () => {
    for (const row of table("Two checklists")) {
      const deck = decks.find(({ id }) => id === row.decks?.[0]);
      const asked = deck?.cards.flatMap((card) => card.fields).filter(({ kind }) => kind !== "text");
      expect(row.fields).toEqual(asked?.map(({ id }) => id));
    }
  });

  test("a question leads where its buttons lead", () => {
    for (const row of table("Ten questions")) {
      const page = guide.find(({ id }) => id === row.guide?.[0]);
      expect(page?.kind).toBe("question");
      const opened = page?.buttons.flatMap(({ action }) => /^(?:checkin|rwhen)_(.*)/.exec(action)?.[1] ?? []);
      expect(sorted((row["leads to"] ?? []).filter((one) => !one.startsWith("/")))).toEqual(sorted(opened ?? []));
    }
    expect(table("Ten questions")).toHaveLength(10);
  });
});
