/** The phrase list: one quiet question to the author before sealing, and nothing that anybody else could notice. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seededRandom } from "../model/seeded.ts";
import { type Actor, couple } from "./actor.ts";
import { actionOf, answers, apart, countOutside, firstCard, readBy, type Two } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const WORDS = "I am afraid of you when you drink";
const ASKED = /^& Nothing is sealed yet\.\n/;

/** All that lies in the database, as text; what is sealed cannot be read in it. */
function atRest(on: Stage): string {
  const { database } = on.store.internals;
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
  return tables.map(({ name }) => JSON.stringify(database.prepare(`select * from "${name}"`).all())).join("\n");
}

async function exportOf(actor: Actor) {
  await actor.exports();
  const file = actor
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  return JSON.parse(file?.type === "file" ? new TextDecoder().decode(file.data) : "{}");
}

async function held(): Promise<Awaited<ReturnType<typeof couple>>> {
  const two = await couple(stage);
  await firstCard(two, two.home);
  await answers(two.ana, WORDS);
  two.ana.sees(ASKED);
  return two;
}

describe("before sealing · a match", () => {
  test("asks its author once, quietly, with people to talk to; nothing is sealed, nobody is told", async () => {
    const two = await couple(stage);
    const { ana, ben, home } = two;
    await ana.types("/settings country DE");
    await firstCard(two, home);
    ben.looks();
    await answers(ana, WORDS);
    ana.sees(ASKED);
    ana.sees("TelefonSeelsorge");
    ana.sees(/\[Seal as it is\] \[Keep it private\]\n\[Delete\]/);
    expect(ana.shown().at(-1)?.message.silent).toBe(true);
    ben.seesNothing();
    expect(readBy(stage, ana)).not.toMatch(/when you drink/);
  });

  test("looks to the partner like not having answered, to the end of the window and after it", async () => {
    const seen: string[] = [];
    for (const writes of [true, false]) {
      const other = await openStage({ random: seededRandom("held") });
      const two = await couple(other);
      await firstCard(two, two.home);
      await two.ana.taps("Answer", two.home);
      const count = countOutside(other, two.ana);
      if (writes) await two.ana.says(WORDS);
      expect(countOutside(other, two.ana)).toBe(count);
      await answers(two.ben, "otter");
      await other.until("2026-03-20T12:00:00Z");
      seen.push(two.ben.transcript() + two.ben.transcript(two.home));
      await other.end();
    }
    expect(seen[0]).toBe(seen[1]);
  });

  test("leaves no trace that says it was one: not in logs, not in the database, not in what waits", async () => {
    const { ana } = await held();
    expect(stage.lines.join("\n")).not.toMatch(/held|concern|phrase|afraid/);
    expect(atRest(stage)).not.toMatch(/held|concern|phrase|afraid/);
    expect(await stage.store.transaction((tx) => tx.drafts.ofPerson("nobody"))).toEqual([]);
    await ana.says("otter");
    ana.sees(/^Sealed\./);
  });

  test("words that nothing matches are sealed without a question", async () => {
    const two = await couple(stage);
    await firstCard(two, two.home);
    await answers(two.ana, "I am not afraid of anything today");
    two.ana.sees(/^Sealed\./);
  });
});

describe("before sealing · the author's choice", () => {
  test("seal as it is: sealed in the same words, and not asked about again when edited", async () => {
    const two = await couple(stage);
    const { ana, ben, home } = two;
    await firstCard(two, home);
    await ana.taps("Answer", home);
    const ref = await ana.says(WORDS);
    await ana.taps("Seal as it is");
    ana.sees(/^Sealed\.\nIt is shown when both of you have answered/);
    await ana.edits(ref, `${WORDS}, or shout`);
    ana.sees(/^Sealed\./);
    expect(ana.transcript().match(/Nothing is sealed yet/g)).toHaveLength(1);
    await answers(ben, "otter");
    ana.sees(/afraid of you when you drink, or shout/, home);
  });

  test("what is edited while it is held is what is sealed", async () => {
    const two = await couple(stage);
    await firstCard(two, two.home);
    await two.ana.taps("Answer", two.home);
    const ref = await two.ana.says(WORDS);
    await two.ana.edits(ref, "I had a heavy day");
    await two.ana.taps("Seal as it is");
    await answers(two.ben, "otter");
    two.ana.sees(/I had a heavy day/, two.home);
    two.ana.neverSaw(/afraid/, two.home);
  });

  test("keep it private: a note of one's own, and the card as open as before", async () => {
    const { ana, ben, home } = await held();
    await ana.taps("Keep it private");
    ana.sees(/Kept for you alone/);
    const data = await exportOf(ana);
    expect(data.writings).toMatchObject([{ kind: "note", text: WORDS }]);
    expect(data.answers).toEqual([]);
    expect(data.drafts).toEqual([]);
    await answers(ana, "otter");
    ana.sees(/^Sealed\./);
    await answers(ben, "heron");
    ana.sees(/otter[\s\S]*heron/, home);
    ana.neverSaw(/afraid/, home);
  });

  test("delete: gone, also what was typed where its author wants that", async () => {
    const two = await couple(stage);
    await two.ana.does("set_clear_on");
    await firstCard(two, two.home);
    const ref = await answers(two.ana, WORDS);
    await two.ana.taps("Delete");
    two.ana.neverSaw(/Nothing is sealed yet|Deleted/);
    const deleted = two.ana.on.deliveries.flatMap(({ operation }) =>
      operation.type === "delete" ? operation.refs : [],
    );
    // The question itself, and what was typed.
    expect(deleted).toHaveLength(2);
    expect(deleted).toContain(ref);
    const data = await exportOf(two.ana);
    expect(JSON.stringify(data)).not.toMatch(/afraid/);
  });

  test("without a choice it is gone after a day, over a restart, and its buttons change nothing", async () => {
    const { ana } = await held();
    const seal = actionOf(ana, "Seal as it is");
    await stage.restart();
    expect(JSON.stringify(await exportOf(ana))).toMatch(/afraid/);
    await stage.later(24 * 3_600_000);
    expect(JSON.stringify(await exportOf(ana))).not.toMatch(/afraid/);
    await ana.does(seal);
    ana.sees(/had its day/);
  });

  test("is nobody else's", async () => {
    const { ana, ben } = await held();
    for (const label of ["Seal as it is", "Keep it private", "Delete"]) {
      const action = actionOf(ana, label);
      for (const one of [ben, stage.person("Cleo")]) await one.does(action);
    }
    await ana.taps("Seal as it is");
    ana.sees(/^Sealed\./);
  });
});

describe("before sealing · with something sealed before", () => {
  async function changed(two: Two & { home: Two["ana"]["home"] }): Promise<void> {
    await firstCard(two, two.home);
    const ref = await answers(two.ana, "otter");
    await two.ana.edits(ref, WORDS);
    two.ana.sees(ASKED);
  }

  test("what was sealed stays sealed; once it is shown, the held words can only stand below it", async () => {
    const two = await couple(stage);
    await changed(two);
    await answers(two.ben, "heron");
    two.ana.sees(/otter[\s\S]*heron/, two.home);
    await two.ana.taps("Seal as it is");
    two.ana.sees(/open already, for both of you\. Shall I show this below it/);
    two.ana.neverSaw(/afraid/, two.home);
    await two.ana.taps("Show it below");
    two.ben.sees(/afraid of you/, two.home);
  });

  test("a text that the client split is held as one", async () => {
    const two = await couple(stage);
    await firstCard(two, two.home);
    await two.ana.taps("Answer", two.home);
    await two.ana.says(`${WORDS}. ${"x".repeat(3100)}`);
    await two.ana.says("and that is the end of it");
    expect(two.ana.transcript().match(/Nothing is sealed yet/g)).toHaveLength(1);
    await two.ana.taps("Seal as it is");
    await answers(two.ben, "heron");
    await stage.later(3000);
    two.ana.sees(/afraid of you[\s\S]*and that is the end of it[\s\S]*heron/, two.home);
  });
});

test("before sealing · an answer by form is asked about in the same way", async () => {
  await stage.end();
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ben.types("/checkin");
  const reply = await ben.taps("Answer");
  if (reply.type !== "form") throw new Error("no form");
  ana.looks();
  await ben.submits(reply.form.action, { 0: [WORDS] });
  ben.sees(ASKED);
  await ben.taps("Seal as it is");
  ben.sees(/^Sealed\./);
  ana.seesNothing();
});
