/** Every action by every way that is not its own, with every id there is: nothing changes, and nothing is told. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ACTIONS } from "../../src/application/act.ts";
import type { Chat, Inbound, Way } from "../../src/ports/chat.ts";
import { chatKey } from "../../src/ports/outbox.ts";
import { seededRandom } from "../model/seeded.ts";
import { type Actor, couple } from "./actor.ts";
import { answers, codeOf, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";
import { everyId, whole } from "./whole.ts";

const WAYS = ["link", "button", "form"] as const;
/** What follows a verb in buttons of every kind; those of a verb's own buttons are added to it. */
const TAILS = "on off yes 1 month now delyes heart delete below tell_on cards_each checkin_weekly_7_1140".split(" ");
/** The only things that may be said to somebody whose action had no effect. */
const NOTHING_SAID = [
  /^That button has had its day\. Nothing was changed\.$/,
  /^That isn’t something I can open for you\.$/,
  /^That link doesn’t do anything by itself\. Nothing was changed\.\n/,
  /^Hello\b/,
];

let stage: Stage;
let ana: Actor;
let ben: Actor;
let home: Chat;
beforeEach(async () => {
  // The cards that are drawn have to be ones that words answer.
  stage = await openStage({ random: seededRandom("ways in") });
  await rich();
});
afterEach(() => stage.end());

/** A round that was shown, one half sealed, a letter, a line, a question, a proposal, words to be explained, an invite. */
async function rich(): Promise<void> {
  ({ ana, ben, home } = await couple(stage));
  await firstCard({ ana, ben }, home);
  await answers(ana, "the heron");
  await answers(ben, "the otter");
  await ana.types("/support a cup of tea");
  await ana.types("/jar Which bird are you?");
  await ana.types("/letter");
  await ana.says("a letter about grebes");
  await ben.types("/rituals add checkin sun 19:00");
  await ana.types("/checkin morning", home);
  await ana.types("/checkin evening", home);
  await ana.types("/checkin soften", home);
  await stage.until("2026-03-12T19:30:00Z");
  await answers(ana, "the bittern");
  await ana.says("and more of it");
  const [cleo, dora] = [stage.person("Cleo"), stage.person("Dora")];
  await cleo.types("/pair");
  await cleo.taps("I’m in");
  await dora.types(`/pair ${codeOf(cleo)}`);
  await dora.taps("I’m in");
  for (const screen of ["/settings", "/rituals", "/support", "/letter", "/jar", "/forget", "/pulse", "/settings keep"])
    await ana.types(screen);
}

function send(who: Actor, action: string, way: Way): Promise<unknown> | undefined {
  const from = { eventId: who.on.nextEvent(), from: who.account, chat: who.home };
  const event: Inbound =
    way === "form"
      ? { ...from, type: "form", action, values: { "0": ["forged"], question: ["forged?"], date: ["2026-12-24"] } }
      : { ...from, type: "tap", by: way, action };
  return who.on.handle?.(event);
}

/** The verb alone, with every id, with every tail, and as every button of it that was ever shown. */
function variants(verb: string): readonly string[] {
  const shown = [...ana.on.chats.values()].flat().flatMap(({ message }) => message.buttons.flat());
  const own = shown.map(({ action }) => action).filter((action) => action.split("_")[0] === verb);
  const ids = everyId(stage);
  const round = stage.store.internals.database.prepare("select id from rounds").pluck().get();
  return [
    ...new Set([
      verb,
      ...own,
      ...ids.map((id) => `${verb}_${id}`),
      ...TAILS.map((tail) => `${verb}_${tail}`),
      ...["delete", "listen", "0", "below"].map((tail) => `${verb}_${round}_${tail}`),
    ]),
  ];
}

/** How many messages stand in each chat. */
function counts(): Map<string, number> {
  return new Map([...ana.on.chats].map(([chat, shown]) => [chat, shown.length]));
}

function saidSince(before: Map<string, number>, who: Actor): readonly string[] {
  const mine = chatKey(who.home);
  for (const [chat, count] of counts()) if (chat !== mine) expect(count, chat).toBe(before.get(chat) ?? 0);
  return who
    .shown()
    .slice(before.get(mine) ?? 0)
    .map(({ message }) => `${message.blocks.map((block) => ("text" in block ? block.text : "")).join("\n")}\n`);
}

describe.each(WAYS)("by %s", (way) => {
  test("what does not come this way has no effect and tells nothing", { timeout: 300_000 }, async () => {
    const foreign = Object.keys(ACTIONS).filter((verb) => !ACTIONS[verb]?.by.includes(way));
    expect(foreign.length).toBeGreaterThan(way === "button" ? 1 : 20);
    const before = whole(stage);
    for (const verb of foreign) {
      for (const who of [ana, ben, stage.person("Eve")]) {
        const shown = counts();
        const all = who === ana ? variants(verb) : variants(verb).slice(0, 12);
        for (const action of all) await send(who, action, way);
        await stage.settle();
        expect(whole(stage), `${who.name} ${verb}`).toBe(before);
        for (const said of saidSince(shown, who))
          expect(
            NOTHING_SAID.some((known) => known.test(said.trim()) || known.test(said)),
            `${verb}: ${said}`,
          ).toBe(true);
      }
    }
    expect(stage.lines.join("\n")).not.toMatch(/failed|given up/);
  });
});

test("what a link opens changes nothing but where the next message belongs, and shows it to nobody else", {
  timeout: 120_000,
}, async () => {
  const opening = Object.keys(ACTIONS).filter((verb) => ACTIONS[verb]?.by.includes("link"));
  expect(opening.toSorted()).toEqual("answer checkin guide hello inv join open resources support".split(" "));
  // Of a person: the card that was opened last (every save seals the name anew). Tokens of a confirmation that was
  // shown; wrong codes, which are counted; where a reply to what was said belongs.
  const noted = ["people.focus", "people.name", "confirmations", "guesses", "messages"];
  const before = whole(stage, noted);
  for (const verb of opening) {
    for (const who of [ana, ben, stage.person("Eve")]) {
      const shown = counts();
      for (const action of variants(verb)) await send(who, action, "link");
      await stage.settle();
      expect(whole(stage, noted), `${who.name} ${verb}`).toBe(before);
      for (const said of saidSince(shown, who)) {
        if (who !== ana) expect(said).not.toMatch(/bittern|grebes|cup of tea|Which bird/);
        if (who !== ana && who !== ben) expect(said).not.toMatch(/heron|otter|\bAna\b|\bBen\b/);
      }
    }
  }
});

test("a link to a card says which card it is, shows what is sealed, and changes nothing", async () => {
  const open = await stage.store.transaction(async (tx) => {
    const me = await tx.people.byAccount("stage", ana.account.userId);
    const known = me && (await tx.couples.ofPerson(me.id));
    return known ? tx.rounds.ofCouple(known.id, ["half", "revealed"]) : [];
  });
  const sealed = open.find(({ kind, state }) => kind === "heart" && state === "half");
  const shown = open.find(({ state }) => state === "revealed");
  await ana.follows(`answer_${sealed?.id}`);
  ana.sees(/Daily card · Thursday, March 12[\s\S]*\[Change\]/);
  const focus = () =>
    stage.store.internals.database.prepare("select focus from people where user_id = ?").pluck().get("u-ana");
  expect(focus()).toBe(sealed?.id);
  await ana.follows(`answer_${shown?.id}`);
  expect(focus()).toBe(sealed?.id);
});

test("a check-in link shows a button in private, and the card opens with that tap", async () => {
  const rounds = () => stage.store.internals.database.prepare("select count(*) from rounds").pluck().get();
  const before = rounds();
  await ana.follows("checkin_share");
  ana.sees(/Sunday notes: it opens when you tap/);
  expect(rounds()).toBe(before);
  await ana.taps("Open: Sunday notes");
  expect(rounds()).toBe(Number(before) + 1);
});

test("in a shared chat only what opens leads into private by a link", async () => {
  const shown = [...ana.on.chats.values()].flat().flatMap(({ message }) => message.buttons.flat());
  const links = shown.filter((button) => button.private).map(({ action }) => action.split("_")[0] ?? "");
  expect(links.length).toBeGreaterThan(1);
  for (const verb of links) expect(ACTIONS[verb]?.by).toContain("link");
});

test("every action fits what both platforms carry", () => {
  const shown = [...ana.on.chats.values()].flat().flatMap(({ message }) => message.buttons.flat());
  for (const { action } of shown) expect(action).toMatch(/^[A-Za-z0-9_-]{1,60}$/);
  const id = "x".repeat(16);
  // Telegram: 64 bytes. Discord: 100 characters, two of them the button's effect. The longest there can be.
  for (const action of [`letter_first-a-${id}_tomorrow_${id}`, `racc_${id}_${id}`, `wr_${id}_${id}`])
    expect(action.length).toBeLessThanOrEqual(60);
});
