/** `/export` holds everything of one's own and nothing else; `/forget` leaves nothing of it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { seededRandom } from "../model/seeded.ts";
import { type Actor, couple } from "./actor.ts";
import { answers, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ random: seededRandom("kept") });
});
afterEach(() => stage.end());

/** The files of the last message, by the end of their names. */
async function exported(actor: Actor): Promise<{ json: string; html: string }> {
  await actor.exports();
  const blocks = actor.shown().at(-1)?.message.blocks ?? [];
  const file = (end: string) => {
    const found = blocks.find((block) => block.type === "file" && block.name.endsWith(end));
    return found?.type === "file" ? new TextDecoder().decode(found.data) : "";
  };
  return { json: file(".json"), html: file(".html") };
}

/** Something of Ana's in every place where her words or wishes can lie; the first card is shown, the second is held. */
async function everything(): Promise<Awaited<ReturnType<typeof couple>>> {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await answers(ben, "otter");
  await ana.says("kingfisher");
  await ana.taps("Show it below");
  await ana.types("/support a cup of tea");
  await ana.taps("Share all lines");
  await ana.types("/jar Which bird would you be?");
  await ana.types("/letter");
  await ana.says("a letter about the winter");
  await ana.taps("Keep it for now");
  await ana.types("/settings country DE");
  await ana.types("/settings keep year");
  await ana.types("/settings date 05-02 gentle");
  await stage.until("2026-03-12T19:30:00Z");
  await ana.taps("Answer", home);
  await ana.says("I am afraid of you when you drink");
  ana.sees(/Nothing is sealed yet/);
  return two;
}

const WORDS = [
  "heron",
  "kingfisher",
  "a cup of tea",
  "Which bird would you be?",
  "a letter about the winter",
  "I am afraid of you when you drink",
];

test("export · everything of one's own, for programs and for reading; nothing of the other's", async () => {
  const { ana, ben } = await everything();
  const { json, html } = await exported(ana);
  for (const words of WORDS) expect(json).toContain(words);
  for (const words of WORDS) expect(html).toContain(words.replaceAll("'", "&#39;"));
  expect(JSON.parse(json).settings).toMatchObject({
    country: "DE",
    keep: "year",
    dates: [{ date: "05-02", mood: "gentle" }],
  });
  for (const part of ["DE", "year", "05-02"]) expect(html).toContain(part);
  expect(json + html).not.toMatch(/otter/);
  expect(html).not.toMatch(/<script|<img|href=|src=/);
  const partners = await exported(ben);
  for (const words of WORDS) expect(partners.json + partners.html).not.toContain(words);
  expect(partners.json).not.toMatch(/05-02|"DE"/);
});

test("forget · destroys all of it; the partner's Support Card screen shows nothing of it any more", async () => {
  const { ana, ben } = await everything();
  const me = await stage.store.transaction((tx) => tx.people.byAccount("stage", ana.account.userId));
  if (!me) throw new Error("Ana is not there");
  await ana.types("/forget");
  await ana.taps("Leave quietly");
  const left = await stage.store.transaction(async (tx) => ({
    writings: await tx.writings.ofAuthor(me.id).catch(() => []),
    answers: await tx.answers.ofAuthor(me.id).catch(() => []),
    drafts: await tx.drafts.ofPerson(me.id).catch(() => []),
    keep: await tx.timers.at("keep", me.id),
  }));
  expect(left).toEqual({ writings: [], answers: [], drafts: [], keep: null });
  const { database } = stage.store.internals;
  for (const table of ["people", "writings", "drafts", "timers", "outbox", "data_keys", "messages"]) {
    expect(JSON.stringify(database.prepare(`select * from ${table}`).all()), table).not.toContain(me.id);
  }
  await ben.types("/support");
  expect(ben.last()).not.toMatch(/cup of tea/);
  await ana.exports();
  ana.sees(/nothing of yours here/);
});
