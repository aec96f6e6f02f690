/**
 * A walk through every view of the program, with everything it can be about, in every language there is: what a
 * notification or the list of chats shows of it names no answer, no deep question, and nothing to worry about.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderParts } from "../../adapters/discord/render.ts";
import { render } from "../../adapters/telegram/render.ts";
import type { Deps } from "../../src/application/context.ts";
import { homeOf, seenBy } from "../../src/application/context.ts";
import { VIEWS } from "../../src/application/views/index.ts";
import type { Said, Seen } from "../../src/application/views/view.ts";
import { loadMessages } from "../../src/content/messages.ts";
import type { Exposure } from "../../src/domain/exposure.ts";
import type { Message } from "../../src/domain/message.ts";
import { NO_PAUSES } from "../../src/domain/pause.ts";
import type { Tx } from "../../src/ports/store.ts";
import { couple } from "../scenario/actor.ts";
import { answers } from "../scenario/couples.ts";
import { openStage, type Stage } from "../scenario/stage.ts";

/** In everything the two write here. */
const CANARY = "kanarie";
const SAFETY =
  /afraid|people to talk|talk to somebody|people who listen|helpline|crisis|emergency|hurt|abuse|violen|suicid|therap|list of words|erased?\b/i;
/**
 * What somebody asked for in private, or what was noticed about their words: of these all that a notification shows is
 * looked at. Of the others, which both of the couple see or which come to both of them, the first line is.
 */
const SENSITIVE: readonly string[] = [
  ...["further", "brief", "resources", "country", "export-confirm", "export", "forget-confirm"],
  ...["support", "support-line", "nothing-kept"],
];
/** As much as a notification shows. */
const SHOWN = 100;
/** What these views are always given; without it they throw, as they should. */
const NEEDS: Readonly<Record<string, string>> = {
  "ritual-when": "kind",
  "ritual-change": "kind",
  "ritual-rests": "kind",
  "checkin-offer": "kind",
  exposed: "exposure",
};
/** Why a shared chat is not the two's alone. */
const EXPOSURES: readonly Exposure[] = ["public", "person", "bot", "open", "others", "left", "hidden"];
const messages = loadMessages("data");

const HOUR = 3_600_000;

type Params = Seen["params"];

let stage: Stage;
let deps: Deps;
let variants: readonly Params[];
const shownViews = new Set<string>();

/** Each part of each answer. */
async function parts(tx: Tx): Promise<Params[]> {
  const all = stage.store.internals.database.prepare("select round_id, author from answers").raw().all();
  const found: Params[] = [];
  for (const [roundId, author] of all as [string, string][]) {
    const answer = await tx.answers.get(roundId, author);
    for (const part of Object.keys(answer ?? {})) {
      found.push({ roundId, seat: "a", part }, { roundId, seat: "b", part });
    }
  }
  return found;
}

/** What is stored of everything a view could be about. */
async function pool(tx: Tx): Promise<Params[]> {
  const { database } = stage.store.internals;
  const ids = (table: string) => database.prepare(`select id from ${table}`).pluck().all() as string[];
  const drafts = database.prepare("select id, round_id from drafts").all() as { id: string; round_id: string | null }[];
  const people = await Promise.all(ids("people").map((id) => tx.people.byId(id)));
  const kinds = stage.content.rituals.map(({ id }) => id);
  const flags = [
    "titled",
    "explain",
    "later",
    "again",
    "held",
    "edit",
    "full",
    "left",
    "unknown",
    "offered",
    "withReveal",
  ];
  const all = Object.fromEntries(flags.map((flag) => [flag, true]));
  return [
    {},
    all,
    ...ids("rounds").flatMap((roundId) => [
      { roundId, seat: "a", draftId: "none" },
      { roundId, seat: "b", ...all },
    ]),
    ...drafts.map(({ id, round_id }) => ({ draftId: id, roundId: round_id })),
    ...ids("writings").flatMap((writingId) => [{ writingId }, { writingId, held: true }, { thing: writingId }]),
    ...ids("rituals").map((ritualId) => ({ ritualId })),
    ...ids("places").map((placeId) => ({ placeId })),
    ...people.flatMap((person) => (person ? [{ personId: person.id, by: person.id, inviter: person.id }] : [])),
    ...kinds.map((kind) => ({ kind, at: stage.now + HOUR, every: "weekly", day: "1" })),
    ...[...kinds, "guide"].map((thing) => ({ thing })),
    ...(await parts(tx)),
    ...["heart", "checkin"].map((kind) => ({ kind, screen: 1 })),
    ...["DE", "US", "FR"].map((country) => ({ country, offered: true })),
    ...["europe", "americas"].map((region) => ({ region })),
    ...["joyful", "gentle"].flatMap((mood) => [{ mood }, { mood, month: "06" }]),
    ...stage.content.guide("en").map(({ id }) => ({ page: id })),
    { action: "agreep" },
    ...EXPOSURES.map((exposure) => ({ exposure, placeId: exposure })),
    { code: "ABCDE12345" },
    { until: stage.now + 86_400_000 },
  ];
}

/** A group that waits for its two, and one for each reason why nothing can be posted. */
async function places(): Promise<void> {
  await stage.store.transaction(async (tx) => {
    const place = await tx.places.byChat("stage", "home");
    if (!place) throw new Error("no place");
    await tx.places.save({ ...place, id: "waiting", chatId: "waiting", coupleId: null });
    for (const why of ["no-access", "topic-closed", "removed", "gone"] as const) {
      const outage = { why, since: stage.now, tries: 1, told: true, mendedAt: null };
      await tx.places.save({ ...place, id: why, chatId: why, coupleId: null, active: false, outage });
    }
  });
}

/** Opens every kind of card, answers what can be answered, writes letters, notes and lines. */
async function live(): Promise<void> {
  const { ana, ben, home } = await couple(stage);
  for (const one of [ana, ben]) await one.does("set_deep_on");
  await ana.types("/checkin", home);
  for (const one of [ana, ben]) await answers(one, `${CANARY} 2`, home);
  await ana.says(`${CANARY} below`);
  await ana.taps("Show it below");
  for (const one of [ana, ben]) await one.does("set_tell_on");
  // A question of their own is answered with words, whatever else is drawn.
  for (const wait of [8 * 24 * HOUR, 0]) {
    await ana.types(`/jar ${CANARY} question?`);
    await ana.types("/checkin jar", home);
    await answers(ana, `${CANARY} alone`, home);
    await stage.later(wait);
  }
  await ana.types("/checkin", home);
  await answers(ana, `I am afraid of you, ${CANARY}`, home);
  await places();
  await ana.types("/letter");
  await ana.says(`${CANARY} letter`).catch(() => undefined);
  await ana.types(`/jar ${CANARY} question?`);
  await ana.types(`/support ${CANARY} line`);
  for (const { id } of stage.content.rituals) {
    await ana.types(`/checkin ${id}`);
  }
  await ana.types("/rituals add share sun 19:00");
  for (const one of [ana, ben]) await one.does("resources");
  // The other is told of a wish when the pause is over, so it is not told yet.
  await ben.types("/pause");
  await ana.types("/settings keep month");
}

beforeAll(async () => {
  stage = await openStage();
  deps = {
    store: stage.store,
    clock: { now: () => stage.now },
    random: { id: () => "A".repeat(16), code: () => "ABCDE12345" } as Deps["random"],
    content: stage.content,
    translate: messages.translate,
    log: stage.log,
    adapters: stage.platforms,
    allowed: null,
    wake: () => undefined,
  };
  await live();
  variants = await stage.store.transaction(pool);
}, 120_000);
afterAll(() => stage.end());

async function readers(tx: Tx, language: string): Promise<Omit<Seen, "params">[]> {
  const platform = stage.platforms.get("stage");
  if (!platform) throw new Error("no platform");
  const ids = stage.store.internals.database.prepare("select id from people").pluck().all() as string[];
  const base = {
    ...{ deps, tx, now: stage.now, language, can: platform.capabilities, platform: "stage" },
    t: (key: string, params?: Readonly<Record<string, string | number>>) => messages.translate(language, key, params),
  };
  const own = await Promise.all(
    ids.map(async (id) => {
      const reader = await tx.people.byId(id);
      const home = await homeOf(tx, reader);
      const account = { platform: "stage", userId: reader?.userId ?? "" };
      return { ...base, reader, home, mine: home && reader && seenBy(home, reader.id), shared: false, account };
    }),
  );
  const home = own[0]?.home ?? null;
  return [...own, ...own.map(awake), { ...base, reader: null, home, mine: null, shared: true, account: null }];
}

function awake(seen: Omit<Seen, "params">): Omit<Seen, "params"> {
  if (!seen.home || !seen.reader) return seen;
  const home = { ...seen.home, couple: { ...seen.home.couple, pauses: NO_PAUSES } };
  return { ...seen, home, mine: seenBy(home, seen.reader.id) };
}

/** What can be read of a message without opening it: spoilers are hidden there. */
function previews(said: Said, shared: boolean): readonly string[] {
  const drawn: Message = {
    ...said,
    blocks: said.blocks.map((block) => (block.type === "picture" ? { type: "note", text: block.caption } : block)),
  };
  const telegram = render(drawn, { shared, username: "bot" }).map((part) => {
    if (part.kind === "file") return part.file.name;
    if (part.kind === "media") return part.media.caption;
    const letters = [...part.text].length === 0 ? [] : part.text.split("");
    for (const { type, offset, length } of part.entities) {
      if (type === "spoiler") letters.fill("▒", offset, offset + length);
    }
    return letters.join("");
  });
  const discord = renderParts(drawn).map(({ content, files }) =>
    [content.replace(/\|\|.*?\|\|/gs, "▒"), ...files.map(({ name }) => name)].join(" "),
  );
  return [...telegram, ...discord];
}

const deep = () =>
  stage.content.decks.flatMap(({ cards }) => cards.filter(({ depth }) => depth > 1).map(({ text }) => text));

describe.each(messages.languages)("%s", (language) => {
  test.each(Object.keys(VIEWS))("%s", async (name) => {
    const view = VIEWS[name];
    const questions = deep();
    await stage.store.transaction(async (tx) => {
      for (const reader of await readers(tx, language)) {
        for (const params of paramsOf(name)) {
          const said = (await view?.({ ...reader, params })) ?? null;
          if (said) shownViews.add(name);
          for (const preview of said ? previews(said, reader.shared) : []) {
            const [first = ""] = preview.trimStart().split("\n");
            const shown = SENSITIVE.includes(name) ? preview.slice(0, SHOWN) : first;
            const about = `${name} ${JSON.stringify(params)}: ${preview.slice(0, SHOWN)}`;
            expect(shown, about).not.toMatch(SAFETY);
            expect(shown.toLowerCase(), about).not.toContain(CANARY);
            expect(
              questions.find((question) => first.includes(question)),
              about,
            ).toBeUndefined();
          }
        }
      }
    });
  });
});

function paramsOf(name: string): readonly Params[] {
  if (name === "line" || name === "brief") return lineKeys();
  const needed = NEEDS[name];
  if (needed === undefined) return variants;
  const known = [...stage.content.rituals.map(({ id }) => id), ...EXPOSURES] as readonly unknown[];
  return variants.filter((params) => known.includes(params[needed]));
}

/** Every line that the program says as one, with every value it needs. */
function lineKeys(): readonly Params[] {
  const known = [...(messages.sources.get("en")?.keys() ?? [])];
  const files = readdirSync("src/application", { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts"));
  const code = files.map((file) => readFileSync(join("src/application", file), "utf8")).join("\n");
  const said = new Set([...code.matchAll(/"([a-z][\w-]*(?:\.[\w-]+)*)"/g)].map(([, key]) => key ?? ""));
  const whole = /^(refused|refusal|leftover)\./;
  const keys = known.filter(
    (key) =>
      whole.test(key) ||
      (said.has(key) &&
        new RegExp(`(line\\(|key: |key, |takeAway\\().{0,60}"${key.replaceAll(".", "\\.")}"`).test(code)),
  );
  const values = {
    name: "Ana",
    title: "Daily card",
    sentence: "I miss you.",
    what: "a photo",
    count: 2,
    max: 5,
    when: "today",
    zone: "Berlin",
    kinds: "heart",
    suggestions: "Berlin",
    languages: "en",
    missing: "Send Messages",
  };
  return keys.map((key) => ({ key, ...values }));
}

test("every view was shown at least once on this walk", () => {
  expect(Object.keys(VIEWS).filter((name) => !shownViews.has(name))).toEqual([]);
});
