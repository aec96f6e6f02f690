/** What CONTRIBUTING.md tells somebody to do, done to a copy of `data/`. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { blocks, ROOT, read, section } from "./pages.ts";

type Texts = Readonly<Record<string, Record<string, unknown>>>;

/** A copy of the project's content, in a folder that the test removes. */
export function copyOfData(): string {
  const data = mkdtempSync(join(tmpdir(), "ampersand-data-"));
  cpSync(join(ROOT, "data"), data, { recursive: true });
  return data;
}

/** A message file with the texts of another put in. */
function addMessages(file: string, more: Texts): void {
  const messages = parse(readFileSync(file, "utf8")) as Record<string, Record<string, unknown>>;
  for (const [group, texts] of Object.entries(more)) messages[group] = { ...messages[group], ...texts };
  writeFileSync(file, stringify(messages));
}

/** “Add a ritual”, step by step. Returns the id of the new kind. */
export function addRitual(data: string): string {
  const [deck = "", kind = "", messages = ""] = blocks(section(read("CONTRIBUTING.md"), "Add a ritual"), "yaml");
  const { id } = parse(kind) as { id: string };
  writeFileSync(join(data, `decks/en/${(parse(deck) as { deck: string }).deck}.yaml`), deck);
  writeFileSync(join(data, `rituals/${id}.yaml`), kind);
  addMessages(join(data, "locales/en.yaml"), parse(messages) as Texts);
  return id;
}
