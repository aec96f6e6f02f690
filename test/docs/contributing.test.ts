/** Walks the steps of CONTRIBUTING.md on a copy of `data/`. */
import { appendFileSync, cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkMessages } from "../../src/content/check-messages.ts";
import { lintContent } from "../../src/content/lint.ts";
import { loadWordRules } from "../../src/content/lint-words.ts";
import { loadContent } from "../../src/content/load.ts";
import { loadMessages } from "../../src/content/messages.ts";
import { addRitual, copyOfData } from "./adding.ts";
import { blocks, ROOT, read, section } from "./pages.ts";

const GUIDE = read("CONTRIBUTING.md");
let data: string;
beforeEach(() => {
  data = copyOfData();
});
afterEach(() => rmSync(data, { recursive: true }));

const findings = () => lintContent(loadContent(data), loadWordRules(data));

test("add a card", () => {
  const [card = ""] = blocks(section(GUIDE, "Add a card"), "yaml");
  appendFileSync(join(data, "decks/en/growth.yaml"), `\n${card}`);
  expect(loadContent(data).card("growth-two-recipes", "en")?.starters).toHaveLength(3);
  expect(findings()).toEqual([]);
});

test("a card that is spoiled is named by file, card and field", () => {
  const [card = ""] = blocks(section(GUIDE, "Add a card"), "yaml");
  appendFileSync(join(data, "decks/en/growth.yaml"), `\n${card.replace("theme: doing", "depth: 4")}`);
  expect(() => loadContent(data)).toThrow(/growth\.yaml: growth-two-recipes: depth/);
});

test("add a ritual", () => {
  const id = addRitual(data);
  expect(loadContent(data).ritualKind(id)).toMatchObject({ id, draw: "sequence", listed: true });
  expect(findings()).toEqual([]);
  const { translate } = loadMessages(data);
  expect(translate("en", `ritual.${id}.title`)).toBe("Tea for two");
  expect(translate("en", `ritual.${id}.about`)).not.toBe("");
});

test("every ritual kind there is has its messages", () => {
  const { translate, languages } = loadMessages(data);
  for (const { id } of loadContent(data).rituals) {
    for (const language of languages) {
      expect(translate(language, `ritual.${id}.title`)).not.toBe("");
      expect(translate(language, `ritual.${id}.about`)).not.toBe("");
    }
  }
});

test("add a language", () => {
  const tag = "eo";
  cpSync(join(data, "locales/en.yaml"), join(data, `locales/${tag}.yaml`));
  cpSync(join(data, "decks/en"), join(data, `decks/${tag}`), { recursive: true });
  // Before its list of words there is one thing to say.
  expect(findings()).toEqual([expect.objectContaining({ where: tag, detail: "there is no lint file for it" })]);
  cpSync(join(data, "lint/en.yaml"), join(data, `lint/${tag}.yaml`));
  expect(findings()).toEqual([]);
  expect(loadContent(data).languages).toContain(tag);
  const before = checkMessages(loadMessages(join(ROOT, "data")));
  expect(checkMessages(loadMessages(data)).filter((line) => line.startsWith(`${tag}:`))).toEqual(
    before.filter((line) => line.startsWith("en:")).map((line) => line.replace("en:", `${tag}:`)),
  );
});

test("a language that lacks a card and a message is told so", () => {
  const tag = "eo";
  cpSync(join(data, "decks/en/_labels.yaml"), join(data, `decks/${tag}/_labels.yaml`));
  cpSync(join(data, "lint/en.yaml"), join(data, `lint/${tag}.yaml`));
  writeFileSync(join(data, `locales/${tag}.yaml`), "app: { name: Ampersand }\n");
  expect(findings().map(({ where }) => where)).toContain(`${tag}/growth-beginner`);
  expect(checkMessages(loadMessages(data))).toContainEqual(expect.stringMatching(`^${tag}: .*missing`));
});
