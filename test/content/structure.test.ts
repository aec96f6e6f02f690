import { expect, test } from "vitest";
import { checkStructure } from "../../src/content/structure.ts";
import type { Card } from "../../src/domain/card.ts";
import type { RitualKind } from "../../src/domain/ritual-kind.ts";
import { sampleCard, sampleDeck } from "./sample.ts";

const kind: RitualKind = { id: "heart", usual: "daily 20:00", plan: { "*": ["spark"] }, draw: "paced", listed: true };

const details = (changes: Partial<Card>) =>
  checkStructure([sampleDeck([sampleCard(changes)])], [kind]).map(({ detail }) => detail);

test("a ritual whose cards can be carried out is fine", () => {
  expect(details({})).toEqual([]);
});

test("a ritual with a card that would be shown like something else is refused", () => {
  for (const disclosure of ["match", "own", "gift"] as const) {
    expect(details({ disclosure })).toEqual([expect.stringContaining(`“${disclosure}”`)]);
  }
  expect(details({ fields: [] })).toEqual([expect.stringContaining("not carried out yet")]);
  const media = { kind: "media", id: "photo", label: "A photo", optional: false, accept: ["photo"] } as const;
  expect(details({ fields: [media] })).toEqual([expect.stringContaining("not carried out yet")]);
});
