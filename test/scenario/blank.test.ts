/** Words that nobody can see are none, wherever words are taken. */
import { afterEach, describe, expect, test } from "vitest";
import type { Reply } from "../../src/ports/chat.ts";
import { couple } from "./actor.ts";
import { firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";
import { answers, openPair, opens } from "./ways.ts";

let stage: Stage;
afterEach(() => stage.end());

const BLANKS = ["\u3164", "\u2800 \u2800", "\u200b\u200d\ufe0f", "\u0301", "\u{e0041}\u{e007f}", "\u115f\u1160\uffa0"];

function formOf(reply: Reply) {
  if (reply.type !== "form") throw new Error("no form was opened");
  return reply.form;
}

const NOTHING = /no words in that, so nothing was sealed/;

describe.each(["messages", "forms"] as const)("by %s", (way) => {
  test.each(BLANKS)("an answer of %j is not sealed and opens nothing", async (blank) => {
    const pair = await openPair(way);
    ({ stage } = pair);
    const { ana, ben } = pair;
    await opens(pair, ana, "heart");
    await answers(ben, ["The otter."], pair.placeOf(ben));
    await answers(ana, [blank], pair.placeOf(ana));
    ana.sees(NOTHING);
    ana.neverSaw(/The otter/, pair.placeOf(ana));
    ana.neverSaw(/^Sealed/);
    await answers(ana, [`${blank}The heron.${blank}`], pair.placeOf(ana));
    ana.sees(/The heron\.[\s\S]*The otter\.|The otter\.[\s\S]*The heron\./, pair.placeOf(ana));
  });
});

test("half a form that nobody can see: what is optional is skipped, what is required is asked again", async () => {
  const pair = await openPair("forms");
  ({ stage } = pair);
  const { ana } = pair;
  const place = pair.placeOf(ana);
  await opens(pair, ana, "checkin");
  const form = formOf(await ana.taps("Answer", place));
  const values = form.fields.map(({ id, input, required }) => {
    if (input.kind !== "text") return [id, ["options" in input ? (input.options[0]?.id ?? "") : "x"]] as const;
    return [id, [required ? "\u3164" : "\u2800"]] as const;
  });
  expect(form.fields.some(({ input, required }) => input.kind === "text" && required)).toBe(true);
  await ana.submits(form.action, Object.fromEntries(values));
  ana.hasSeen(NOTHING);
  ana.neverSaw(/^Sealed/);
  const again = formOf(await ana.taps("Go on"));
  const chosen = again.fields.filter(({ input }) => "chosen" in input && input.chosen.length > 0);
  expect(chosen.length).toBeGreaterThan(0);
  const filled = again.fields.map(({ id, input }) => [id, "chosen" in input ? input.chosen : ["Words."]] as const);
  await ana.submits(again.action, Object.fromEntries(filled));
  ana.sees(/Sealed/);
});

describe("by message", () => {
  async function begun() {
    stage = await openStage();
    const two = await couple(stage);
    await firstCard(two, two.home);
    return two;
  }

  test.each(BLANKS)("an edit to %j is refused, and what is sealed stays", async (blank) => {
    const { ana, ben, home } = await begun();
    await ana.taps("Answer", home);
    const ref = await ana.says("heron");
    await ana.edits(ref, blank);
    ana.sees(NOTHING);
    await ben.taps("Answer", home);
    await ben.says("otter");
    ana.sees(/Ana: heron\nBen: otter/, home);
  });

  test("an addition and a replacement that nobody can see are none", async () => {
    const { ana, ben, home } = await begun();
    await ana.taps("Answer", home);
    await ana.says("heron");
    await ana.says("\u3164");
    ana.sees(NOTHING);
    await ana.taps("Add");
    await ana.says("\u2800");
    ana.sees(NOTHING);
    await ben.taps("Answer", home);
    await ben.says("otter");
    ana.sees(/Ana: heron\nBen: otter/, home);
  });

  test.each(BLANKS)("a question for the jar, and a line of the Support Card, of %j are none", async (blank) => {
    const { ana } = await begun();
    await ana.types("/jar");
    await ana.taps("Put a question in");
    await ana.says(blank);
    await ana.types(`/jar ${blank}`);
    ana.neverSaw(/It’s in the jar|goes in the jar now/);
    await ana.types(`/support ${blank}`);
    await ana.exports();
    const { lines, questions } = await stage.store.transaction(async (tx) => {
      const person = await tx.people.byAccount(ana.account.platform, ana.account.userId);
      const all = await tx.writings.ofAuthor(person?.id ?? "");
      return {
        lines: all.filter(({ kind }) => kind === "support"),
        questions: all.filter(({ kind }) => kind === "jar"),
      };
    });
    expect([...lines, ...questions]).toEqual([]);
  });
});
