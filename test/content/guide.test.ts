/** The guide: it reads well, promises nothing it cannot keep, and every page leads somewhere. */
import { describe, expect, it } from "vitest";
import { ContentError } from "../../src/content/error.ts";
import { loadWordRules } from "../../src/content/lint-words.ts";
import { loadContent } from "../../src/content/load.ts";
import type { GuidePage } from "../../src/domain/guide.ts";
import { DATA, folderOf, SOUND } from "./sample.ts";

const content = loadContent(DATA);
const pages = content.guide("en");
const load = (changes: Record<string, string>) => loadContent(folderOf({ ...SOUND, ...changes }));

function problems(changes: Record<string, string>): string {
  try {
    load(changes);
  } catch (error) {
    if (error instanceof ContentError) return error.problems.join("\n");
    throw error;
  }
  return "";
}

/** Everything of a page that is read, and its citation apart. */
const textOf = ({ title, paragraphs, why = "", buttons }: GuidePage) =>
  [title, ...paragraphs, why, ...buttons.map(({ label }) => label)].join("\n");

describe("the pages", () => {
  it("are a chapter for each strategy, then ten questions", () => {
    const ids = (kind: string) => pages.filter((page) => page.kind === kind).map(({ id }) => id);
    expect(pages.slice(0, 7).map(({ strategy }) => strategy)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(ids("chapter")).toHaveLength(7);
    expect(ids("question")).toHaveLength(10);
    expect(pages.slice(7).map(({ order }) => order)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("are short, and end in one or two buttons that fit", () => {
    for (const { paragraphs, buttons, title } of pages) {
      const length = paragraphs.join("\n\n").length;
      expect(length, title).toBeGreaterThan(250);
      expect(length, title).toBeLessThanOrEqual(900);
      expect(buttons.length, title).toBeGreaterThanOrEqual(1);
      expect(buttons.length, title).toBeLessThanOrEqual(2);
      for (const { action } of buttons) expect(action).toMatch(/^[A-Za-z0-9_-]{1,60}$/);
    }
  });

  it("open cards that anybody could be shown", () => {
    const opened = pages.flatMap(({ buttons }) =>
      buttons.flatMap(({ action }) => /^card_(.*)/.exec(action)?.[1] ?? []),
    );
    expect(opened.length).toBeGreaterThan(3);
    for (const id of opened) {
      expect(content.card(id, "en"), id).toMatchObject({ depth: 1, heavy: false, needs: [], disclosure: "both" });
    }
  });

  it("name only sources that the project stands by", () => {
    const known = [
      "Sprecher et al. 2013",
      "Brock & Lawrence 2009",
      "Finkel et al. 2013",
      "Reis & Shaver 1988; Laurenceau et al. 1998",
      "Garcia-Rada et al. 2019",
      "arXiv 2602.07508",
      "Gable et al. 2006",
      "Joel et al. 2020",
    ];
    expect(pages.flatMap(({ source }) => source ?? []).filter((source) => !known.includes(source))).toEqual([]);
  });
});

describe("the words", () => {
  const rules = (loadWordRules(DATA).get("en") ?? []).filter(({ rule }) => rule !== "clinical");

  it("are those of the cards: no roles, no claims, no pressure", () => {
    const found = pages.flatMap((page) =>
      rules.flatMap(({ rule, patterns }) =>
        patterns.flatMap((pattern) => {
          const hit = pattern.exec(textOf(page))?.[0];
          return hit === undefined ? [] : [`${page.id}: ${rule}: ${hit}`];
        }),
      ),
    );
    expect(found).toEqual([]);
  });

  it("make none of the claims that could not be verified", () => {
    const all = pages.map((page) => `${textOf(page)} ${page.source ?? ""}`).join("\n");
    expect(all).not.toMatch(/%|percent|\b34\b|harvard|proven|guarantee|scientifically|gottman|perel|\bBrown\b|expert/i);
    expect(all).not.toMatch(/!/);
  });

  it("say a clinic's word only where it is asked for", () => {
    const clinical =
      loadWordRules(DATA)
        .get("en")
        ?.find(({ rule }) => rule === "clinical")?.patterns ?? [];
    const found = pages.filter((page) => clinical.some((pattern) => pattern.test(textOf(page))));
    expect(found.map(({ id }) => id)).toEqual(["therapy"]);
  });
});

describe("where care is due", () => {
  const actions = (id: string) => content.guidePage(id, "en")?.buttons.map(({ action }) => action);

  it("“open up” leads to going first, and is no tool for pressure", () => {
    expect(actions("openup")?.[0]).toBe("gofirst");
    expect(content.guidePage("openup", "en")?.paragraphs.join(" ")).toContain("never a tool for pressure");
  });

  it("therapy, old wounds and a breach of trust lead to people", () => {
    expect(actions("therapy")).toContain("resources");
    expect(actions("wounds")).toContain("resources");
    expect(actions("breach")).toEqual(["checkin_repair", "resources"]);
  });
});

const PAGE = SOUND["guide/en/start.md"] ?? "";
const changed = (from: string, to: string) => ({ "guide/en/start.md": PAGE.replace(from, to) });

describe("a page that cannot be used is named with file and field", () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ["no front matter", { "guide/en/start.md": "Hello" }, /^guide\/en\/start\.md: begins with a front matter/],
    ["broken YAML", changed("kind: question", "kind: [question"), /^guide\/en\/start\.md: /],
    ["an unknown key", changed("order: 1", "order: 1\nbutton: x"), /^guide\/en\/start\.md: .*"button"/],
    ["no button", changed("do: [{ label: Settings, action: settings }]", "do: []"), /start\.md: do: /],
    ["an action that is none", changed("action: settings", "action: dance"), /start\.md: do: .*no action “dance”/],
    ["a kind that is none", changed("action: settings", "action: checkin_tea"), /start\.md: do: .*leads nowhere/],
    [
      "a kind that is opened and does not recur",
      {
        ...changed("action: settings", "action: rwhen_checkin"),
        "rituals/checkin.yaml": (SOUND["rituals/checkin.yaml"] ?? "").replace("usual: sun 19:00\n", ""),
      },
      /start\.md: do: .*leads nowhere/,
    ],
    [
      "a kind that cannot be added, as one that comes back",
      {
        ...changed("action: settings", "action: rwhen_checkin"),
        "rituals/checkin.yaml": `${SOUND["rituals/checkin.yaml"]}listed: false\n`,
      },
      /start\.md: do: .*leads nowhere/,
    ],
    ["a card that is none", changed("action: settings", "action: card_spark-nine"), /start\.md: do: .*leads nowhere/],
    ["a page that is none", changed("action: settings", "action: guide_end"), /start\.md: do: .*leads nowhere/],
    ["a chapter of no strategy", changed("kind: question", "kind: chapter"), /start\.md: .*`strategy`/],
    ["a why without its source", changed("order: 1", "order: 1\nwhy: Because."), /start\.md: `why` goes with/],
    ["no text", changed("One thing.\n", ""), /start\.md: text: /],
    ["too much text", changed("One thing.", "long ".repeat(181)), /start\.md: text: .*900/],
    ["markup", changed("One thing.", "One **thing**."), /start\.md: text: write plain text/],
    ["another file's id", { "guide/en/else.md": PAGE }, /else\.md: id: must be the file's name/],
    ["a place taken twice", { "guide/en/end.md": PAGE.replace("id: start", "id: end") }, /order: is that of/],
    [
      "a page that English lacks",
      { "guide/es/fin.md": PAGE.replace("id: start", "id: fin") },
      /no such page in English/,
    ],
    ["a translation that does other things", { "guide/es/start.md": PAGE.replace("settings", "support") }, /more than/],
  ])("%s", (_, changes, expected) => {
    expect(problems(changes)).toMatch(expected);
  });

  it("kinds, cards and pages that are there can be led to", () => {
    expect(problems(changed("action: settings", "action: checkin_heart"))).toBe("");
    expect(problems(changed("action: settings", "action: rwhen_checkin"))).toBe("");
    expect(problems(changed("action: settings", "action: card_spark-one"))).toBe("");
    expect(problems(changed("action: settings", "action: guide_start"))).toBe("");
  });

  it("there has to be English", () => {
    const { "guide/en/start.md": _, ...rest } = SOUND;
    expect(() => loadContent(folderOf(rest))).toThrow(/guide\/en: there are no pages/);
  });
});

describe("languages", () => {
  const two = () =>
    load({
      "guide/en/end.md": PAGE.replace("id: start", "id: end").replace("order: 1", "order: 2"),
      "guide/es/start.md": PAGE.replace("title: Start", "title: Comienzo").replace("One thing.", "Una\ncosa.\n\nOtra."),
    });

  it("a page is given in the reader's language, else in English", () => {
    expect(two().guidePage("start", "es-MX")).toMatchObject({ title: "Comienzo", paragraphs: ["Una cosa.", "Otra."] });
    expect(two().guidePage("start", "fr")?.title).toBe("Start");
    expect(two().guidePage("nope", "en")).toBeUndefined();
  });

  it("a language has every page, in the same order", () => {
    const ids = (language: string) =>
      two()
        .guide(language)
        .map(({ id }) => id);
    expect(ids("es")).toEqual(["start", "end"]);
    expect(ids("fr")).toEqual(ids("es"));
  });
});
