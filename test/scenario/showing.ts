/** The project's own content, and beside it a ritual whose card asks for a picture, a voice and a file. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const DECK = `
deck: showing
title: Showing
strategy: 1
cards:
  - id: showing-day
    theme: week
    form: photo
    text: "What did today look and sound like?"
    fields:
      - { kind: media, id: look, label: A look, accept: [photo, video], words: true }
      - { kind: media, id: sound, label: A sound, accept: [voice], optional: true }
      - { kind: media, id: paper, label: A paper, accept: [file], optional: true }
`;
const RITUAL = 'id: showing\nusual: daily 20:00\ndraw: fixed\nplan: { "*": [showing] }\n';
const TITLE = '\nritual:\n  showing: { title: Show me, about: "What today was like." }\n';

/** A folder of content that goes away with the test. */
export function showing(): string {
  const folder = mkdtempSync(join(tmpdir(), "ampersand-showing-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync("data", folder, { recursive: true });
  writeFileSync(join(folder, "decks/en/showing.yaml"), DECK);
  writeFileSync(join(folder, "rituals/showing.yaml"), RITUAL);
  const locale = join(folder, "locales/en.yaml");
  writeFileSync(locale, readFileSync(locale, "utf8").replace("\nritual:\n", TITLE));
  return folder;
}
