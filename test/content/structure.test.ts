import { expect, test } from "vitest";
import { checkStructure } from "../../src/content/structure.ts";
import type { Card } from "../../src/domain/card.ts";
import type { RitualKind } from "../../src/domain/ritual-kind.ts";
import { sampleCard, sampleDeck, textField } from "./sample.ts";

const KIND: RitualKind = {
  id: "heart",
  usual: "daily 20:00",
  plan: { "*": ["spark"] },
  draw: "fixed",
  step: "run",
  opens: "together",
  working: 6,
  offer: null,
  picture: null,
  listed: true,
};

const found = (
  cards: readonly Partial<Card>[],
  kind: Partial<RitualKind> = {},
  order: "shuffle" | "sequence" = "shuffle",
) => {
  const deck = cards.map((changes, index) => sampleCard({ id: `spark-${index}`, ...changes }));
  return checkStructure([sampleDeck(deck, { order })], [{ ...KIND, ...kind }]).map(({ detail }) => detail);
};
const options = [{ id: "far", label: "Far" }];
const tick = { kind: "choices", id: "pick", label: "Pick", optional: false, options } as const;

test("every policy and a spoken card can be carried out", () => {
  for (const disclosure of ["both", "own", "gift"] as const) expect(found([{ disclosure }])).toEqual([]);
  expect(found([{ disclosure: "match", fields: [tick] }])).toEqual([]);
  expect(found([{ fields: [] }])).toEqual([]);
});

test("what is drawn by chance is for both, and never an old wound", () => {
  expect(found([{ disclosure: "own" }], { draw: "paced" })).toEqual([
    "only cards of the policy “both” are drawn at random",
  ]);
  expect(found([{ strategy: 3 }], { draw: "paced" })).toEqual(["cards of strategy 3 are never drawn at random"]);
});

test("a path has a deck with an order, and one that is opened alone does not begin for both", () => {
  expect(found([{}], { draw: "sequence" })).toEqual(["a path needs a deck with `order: sequence`"]);
  expect(found([{}], { draw: "sequence", opens: "alone" }, "sequence")).toEqual([
    "a card for both cannot be opened alone",
  ]);
});

test("cards of one round fit one round", () => {
  const fields = Array.from({ length: 6 }, (_, index) => textField({ id: `line-${index}` }));
  expect(found([{ fields: fields.slice(0, 5) }, { fields }])).toEqual([expect.stringContaining("more than 10 fields")]);
  expect(found([{}, { fields: [] }])).toEqual([expect.stringContaining("a spoken card stands alone")]);
  expect(found([{}, { disclosure: "gift" }])).toEqual([expect.stringContaining("a gift stands alone")]);
});

test("what a card names is there", () => {
  expect(found([{ fields: [textField({ leads: "nowhere" })] }])).toEqual([expect.stringContaining("“nowhere”")]);
  expect(found([{ disclosure: "match", fields: [tick], shows: "none" }])).toEqual([expect.stringContaining("“none”")]);
  expect(found([{ disclosure: "match", fields: [tick], lone: { sentence: "Hm.", small: "no-deck" } }])).toEqual([
    expect.stringContaining("“no-deck”"),
  ]);
  expect(found([{ fields: [tick], effects: { pick: { near: ["gentle"] } } }])).toEqual([
    expect.stringContaining("pick/near"),
  ]);
  const scale = { kind: "scale", id: "mark", label: "Mark", optional: false, from: 1, to: 5 } as const;
  expect(found([{ disclosure: "match", fields: [scale] }])).toEqual([
    expect.stringContaining("only choices and words"),
  ]);
});
