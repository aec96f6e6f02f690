import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Card, Depth, Strategy } from "../../src/domain/card.ts";
import { draw, drawPart, partsOf } from "../../src/domain/deck.ts";
import { DAY, HOUR } from "../../src/domain/ids.ts";
import { asksForPace, comesUnderPace, PACES, slowerPace } from "../../src/domain/pacing/pace.ts";
import { unit } from "../../src/domain/prng.ts";
import { card, context, dateOn, deckOf, past, START, settled } from "./cards.ts";

const ids = (cards: readonly (Card | null)[]): (string | undefined)[] => cards.map((drawn) => drawn?.id);
const depths = ([1, 2, 3] as const).map((depth) => card(`depth-${depth}`, { depth }));
/** What may come at all: every draw until nothing is left. */
function everything(deck: readonly Card[], now: ReturnType<typeof context>): string[] {
  const exclude: string[] = [];
  for (;;) {
    const drawn = draw([deck], { ...now, exclude });
    if (drawn === null) return exclude.sort();
    exclude.push(drawn.id);
  }
}
const reveals = (count: number, since: number) =>
  Array.from({ length: count }, (_, index) => past(card(`old-${index}`), since - index));

describe("1. depth 1 until 7 reveals; depth 2 until 20 reveals and 3 weeks; depth 3 only with both opt-ins", () => {
  const allowed = (count: number, traits = {}) =>
    everything(depths, context(0, { history: reveals(count, -30), ...traits }));

  it("opens depth 2 with the seventh reveal", () => {
    expect(allowed(0)).toEqual(["depth-1"]);
    expect(allowed(6)).toEqual(["depth-1"]);
    expect(allowed(7)).toEqual(["depth-1", "depth-2"]);
  });

  it("opens depth 3 with twenty reveals", () => {
    expect(allowed(19)).toEqual(["depth-1", "depth-2"]);
    expect(allowed(20)).toEqual(["depth-1", "depth-2", "depth-3"]);
  });

  it("opens depth 3 not before three weeks", () => {
    const now = START + 19 * HOUR;
    expect(allowed(20, { since: now - 21 * DAY + 1 })).toEqual(["depth-1", "depth-2"]);
    expect(allowed(20, { since: now - 21 * DAY })).toEqual(["depth-1", "depth-2", "depth-3"]);
  });

  it("opens depth 3 and what is heavy only when both opted in", () => {
    expect(allowed(500, { deep: false })).toEqual(["depth-1", "depth-2"]);
    const heavy = [card("wound", { strategy: 3, depth: 2 })];
    expect(everything(heavy, context(0, { history: settled(), deep: false }))).toEqual([]);
    expect(everything(heavy, context(0, { history: settled() }))).toEqual(["wound"]);
  });

  it("does not count cards that closed unrevealed", () => {
    const history = reveals(30, -30).map((seen) => ({ ...seen, revealed: false }));
    expect(everything(depths, context(0, { history }))).toEqual(["depth-1"]);
  });

  it("stays at depth 1 while the honesty question asks for it", () => {
    expect(allowed(500, { deepest: 1 satisfies Depth })).toEqual(["depth-1"]);
  });
});

describe("2. three depth-2 cards and one heavy card in 7 days; never two heavy in a row; two light after a heavy", () => {
  const two = (name: string) => card(name, { depth: 2 });
  const heavy = (name: string) => card(name, { depth: 3, strategy: 4 });
  const light = card("light", { strategy: 2 });

  it("takes a fourth depth-2 card only a week after the first", () => {
    const history = [...settled(), past(two("x"), 1), past(two("y"), 3), past(two("z"), 5)];
    expect(draw([[two("new"), light]], context(7, { history }))?.id).toBe("light");
    const rested = [card("rested", { depth: 2, strategy: 5 }), past(light, 0)] as const;
    expect(everything([rested[0]], context(8, { history }))).toEqual(["rested"]);
    const deck = [card("new", { depth: 2, strategy: 2 })];
    expect(draw([deck, [card("far")]], context(8, { history }))?.id).toBe("new");
    expect(draw([deck, [card("far")]], context(7, { history }))?.id).toBe("far");
  });

  it("takes a second heavy card only a week after the first", () => {
    const history = [...settled(), past(heavy("h"), 0), past(light, 1), past(light, 2), past(card("s"), 3)];
    expect(draw([[heavy("new")], [card("far")]], context(6, { history }))?.id).toBe("far");
    expect(draw([[heavy("new")], [card("far")]], context(7, { history }))?.id).toBe("new");
  });

  it("never has two heavy cards in a row, not even when nothing else is left", () => {
    const history = [...settled(), past(heavy("h"), 0)];
    expect(draw([[heavy("new")]], context(30, { history }))).toBeNull();
  });

  it("has two light ones after a heavy one", () => {
    const one = [...settled(), past(heavy("h"), 0)];
    expect(draw([[two("deep")], [light]], context(1, { history: one }))?.id).toBe("light");
    const other = [...one, past(card("a", { strategy: 5 }), 1)];
    expect(draw([[two("deep")], [light]], context(2, { history: other }))?.id).toBe("light");
    const both = [...other, past(card("b", { strategy: 6 }), 2)];
    expect(draw([[two("deep")], [light]], context(3, { history: both }))?.id).toBe("deep");
  });
});

describe("3. heavy only between 09:00 and 20:30 in both time zones", () => {
  const heavy = [card("heavy", { depth: 3 })];
  const opening = (time: string, ...zones: string[]) => {
    const at = Date.parse(`2026-01-05T${time}Z`);
    const opens = zones.map((zone) => ({ zone, at }));
    return draw([heavy], context(0, { history: settled(), opens }))?.id ?? null;
  };

  it.each([
    ["08:59", null],
    ["09:00", "heavy"],
    ["14:00", "heavy"],
    ["20:30", "heavy"],
    ["20:31", null],
    ["23:10", null],
  ])("at %s: %s", (time, drawn) => {
    expect(opening(time, "UTC")).toBe(drawn);
  });

  it("looks at both", () => {
    expect(opening("15:00", "Europe/London", "America/New_York")).toBe("heavy");
    expect(opening("12:00", "Europe/London", "America/New_York")).toBeNull();
    expect(opening("12:00", "Europe/London", "Asia/Tokyo")).toBeNull();
  });
});

describe("4. variety", () => {
  it("not the same strategy on consecutive days", () => {
    const history = [...settled(), past(card("yesterday", { strategy: 4 }), 0)];
    const decks = [[card("same", { strategy: 4 })], [card("other", { strategy: 5 })]];
    expect(draw(decks, context(1, { history }))?.id).toBe("other");
    expect(draw(decks, context(2, { history }))?.id).toBe("same");
  });

  it("looks at every card of yesterday, of whatever ritual", () => {
    const history = [past(card("one", { strategy: 4 }), 0), past(card("two", { strategy: 5 }), 0)];
    const decks = [[card("a", { strategy: 4 }), card("b", { strategy: 5 })], [card("c", { strategy: 6 })]];
    expect(draw(decks, context(1, { history: [...settled(), ...history] }))?.id).toBe("c");
  });

  it("the same form at most twice running", () => {
    const scale = (name: string, strategy: Strategy) => card(name, { form: "scale", strategy });
    const decks = [[scale("third", 6)], [card("open", { strategy: 6 })]];
    const once = [...settled(), past(scale("first", 4), 0)];
    expect(draw(decks, context(1, { history: once }))?.id).toBe("third");
    const twice = [...once, past(scale("second", 5), 1)];
    expect(draw(decks, context(2, { history: twice }))?.id).toBe("open");
  });

  it("the same paraphrase family at least 120 days apart", () => {
    const history = [...settled(), past(card("seen", { cluster: "weather" }), 0)];
    const decks = [[card("again", { cluster: "weather" })], [card("other")]];
    expect(draw(decks, context(119, { history }))?.id).toBe("other");
    expect(draw(decks, context(120, { history }))?.id).toBe("again");
  });

  it("never the same card as long as an unseen one fits", () => {
    const history = [...settled(), past(card("seen"), 0)];
    expect(draw([[card("seen")], [card("new")]], context(900, { history }))?.id).toBe("new");
  });

  it("the same card at least 400 days apart", () => {
    const history = [...settled(), past(card("early"), 0), past(card("late", { form: "scale" }), 20)];
    const decks = [[card("late", { form: "scale" })], [card("early")]];
    expect(draw(decks, context(410, { history }))?.id).toBe("early");
    expect(draw(decks, context(420, { history }))?.id).toBe("late");
  });

  it("repeats too early only when it must, and then what was longest ago", () => {
    const deck = ["a", "b", "c"].map((id) => card(id));
    const history = [...settled(), past(card("b"), 0), past(card("c"), 1), past(card("a"), 2)];
    expect(draw([deck], context(200, { history }))?.id).toBe("b");
  });
});

describe("5. in any 14 days one good-news card and two appreciations; a quarter playful", () => {
  const plain = (name: string) => card(name, { strategy: 4, form: "template", tone: "thoughtful" });
  /** Thirteen days that served everything on the days given. */
  const days = (served: (day: number) => Partial<Card>) =>
    Array.from({ length: 14 }, (_, day) =>
      past(card(`day-${day}`, { tone: "thoughtful", strategy: 2, form: "guess", ...served(day) }), day),
    );
  const all = (day: number): Partial<Card> => ({
    marks: day === 13 || day === 12 ? ["good-news", "appreciation"] : [],
    tone: day > 9 ? "playful" : "thoughtful",
  });
  const decks = (wanted: Card) => [[plain("plain")], [wanted]];

  it("lets the day's deck be while all are served", () => {
    expect(draw(decks(card("other")), context(14, { history: days(all) }))?.id).toBe("plain");
  });

  it("goes to another deck for good news that are due", () => {
    const history = days((day) => ({
      ...all(day),
      marks: day > 11 ? ["appreciation"] : day === 0 ? ["good-news"] : [],
    }));
    expect(draw(decks(card("news", { marks: ["good-news"] })), context(14, { history }))?.id).toBe("news");
  });

  it("goes to another deck for the second appreciation", () => {
    const history = days((day) => ({ ...all(day), marks: day === 13 ? ["good-news", "appreciation"] : [] }));
    expect(draw(decks(card("thanks", { marks: ["appreciation"] })), context(14, { history }))?.id).toBe("thanks");
  });

  it("goes to another deck for the fourth playful card", () => {
    const history = days((day) => ({ ...all(day), tone: day > 10 ? "playful" : "thoughtful" }));
    expect(draw(decks(card("play", { tone: "playful" })), context(14, { history }))?.id).toBe("play");
  });

  it("prefers in the day's deck what will be due soon", () => {
    const history = days((day) => ({
      ...all(day),
      marks: day > 11 ? ["appreciation"] : day === 3 ? ["good-news"] : [],
    }));
    const deck = [plain("plain"), ...Array.from({ length: 9 }, (_, n) => plain(`more-${n}`))];
    const news = card("news", { strategy: 4, form: "template", marks: ["good-news"] });
    expect(draw([[...deck, news]], context(14, { history }))?.id).toBe("news");
  });

  it("breaks no other rule for it", () => {
    const history = days((day) => ({ ...all(day), marks: day === 13 ? ["appreciation"] : [], strategy: 2 }));
    const news = card("news", { marks: ["good-news"], strategy: 2 });
    expect(draw(decks(news), context(14, { history }))?.id).toBe("plain");
  });
});

describe("6. joyful dates are light and festive; gentle dates are light for both", () => {
  const tones = (["warm", "playful", "thoughtful", "brave"] as const).map((tone) => card(tone, { tone }));
  const deep = [card("deep", { depth: 2 }), card("heavy", { depth: 3 })];
  const first = (mood: "festive" | "gentle", decks: Card[][]) =>
    new Set(Array.from({ length: 40 }, (_, n) => draw(decks, context(n, { history: settled(), mood }))?.id));

  it("festive: warm or playful, of depth 1, from another deck if need be", () => {
    expect(first("festive", [deep, tones])).toEqual(new Set(["warm", "playful"]));
  });

  it("gentle: warm or thoughtful, of depth 1, and nobody has to be playful", () => {
    expect(first("gentle", [deep, tones])).toEqual(new Set(["warm", "thoughtful"]));
  });

  it.each(["festive", "gentle"] as const)("%s: nothing heavy, not even when nothing else is left", (mood) => {
    expect(draw([[card("heavy", { depth: 3 })]], context(0, { history: settled(), mood }))).toBeNull();
  });
});

describe("7. after three in a row that closed unrevealed each is asked; the slower wish wins, silently", () => {
  const rounds = (text: string) => [...text].map((letter) => (letter === "c" ? "closed" : "revealed"));

  it.each([
    ["", false],
    ["cc", false],
    ["ccr", false],
    ["ccc", true],
    ["cccr", true],
    ["cccc", false],
    ["cccccc", true],
    ["rccc", false],
    ["crcc", false],
  ])("%s, newest first: %s", (ended, asked) => {
    expect(asksForPace(rounds(ended))).toBe(asked);
  });

  it("takes the slower of two wishes, whoever has it", () => {
    for (const [index, one] of PACES.entries()) {
      for (const other of PACES.slice(index)) {
        expect(slowerPace(one, other)).toBe(other);
        expect(slowerPace(other, one)).toBe(other);
      }
    }
    expect(slowerPace(null, null)).toBe("daily");
    expect(slowerPace(null, "weekly")).toBe("weekly");
  });

  it.each([
    ["daily", [1, 2, 3, 4, 5, 6, 7, 8]],
    ["some", [2, 4, 6, 8]],
    ["weekly", [7]],
    ["rest", []],
  ] as const)("%s: cards on the days %j after the last", (pace, expected) => {
    let last = 0;
    const came = [1, 2, 3, 4, 5, 6, 7, 8].filter((day) => {
      const comes = comesUnderPace(pace, dateOn(last), dateOn(day));
      if (comes) last = day;
      return comes;
    });
    expect(came).toEqual(expected);
  });

  it("starts with a card unless it rests", () => {
    expect(PACES.filter((pace) => comesUnderPace(pace, null, dateOn(0)))).toEqual(["daily", "some", "weekly"]);
  });
});

describe("8. drawing is a pure function of couple, date, history and seed", () => {
  const decks = [deckOf("spark", 1, 60), deckOf("growth", 7, 60)];
  const history = settled();

  it("gives the same card again, in whatever order cards and history are listed", () => {
    for (let day = 0; day < 30; day++) {
      const usual = draw(decks, context(day, { history }));
      const turned = decks.map((deck) => [...deck].reverse());
      expect(draw(turned, context(day, { history: [...history].reverse() }))).toEqual(usual);
    }
  });

  it("changes nothing it was given", () => {
    const now = context(3, { history });
    const before = structuredClone(now);
    draw(decks, now);
    expect(now).toEqual(before);
  });

  it("gives another card for another couple, date or seed", () => {
    const different = (traits: (n: number) => Parameters<typeof context>) =>
      new Set(ids(Array.from({ length: 60 }, (_, n) => draw(decks, context(...traits(n)))))).size;
    expect(different((n) => [0, { history, coupleId: `couple ${n}` }])).toBeGreaterThan(15);
    expect(different((n) => [n, { history }])).toBeGreaterThan(15);
    expect(different((n) => [0, { history, seed: `seed ${n}` }])).toBeGreaterThan(15);
  });

  it("keeps its other choices when a card is added: nothing is shuffled", () => {
    const deck = decks[0] ?? [];
    const before = everything(deck.slice(0, 20), context(0, { history })).length;
    expect(before).toBeGreaterThan(10);
    const order = (cards: readonly Card[]) => draw([cards], context(0, { history }))?.id;
    const winner = order(deck.slice(0, 20));
    expect([winner, "added"]).toContain(order([...deck.slice(0, 20), card("added", { strategy: 1 })]));
  });

  it("swaps for another card, again and again, and the first comes back when nothing is excluded", () => {
    const now = context(5, { history });
    const first = draw(decks, now);
    const second = draw(decks, { ...now, exclude: [first?.id ?? ""] });
    expect(second?.id).not.toBe(first?.id);
    expect(draw(decks, now)).toEqual(first);
  });
});

describe("who a card fits", () => {
  const only = (traits: Partial<Card>, now = {}) => draw([[card("only", traits)]], context(0, now))?.id ?? null;

  it("asks for what must be true of the couple", () => {
    expect(only({ needs: ["kids"] })).toBeNull();
    expect(only({ needs: ["kids", "pets"] }, { facts: ["kids"] })).toBeNull();
    expect(only({ needs: ["kids"] }, { facts: ["kids", "cohabit"] })).toBe("only");
  });

  it("leaves out what does not fit a long distance", () => {
    expect(only({ ld: "no" }, { facts: ["apart"] })).toBeNull();
    expect(only({ ld: "adapt" }, { facts: ["apart"] })).toBe("only");
    expect(only({ ld: "no" })).toBe("only");
  });

  it("never takes a card for adults", () => {
    expect(only({ adult: true })).toBeNull();
  });

  it("prefers another deck to the wrong time of day, for each of the two", () => {
    const decks = [[card("morning", { timeOk: ["morning"] })], [card("any", { timeOk: ["morning", "evening"] })]];
    const at = (time: string, ...zones: string[]) => ({
      opens: zones.map((zone) => ({ zone, at: Date.parse(`2026-01-05T${time}Z`) })),
    });
    expect(draw(decks, context(0, at("08:00", "UTC")))?.id).toBe("morning");
    expect(draw(decks, context(0, at("20:00", "UTC")))?.id).toBe("any");
    expect(draw(decks, context(0, at("08:00", "UTC", "Asia/Tokyo")))?.id).toBe("any");
  });
});

describe("what gives way", () => {
  it("never leaves a couple without a card while one is allowed", () => {
    const traits = fc.record({
      depth: fc.constantFrom(1 as const, 2 as const),
      strategy: fc.constantFrom<Strategy>(1, 2, 4),
      form: fc.constantFrom("open" as const, "scale" as const),
      cluster: fc.constantFrom("a", "b"),
      timeOk: fc.constantFrom(["morning" as const], ["evening" as const]),
    });
    const decks = fc.array(traits, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(decks, fc.array(fc.nat(5), { maxLength: 30 }), (all, seen) => {
        const deck = all.map((one, index) => card(`card-${index}`, one));
        const history = seen.flatMap((index, day) => (deck[index] ? [past(deck[index], day)] : []));
        const light = deck.some(({ depth }) => depth === 1);
        const drawn = draw([deck], context(seen.length, { history }));
        if (light) expect(drawn).not.toBeNull();
      }),
    );
  });

  it("is null for no decks, empty decks, and nothing but forbidden cards", () => {
    expect(draw([], context(0))).toBeNull();
    expect(draw([[], []], context(0))).toBeNull();
    expect(draw([[card("adult", { adult: true })]], context(0))).toBeNull();
  });

  it("breaks what matters least: a repeat rather than a fourth depth-2 card in a week", () => {
    const two = (name: string, strategy: Strategy) => card(name, { depth: 2, strategy });
    const history = [
      ...settled(),
      past(card("seen"), -100),
      past(two("a", 2), 0),
      past(two("b", 4), 1),
      past(two("c", 5), 2),
    ];
    expect(draw([[two("new", 6), card("seen")]], context(3, { history }))?.id).toBe("seen");
  });

  it("breaks what matters least: yesterday's strategy rather than a repeat", () => {
    const history = [...settled(), past(card("seen", { strategy: 5 }), -500), past(card("x", { strategy: 4 }), 0)];
    const deck = [card("seen", { strategy: 5 }), card("new", { strategy: 4 })];
    expect(draw([deck], context(1, { history }))?.id).toBe("new");
  });
});

describe("a path", () => {
  const at = (part: number) => ({ step: { part, rest: { minutes: 0 }, silent: false, lasts: [], turns: false } });
  const cards = [card("one-a", at(1)), card("one-b", at(1)), card("two", at(2))];
  const path = { id: "path", language: "en", title: "Path", order: "sequence" as const, cards };

  it("gives one of the cards of a part, another one next time, the oldest when all were asked", () => {
    const first = drawPart(path, 1, new Map(), "seed")?.id ?? "";
    const second = drawPart(path, 1, new Map([[first, 5]]), "seed")?.id ?? "";
    expect([first, second].sort()).toEqual(["one-a", "one-b"]);
    const both = new Map([
      [first, 5],
      [second, 9],
    ]);
    expect(drawPart(path, 1, both, "seed")?.id).toBe(first);
    expect(drawPart(path, 2, both, "seed")?.id).toBe("two");
    expect(drawPart(path, 3, both, "seed")).toBeNull();
    expect(partsOf(path)).toEqual([1, 2]);
  });
});

describe("chance", () => {
  it("is spread evenly and is the same for ever", () => {
    const buckets = new Array<number>(10).fill(0);
    for (let n = 0; n < 10_000; n++) {
      const value = unit(`couple|${n}|2026-01-05`);
      expect(value >= 0 && value < 1).toBe(true);
      buckets[Math.floor(value * 10)] = (buckets[Math.floor(value * 10)] ?? 0) + 1;
    }
    for (const count of buckets) expect(count).toBeGreaterThan(900);
    expect(unit("ampersand")).toBe(unit("ampersand"));
    expect(unit("ampersand")).toBe(0.9046869871866355);
  });
});
