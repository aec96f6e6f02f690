/** The Support Card: one's own lines, shown only while their owner wants it, and given when things are too much. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seededRandom } from "../model/seeded.ts";
import { type Actor, couple } from "./actor.ts";
import { actionOf, answers, apart, fillIn, homeEnds, readBy } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  // Which card is drawn is chance.
  stage = await openStage({ random: seededRandom("support") });
});
afterEach(() => stage.end());

/** Ticks the options with these labels, then Done. */
async function ticks(actor: Actor, labels: readonly string[]): Promise<void> {
  for (const label of labels) await actor.taps(label);
  await actor.taps("Done");
}

async function fillsIn(actor: Actor, like: string[], give: string[], not: string): Promise<void> {
  await actor.types("/support");
  await actor.taps("Fill in the menus");
  await ticks(actor, like);
  await ticks(actor, give);
  await actor.says(not);
}

describe("support · one's own card", () => {
  test("is filled in by menus and typed lines, and the partner sees none of it", async () => {
    const { ana, ben } = await couple(stage);
    ben.looks();
    await fillsIn(ana, ["Kind words", "Time to myself"], ["Ideas"], "a joke while I still cry\nphoning my mother");
    ana.sees(/1\. Does me good: Kind words\n2\. Does me good: Time to myself/);
    ana.sees(/3\. Please not: a joke while I still cry\n4\. Please not: phoning my mother/);
    ana.sees(/5\. What I tend to give: Ideas/);
    await ana.types("/support  put the kettle   on ");
    ana.sees(/3\. Good to know: put the kettle {3}on/);
    ben.seesNothing();
    await ben.types("/support");
    ben.sees(/What Ana shares with you stands here/);
    expect(readBy(stage, ana)).not.toMatch(/kettle|Kind words|phoning/);
  });

  test("nothing in particular makes no line, and of each menu three are kept", async () => {
    const { ana } = await couple(stage);
    await ana.types("/support");
    await ana.taps("Fill in the menus");
    await ticks(ana, ["Being listened to", "Kind words", "A practical hand", "Something to laugh about"]);
    await ticks(ana, []);
    await ana.taps("Nothing in particular");
    ana.sees(/1\. .*Being listened to\n2\. .*Kind words\n3\. .*A practical hand\n(?!4)/);
    ana.sees(/the first three are kept/);
  });

  test("filled in anew, a line that stays goes on being shared, and what is left out goes", async () => {
    const { ana, ben } = await couple(stage);
    await fillsIn(ana, ["Kind words", "Time to myself"], [], "advice");
    await ana.taps("Share all lines");
    await fillsIn(ana, ["Kind words", "A change of scene"], [], "advice");
    ana.sees(/Kind words · shared/);
    ana.sees(/A change of scene(?! · shared)/);
    expect(ana.last()).not.toMatch(/Time to myself|advice.*advice/s);
    await ben.types("/support");
    ben.sees(/Does me good: Kind words\nPlease not: advice\n/);
    expect(ben.last()).not.toMatch(/change of scene/);
  });

  test("has ten lines, and says so when there is room for no more", async () => {
    const { ana } = await couple(stage);
    for (let n = 1; n <= 10; n++) await ana.types(`/support line number ${n}`);
    ana.sees(/10\. Good to know: line number 10/);
    await ana.types("/support one too many");
    ana.sees(/yours are all in use/);
    expect(ana.last()).not.toMatch(/one too many/);
    await ana.types("/support line number 3");
    ana.sees(/stands on your Support Card already/);
    await ana.types(`/support ${"x".repeat(301)}`);
    ana.sees(/301 characters, and an answer can have 300/);
  });

  test("a line can be added by a button, and one that is too long is refused before anything is kept", async () => {
    const { ana } = await couple(stage);
    await ana.types("/support");
    await ana.taps("Add a line");
    await ana.says("y".repeat(301));
    ana.sees(/301 characters, and an answer can have 300/);
    await ana.says("look in on me after an hour");
    ana.sees(/1\. Good to know: look in on me after an hour/);
    expect(ana.last()).not.toMatch(/yyy/);
  });

  test("words typed after the command where others read are not taken", async () => {
    const { ana, home } = await couple(stage);
    await ana.types("/support hold my hand", home);
    ana.sees(/could be read by the others/);
    await ana.types("/support");
    ana.sees(/Nothing stands here yet/);
  });
});

describe("support · sharing", () => {
  test("one line at a time: shared, read by the partner, taken back, deleted", async () => {
    const { ana, ben } = await couple(stage);
    await ana.types("/support tea");
    await ana.types("/support silence");
    ben.looks();
    await ana.taps("Line 1");
    await ana.taps("Share this line");
    ana.sees(/1\. Good to know: tea · shared\n2\. Good to know: silence\n/);
    ben.seesNothing();
    await ben.types("/support");
    ben.sees(/Ana’s Support Card\nAna: Good to know: tea\n/);
    expect(ben.last()).not.toMatch(/silence/);
    await ana.taps("Line 1");
    await ana.taps("Don’t share it");
    await ben.types("/support");
    expect(ben.last()).not.toMatch(/tea/);
    await ana.taps("Line 2");
    await ana.taps("Delete this line");
    expect(ana.last()).not.toMatch(/silence/);
  });

  test("the other's buttons change nothing, and say nothing", async () => {
    const { ana, ben } = await couple(stage);
    await ana.types("/support tea");
    const open = actionOf(ana, "Line 1");
    await ana.taps("Line 1");
    const share = actionOf(ana, "Share this line");
    const remove = actionOf(ana, "Delete this line");
    for (const one of [ben, stage.person("Cleo")]) {
      for (const action of [open, share, remove]) await one.does(action);
      one.neverSaw(/tea/);
    }
    await ana.types("/support");
    ana.sees(/1\. Good to know: tea\n/);
  });

  test("what was shared with one partner is not shared with the next", async () => {
    const { ana, ben } = await apart(stage);
    await ana.types("/support tea");
    await ana.taps("Share all lines");
    await ben.types("/forget");
    await ben.taps("Leave quietly");
    await homeEnds(stage);
    await ana.types("/support");
    ana.sees(/1\. Good to know: tea\n/);
    const cleo = stage.person("Cleo");
    await ana.types("/pair");
    const code = ana
      .transcript()
      .match(/The code is ([A-Z0-9-]+)/g)
      ?.at(-1)
      ?.slice("The code is ".length);
    await cleo.types(`/pair ${code}`);
    await cleo.taps("I’m in");
    await ana.taps("Yes, that’s my partner");
    await cleo.types("/support");
    cleo.sees(/What Ana shares with you stands here/);
    cleo.neverSaw(/tea/);
  });
});

describe("support · from an answer", () => {
  test("to a card about feelings, sealed or shown, by its owner's tap; offered nowhere else", async () => {
    const { ana, ben, home } = await couple(stage);
    await ana.types("/checkin", home);
    await answers(ana, "first", home);
    ana.neverSaw(/Keep mine on my Support Card/);
    // Tuesday's card is one about feelings.
    await stage.until("2026-03-17T19:30:00Z");
    await ana.taps("Answer", home);
    await fillIn(ana, "and an open window");
    ben.looks();
    await ana.taps("Keep mine on my Support Card");
    ana.sees(/1\. Good to know: [\s\S]*and an open window\n/);
    await ana.taps("Keep mine on my Support Card");
    ana.sees(/stands on your Support Card already/);
    ben.seesNothing();
    await ben.taps("Answer", home);
    await fillIn(ben, "or a closed one");
    const shown = ana.last(home);
    await ben.taps("Keep mine on my Support Card", home);
    ben.sees(/1\. Good to know: [\s\S]*or a closed one\n/);
    expect(ana.last(home)).toBe(shown);
    await ana.types("/support");
    expect(ana.last()).not.toMatch(/closed one/);
  });
});

describe("support · “I am overwhelmed”", () => {
  async function withCard(): Promise<Awaited<ReturnType<typeof couple>>> {
    const two = await couple(stage);
    await fillsIn(two.ana, ["Kind words"], ["Ideas"], "advice");
    await two.ana.taps("Share all lines");
    await two.ana.types("/support tea");
    return two;
  }

  test("sends what is shared of one's card, after one confirmation, privately", async () => {
    const { ana, ben, home } = await withCard();
    ben.looks();
    await ana.taps("I am overwhelmed");
    ana.sees(/This goes to Ben alone/);
    ana.sees(/Please do: Kind words\nPlease not: advice/);
    ana.sees(/Lines that you don’t share stay with you/);
    ben.seesNothing();
    await ana.taps("Send it");
    ana.sees(/^I’ll pass it on when it suits\.$/);
    ben.sees(
      /^& From Ana, for you\nAna: Things are too much for me right now\.\nPlease do: Kind words\nPlease not: advice\n/,
    );
    expect(ben.last()).not.toMatch(/tea|Ideas/);
    ben.neverSaw(/Ana: Things/, home);
  });

  test("with nothing shared says only that it is too much", async () => {
    const { ana, ben } = await couple(stage);
    await ana.types("/support");
    await ana.taps("I am overwhelmed");
    await ana.taps("Send it");
    ben.sees(/Things are too much for me right now\.\nFrom Ana/);
  });

  test("waits for the partner's quiet hours, says nothing of them, and comes once", async () => {
    const { ana, ben } = await withCard();
    await stage.until("2026-03-11T23:00:00Z");
    ben.looks();
    for (let n = 0; n < 2; n++) {
      await ana.types("/support");
      await ana.taps("I am overwhelmed");
      await ana.taps("Send it");
      ana.sees(/^I’ll pass it on when it suits\.$/);
    }
    ben.seesNothing();
    await stage.until("2026-03-12T06:30:00Z");
    expect(ben.transcript().match(/Things are too much/g)).toHaveLength(1);
  });

  test("what is no longer shared when it arrives is not in it; also while cards rest", async () => {
    const { ana, ben } = await withCard();
    await ana.types("/pause");
    await stage.until("2026-03-11T23:00:00Z");
    await ana.types("/support");
    await ana.taps("I am overwhelmed");
    await ana.taps("Send it");
    await ana.types("/support");
    await ana.does("supall_off");
    await stage.until("2026-03-12T06:30:00Z");
    ben.sees(/Things are too much for me right now\.\nFrom Ana/);
  });
});

describe("support · in other states", () => {
  test("somebody who is alone again can read and delete their lines", async () => {
    const { ana, ben } = await apart(stage);
    await ana.types("/support tea");
    await ben.types("/forget");
    await ben.taps("Leave quietly");
    await homeEnds(stage);
    await ana.types("/support");
    ana.sees(/tea/);
    expect(ana.last()).not.toMatch(/overwhelmed|Fill in/);
    await ana.taps("Line 1");
    await ana.taps("Delete this line");
    ana.sees(/Nothing stands here yet/);
  });

  test("a stranger gets people to talk to, and nothing about anybody", async () => {
    await couple(stage);
    const cleo = stage.person("Cleo");
    await cleo.types("/support");
    cleo.sees(/People to talk to/);
    cleo.neverSaw(/Ana|Ben/);
  });
});

test("support · where answers come by form, the menus are one form", async () => {
  await stage.end();
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ben.types("/support");
  const reply = await ben.taps("Fill in the menus");
  if (reply.type !== "form") throw new Error("no form");
  expect(reply.form.fields.map(({ input }) => input.kind)).toEqual(["choices", "choices", "text"]);
  await ben.submits(reply.form.action, { 0: ["words"], 1: [], 2: ["advice"] });
  ben.sees(/1\. Does me good: Kind words\n2\. Please not: advice/);
  const more = await ben.taps("Add a line");
  if (more.type !== "form") throw new Error("no form");
  await ben.submits(more.form.action, { 0: ["an open window"] });
  ben.sees(/2\. Good to know: an open window/);
  await ben.taps("Share all lines");
  await ana.types("/support");
  ana.sees(/Ben: Does me good: Kind words\nGood to know: an open window\nPlease not: advice/);
});
