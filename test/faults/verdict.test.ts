/** The checks of the crash test are shown to catch what they look for, and to let pass what is allowed. */
import { describe, expect, test } from "vitest";
import type { Act, Deed, Ledger, Look, Post, Seat } from "./crash/ledger.ts";
import { possible } from "./crash/ledger.ts";
import { wholeTexts, wordsIn, write } from "./crash/texts.ts";
import { judge, type Verdict } from "./crash/verdict.ts";

const ROUND = "r";
const A1 = write(1, 3);
const A2 = write(3, 2);
const B1 = write(2, 4);

let order = 0;

function act(seat: Seat, deed: Deed, outcome: Act["outcome"] = "acked"): Act {
  order += 1;
  return { couple: "home", round: ROUND, seat, deed, order, outcome };
}

function post(texts: string | readonly string[], change: Partial<Post> = {}): Post {
  order += 1;
  const base = { platform: "telegram", chat: "home", card: null, nonce: null, cut: false, deleted: false } as const;
  return { ...base, order, texts: typeof texts === "string" ? [texts] : texts, ...change };
}

const look = (seat: Seat, sealed: boolean, texts: readonly number[] | null = null): Look => {
  order += 1;
  return { couple: "home", round: ROUND, seat, sealed, texts, order };
};

const seals = () => [act("a", { type: "seal", texts: [1] }), act("b", { type: "seal", texts: [2] })];
const reveal = (change: Partial<Post> = {}) => post(`Both: Ana ${A1} Ben ${B1}`, change);
const card = (change: Partial<Post> = {}) => post("A card", { card: ROUND, ...change });

function told(parts: Partial<Ledger>): Verdict {
  const written = new Map(
    (
      [
        [1, "a"],
        [3, "a"],
        [2, "b"],
      ] as const
    ).map(([id, seat]) => [id, { couple: "home", round: ROUND, seat }]),
  );
  const couple = { id: "home", shown: ["home"], private: { a: "home.a", b: "home.b" }, shared: "home" };
  const rounds = new Map([[ROUND, "home"]]);
  const asks = [{ couple: "home", order: 0 }];
  return judge({ couples: [couple], acts: [], posts: [], looks: [], asks, written, rounds, ...parts });
}

const none = { sealsLost: [], revealsLost: [], early: [], half: [], twice: [] };

describe("what is allowed", () => {
  test("a card, two seals, one reveal", () => {
    const verdict = told({ acts: seals(), posts: [card(), post("Sealed.", { chat: "home.a" }), reveal()] });
    expect(verdict).toMatchObject({ ...none, repeats: 0, reveals: 1, acknowledged: 2 });
  });

  test("a repeat on Telegram that a cut explains is counted, and nothing else", () => {
    const posts = [card({ cut: true }), card(), reveal({ cut: true }), reveal()];
    expect(told({ acts: seals(), posts: posts.map((each) => ({ ...each, order: each.order + 100 })) })).toMatchObject({
      ...none,
      repeats: 2,
    });
  });

  test("an unbroken run of several messages, each half in its own", () => {
    const acts = seals();
    expect(told({ acts, posts: [post(`Ana ${A1}`), post(`Ben ${B1}`)] })).toMatchObject(none);
  });

  test("either of two texts when nobody knows whether the change arrived", () => {
    const acts = [...seals(), act("a", { type: "seal", texts: [3] }, "unknown")];
    expect(told({ acts, posts: [reveal()] })).toMatchObject(none);
    expect(told({ acts, posts: [post(`${A2} ${B1}`)] })).toMatchObject(none);
  });

  test("a refused change changes nothing", () => {
    const acts = [...seals(), act("a", { type: "edit", from: 1, to: 3 }, "refused")];
    expect(told({ acts, posts: [reveal()] })).toMatchObject(none);
  });

  test("one seal that waits, and is found by its author", () => {
    const acts = [act("a", { type: "seal", texts: [1] })];
    expect(told({ acts, looks: [look("a", true, [1])] })).toMatchObject(none);
  });
});

describe("what is caught", () => {
  test("a reveal that never came", () => {
    expect(told({ acts: seals() }).revealsLost).toHaveLength(1);
  });

  test("an acknowledged seal that is no longer there", () => {
    const acts = [act("a", { type: "seal", texts: [1] })];
    expect(told({ acts, looks: [look("a", false)] }).sealsLost).toHaveLength(1);
    expect(told({ acts, looks: [look("a", true, [3])] }).sealsLost).toHaveLength(1);
  });

  test("a reveal with the words from before an acknowledged edit", () => {
    const acts = [...seals(), act("a", { type: "edit", from: 1, to: 3 })];
    expect(told({ acts, posts: [reveal()] }).sealsLost).toHaveLength(1);
  });

  test("a reveal of what was taken back", () => {
    const acts = [...seals(), act("b", { type: "clear" })];
    expect(told({ acts, posts: [reveal()] }).sealsLost).toHaveLength(1);
  });

  test("an addition that is missing", () => {
    const acts = [...seals(), act("a", { type: "add", text: 3 })];
    expect(told({ acts, posts: [reveal()] }).sealsLost).toHaveLength(1);
  });

  test("words of an answer before both have sealed", () => {
    const first = act("a", { type: "seal", texts: [1] });
    const shown = reveal();
    expect(told({ acts: [first, act("b", { type: "seal", texts: [2] })], posts: [shown] }).early).not.toEqual([]);
  });

  test("words in the partner's private chat, in another couple's, or in a version that was edited away", () => {
    const acts = seals();
    expect(told({ acts, posts: [reveal(), post(A1, { chat: "home.b" })] }).early).toHaveLength(1);
    expect(told({ acts, posts: [reveal(), post(A1, { chat: "elsewhere" })] }).early).toHaveLength(1);
    expect(told({ acts, posts: [reveal(), post([A1, "nothing"], { chat: "home.b" })] }).early).toHaveLength(1);
  });

  test("one half alone, a half cut short, a run with something in between", () => {
    const acts = seals();
    expect(told({ acts, posts: [post(`Ana ${A1}`)] }).half).toHaveLength(1);
    expect(told({ acts, posts: [post(`Ana ${A1} Ben ${B1.slice(0, -8)}`)] }).half).toHaveLength(1);
    expect(told({ acts, posts: [post(A1), post("A card"), post(B1)] }).half).toHaveLength(1);
  });

  test("a card or a reveal that stands twice without a cause", () => {
    const acts = seals();
    expect(told({ acts, posts: [card(), card(), reveal()] }).twice).toHaveLength(1);
    expect(told({ acts, posts: [reveal(), reveal()] }).twice).toHaveLength(1);
    expect(
      told({ acts, posts: [card(), card()], asks: [0, 0].map((order) => ({ couple: "home", order })) }).twice,
    ).toEqual([]);
  });

  test("any repeat on Discord, cut or not, and a nonce that stands twice", () => {
    const acts = seals();
    const discord = { platform: "discord", cut: true } as const;
    expect(told({ acts, posts: [card(discord), card(discord), reveal(discord)] }).twice).toHaveLength(1);
    const nonced = { ...discord, nonce: "n" };
    const lines = [post("Sealed.", { ...nonced, chat: "home.a" }), post("Sealed.", { ...nonced, chat: "home.a" })];
    expect(told({ acts, posts: [reveal(discord), ...lines] }).twice).toHaveLength(1);
  });
});

test("words know where they belong, and a missing, doubled or strange one is seen", () => {
  expect(wholeTexts(wordsIn(`x ${A1} and ${B1}.`))).toEqual([1, 2]);
  expect(wholeTexts(wordsIn(A1.replace("q1x1z3", "")))).toBeNull();
  expect(wholeTexts(wordsIn(`${A1.slice(0, 6)} ${A1}`))).toBeNull();
  expect(wholeTexts(wordsIn(A1.replace("q1x2z3", "q2x2z3")))).toBeNull();
});

test("what may stand after deeds that nobody can be sure of", () => {
  const sealed = act("a", { type: "seal", texts: [1] });
  expect(possible([])).toEqual([null]);
  expect(possible([sealed])).toEqual([[1]]);
  expect(possible([sealed, act("a", { type: "clear" }, "unknown")])).toEqual([[1], null]);
  expect(possible([sealed, act("a", { type: "add", text: 3 }), act("a", { type: "edit", from: 1, to: 5 })])).toEqual([
    [5, 3],
  ]);
});
